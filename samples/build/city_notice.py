"""01: a city's notice that issues a rectification plan, with a table of deductions and a table of goals (DOCX)."""

from __future__ import annotations

from pathlib import Path

from samples.build import tables
from samples.build.official import CENTRE, OFFICE, Column, Paper, merge_repeats
from samples.build.ornaments import chinese_list, in_list, red_head_in_a_box

OFFICE_NAME = "澜江市绩效管理领导小组"
TITLE = ("澜江市绩效管理领导小组关于印发", "《2025年度社会评价意见建议和考评", "扣分事项整改方案》的通知")
ANNEXES = (
    "澜江市2025年度社会评价意见建议整改目标表",
    "澜江市2025年度社会评价意见建议责任分解表",
    "整改完成情况报告（样式）",
)
DEDUCTIONS = (
    Column("具体指标", 27, centred=True),
    Column("扣分理由", 52),
    Column("扣分值", 15, centred=True),
    Column("牵头单位", 29, centred=True),
    Column("责任单位", 33, centred=True),
)
GOALS = (
    Column("序号", 9, centred=True),
    Column("问题编号", 33, centred=True),
    Column("整改内容", 40),
    Column("意见建议类型", 20, centred=True),
    Column("整改目标", 34),
    Column("整改措施", 60),
    Column("整改时限", 19, centred=True),
    Column("责任部门", 24, centred=True),
    Column("负责人", 14, centred=True),
)
STEPS = (
    (
        "（一）领题认账（2026年4月20日至4月30日）。",
        "各责任单位对照附件2领回任务，到现场看，同当事群众谈，弄清问题出在哪里。对责任划分有不同意见的，"
        "应自收到责任分解表之日起3个工作日内向市绩效办书面提出，逾期视为认领。",
    ),
    (
        "（二）定策公开（2026年5月至6月）。",
        "牵头单位会同责任单位拟定整改措施，经主要负责人签字后，于5月15日（星期五）下午下班前送市绩效办审核；"
        "审核通过的，2026年6月底前在本单位门户网站或者公示栏公开，接受群众监督。",
    ),
    (
        "（三）集中攻坚（2026年7月至10月）。",
        "各责任单位按照公开的措施推进，市绩效办9月中旬开展一次中期检查，对进展缓慢的约谈分管负责人。"
        "涉及汛期安全的问题排在最前，边查边改。",
    ),
    (
        "（四）交账销号（2026年11月至12月）。",
        "各牵头单位于2026年11月20日前将《整改完成情况报告》（样式见附件3）报市绩效办。市绩效办依照"
        "《澜江市绩效问题整改销号办法》（澜绩发〔2023〕8号）组织核验，现场核验的具体时间另行通知；"
        "核验结果经市绩效管理领导小组审定后，于2026年12月25日前报省绩效办。",
    ),
)
DEMANDS = (
    (
        "分清牵头和配合。",
        "牵头单位负责统筹、汇总和统一答复口径，配合单位按职责提供情况，不得把群众反映的事推来推去。",
    ),
    ("保护群众信息。", "意见建议中留有姓名、电话、住址的，只供办理使用，公开时一律隐去。"),
    ("严肃工作纪律。", "对材料不实、问题没有解决就报办结的，当年绩效考评加倍扣分，并将情况通报。"),
)


def write(path: Path) -> None:
    """The whole notice."""
    paper = Paper(OFFICE)
    head(paper)
    plan(paper)
    paper.new_page(wide=True)
    paper.line("附件1", face=OFFICE.first_level)
    paper.title([ANNEXES[0]])
    paper.line()
    paper.table(GOALS, tables.goals(), size=9.5)
    paper.save(path, "".join(TITLE))


def head(paper: Paper) -> None:
    """From the red head to the signature."""
    red_head_in_a_box(paper.line(), f"{OFFICE_NAME}文件", OFFICE.title, 32)
    paper.line()
    paper.line("澜绩发〔2026〕5号", align=CENTRE)
    paper.red_line()
    paper.line()
    paper.title(TITLE)
    paper.line()
    paper.line("各县（区）党委和人民政府，澜江高新区管委会，市直各部门、驻澜各单位：")
    paper.body(
        "《2025年度社会评价意见建议和考评扣分事项整改方案》已经市绩效管理领导小组2026年第二次全体会议审议，"
        "现印发给你们，请对照职责分工抓紧组织实施。"
    )
    paper.signature(OFFICE_NAME, "2026年4月16日", "（此件公开发布）")


def plan(paper: Paper) -> None:
    """The plan that the notice issues."""
    paper.new_page()
    paper.title(("2025年度社会评价意见建议和考评", "扣分事项整改方案"))
    paper.line()
    paper.body(
        "按照《省绩效管理委员会办公室关于反馈2025年度设区市绩效考评结果的通知》（省绩办发〔2026〕3号）要求，"
        "为把省里点到的问题和群众提到的事情一件一件办好，制定本方案。"
    )
    paper.section_heading("一、工作目标")
    paper.body(
        "对省反馈的扣分事项和社会评价意见建议，逐件查明情况、逐件落实到人、逐件答复群众。能当年办结的当年办结，"
        "一时办不到的把原因和打算向群众讲清楚。全年应改问题办结率不低于95%，群众回访满意率不低于90%。"
    )
    paper.section_heading("二、整改内容")
    paper.body("", "（一）考评扣分事项")
    paper.body("2025年度省对我市绩效考评共扣15.35分，涉及15个扣分事项，扣分理由和责任单位见下表。")
    caption = paper.line("2025年度设区市绩效考评扣分事项", align=CENTRE, face=OFFICE.first_level, size=14)
    caption.paragraph_format.keep_with_next = True
    listed = [list(row.values()) for row in tables.rows("city_deductions")]
    merge_repeats(paper.table(DEDUCTIONS, listed), 0)
    paper.body("", "（二）社会评价意见建议")
    paper.body(
        "省反馈我市意见建议共213条，其中电话访问91条、入户问卷74条、网络征集31条、代表委员座谈17条。经逐条研判、"
        "合并同类项，归并为186条，其中建设性意见建议148条、其他类意见建议38条。需由市绩效管理领导小组挂牌督办的10条，"
        "列入《澜江市2025年度社会评价意见建议整改目标表》（见附件1）。责任单位的核对按照《澜江市绩效管理领导小组办公室"
        "关于核对2025年度社会评价意见建议责任单位的函》（澜绩办函〔2026〕11号）办理。"
    )
    paper.section_heading("三、实施步骤")
    for heading, text in STEPS:
        paper.body(text, heading)
    paper.section_heading("四、工作保障")
    number = chinese_list(paper.document)
    for heading, text in DEMANDS:
        in_list(paper.body(text, heading), number)
    paper.annexes(ANNEXES)
