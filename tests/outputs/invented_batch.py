"""A batch of invented offices and sentences: long and short texts, several departments, many missing values."""

from __future__ import annotations

from datetime import date

from corpus.records import (
    Candidate,
    Check,
    Comment,
    Deadline,
    DeadlineKind,
    Deduction,
    Extraction,
    Notice,
    Problem,
    Source,
    Status,
    Table,
    TableKind,
    Task,
)
from outputs.batch import Batch

MADE_ON = date(2024, 5, 20)
NUMBER = "青绩发〔2024〕3号"
TITLE = "青河县绩效考评领导小组关于印发《2023年度社会评价意见建议整改方案》的通知"
LONG = (
    "老城区滨河路从石桥到粮站一段，去年雨季以后路面一直没有修好，坑连着坑，下雨天看不清深浅，骑电动车的老人和接送"
    "孩子的家长摔了好几次。路灯也有十几盏不亮，晚上八点以后几乎没有人敢走。附近的工地每天夜里还有渣土车进出，车上"
    "没有盖布，沿路都是泥，早上洒水车一过就成了泥浆。我们向社区和物业都反映过，社区说道路归交通管，物业说出了小区"
    "大门不归他们管，打电话问了两个单位，都说正在研究。希望能明确由哪个单位负责，先把坑填平、把路灯修好，再把渣土车"
    "的路线和时间定下来，并把什么时候修、谁来修贴在路口，让大家心里有数。另外公交站牌被撞倒半年，也请一并扶起来，"
    "编号RX-2024-000017的报修单我们还留着。"
)
_TEXTS = (
    ("菜市场门口的污水井盖翘起来了，走路容易绊倒。", "城市管理", "城市管理执法局", "城管", 0.91, "井盖、菜市场门口"),
    ("新村小学的校车只有一辆，早上要跑三趟，希望增加班次。", "教育", "教育局", "教育", 0.88, "小学、校车"),
    ("砖厂晚上冒黑烟，气味很大，窗户不敢开。", "生态环境", "生态环境局", "生态环境", 0.86, "黑烟、气味"),
    ("去年在工地干活的工钱到现在只结了一半。", "就业与劳动权益", "人力资源和社会保障局", "人社", 0.93, "工钱、工地"),
    ("村里的水时有时无，水也有点浑。", "水利与饮水", "水利局", "水利", 0.62, "水、浑"),
    ("=1+1 这样的文字开头也要照样写出来。", "无明确指向", "不明", "不明", 0.31, ""),
    ("希望越来越好。", "无明确指向", "不明", "不明", 0.22, ""),
)


def source(row: int, file: str = "来文/2023年度意见建议.xlsx", sheet: str | None = "意见建议") -> Source:
    return Source(file, "a" * 64, sheet=sheet, row=row)


def comment_tasks(count: int = 31) -> tuple[Task, ...]:
    """Comments of a survey: no unit is given, so the proposals decide."""
    tasks = []
    for i in range(count):
        text, domain, department, function, score, reason = _TEXTS[i % len(_TEXTS)]
        tasks.append(
            Task(
                origin="群众意见建议",
                text=LONG if i % 10 == 3 else text,
                source=source(i + 2),
                number=f"1202300709{i + 1:05d}",
                domain=domain,
                kind="建设性" if function != "不明" else "其他",
                disposition="立行立改" if function != "不明" else "无明确指向",
                candidates=(
                    Candidate(department, function, score, reason),
                    Candidate("乡镇人民政府", "属地", 0.2, "村"),
                    Candidate("信访局", "信访", 0.05),
                ),
                group="g1" if i in (0, 7) else None,
                needs_review=score < 0.8,
                other_sources=(source(90), source(91)) if i == 2 else (),
            )
        )
    return tuple(tasks)


def goal_tasks() -> tuple[Task, ...]:
    """Rows of a table of goals: the document names the unit, the person, the goal and the deadline."""
    place = Source("来文/方案.docx", "b" * 64, table=1, row=1, pages=(3,))
    return (
        Task(
            origin="群众意见建议",
            text="码头一带灰尘大，货车过后桌上一层灰。",
            source=place,
            number="120230070900901",
            domain="生态环境",
            kind="建设性",
            given_responsible="县生态环境局",
            given_person="方某某",
            candidates=(Candidate("生态环境局", "生态环境", 0.9, "灰尘"),),
            deadline="2024年12月10日前",
            due=date(2024, 12, 10),
            goal="码头堆场全部覆盖，道路每日洒水四次。",
            measures="1.督促企业安装喷淋。\n2.货车出场冲洗。\n3.每周抽查一次，结果在公告栏公布。",
            notice_title=TITLE,
            notice_number=NUMBER,
        ),
        Task(
            origin="群众意见建议",
            text="河堤上乱停车。",
            source=place,
            number="120230070900902",
            domain="城市管理",
            kind="建设性",
            given_responsible="城市管理监督局（原市政局）、县公安局",
            candidates=(Candidate("城市管理执法局", "城管", 0.8, "乱停车"),),
            deadline="长期坚持",
            goal="划定车位，引导停放。",
            notice_title=TITLE,
            notice_number=NUMBER,
        ),
    )


def deduction_tasks() -> tuple[Task, ...]:
    """Rows of a table of deductions: lead and responsible units, points, no number."""
    rows = (
        ("污水管网建设", "计划8公里，完成6.5公里，被扣0.75分。", "0.75", None, "县住建局（原县住建委）"),
        ("县域经济发展", "增速低于平均值，被扣2.1分。", "2.1", "县发改局", "各县（市、区）人民政府"),
        ("信息公开", "两条应公开信息未公开。", "0.2", "县政府办", None),
        (
            "督察整改",
            "3项任务未按期完成。",
            "0.6",
            "县生态环境局（原县环保局）",
            "经开区管委、城市管理监督局（原市政局）",
        ),
    )
    return tuple(
        Task(
            origin="指标扣分",
            text=f"{indicator}：{reason}",
            indicator=indicator,
            reason=reason,
            source=Source("来文/通知.docx", "c" * 64, table=1, row=i, pages=(4, 5)),
            domain="经济发展与营商",
            given_lead=lead,
            given_responsible=responsible,
            candidates=(Candidate("发展和改革局", "发改", 0.5, "指标"),),
            points=points,
            notice_title=TITLE,
            notice_number=NUMBER,
        )
        for i, (indicator, reason, points, lead, responsible) in enumerate(rows, 1)
    )


def notice_extraction() -> Extraction:
    file, sha = "来文/通知.docx", "c" * 64
    at = Source(file, sha, paragraph=12, pages=(2,))
    return Extraction(
        file,
        sha,
        "docx",
        Status.OK,
        notice=Notice(
            kind="通知",
            issuers=("青河县绩效考评领导小组",),
            number=NUMBER,
            date=date(2024, 4, 18),
            title=TITLE,
            addressees=("各乡镇人民政府", "县直各单位"),
        ),
        deadlines=(
            Deadline(
                "2024年11月20日前",
                DeadlineKind.BY,
                at,
                end=date(2024, 11, 20),
                actor="各单位",
                action="报送整改完成情况一览表",
                recipient="县绩效办",
            ),
            Deadline(
                "5月至6月",
                DeadlineKind.RANGE,
                at,
                date(2024, 5, 1),
                date(2024, 6, 30),
                actor="各单位",
                action="任务分解",
                year_inferred=True,
            ),
            Deadline("另行通知", DeadlineKind.UNDATED, at, action="总结报送时间"),
            Deadline("长期坚持", DeadlineKind.STANDING, at, action="公开整改情况"),
        ),
        tables=(Table("扣分事项", TableKind.DEDUCTIONS, ("指标",), (None,), (("一",),), at),),
        deductions=(Deduction("污水管网建设", "未完成", "0.75", "", "县住建局（原县住建委）", at),),
        checks=(
            Check("stated_total", "共收到意见建议37条", at, "37", "35", False, "表中实有35行"),
            Check("stated_total", "4项扣分", at, "4", "4", True),
            Check("unheard_of_rule", "截止日期有歧义", at, None, None, None),
        ),
    )


def batch(script: str = "") -> Batch:
    """About forty tasks, two good files, one that failed, one that was skipped."""
    tasks = (*comment_tasks(), *goal_tasks(), *deduction_tasks())
    if script:
        tasks = (Task("群众意见建议", script, source(99), needs_review=True, domain="教育", kind="其他"), *tasks)
    comments = tuple(Comment(t.text, t.source) for t in tasks if t.origin == "群众意见建议")
    sheet = Extraction(
        "来文/2023年度意见建议.xlsx",
        "a" * 64,
        "xlsx",
        Status.PARTIAL,
        comments=comments,
        problems=(Problem("表“意见建议”第40行", "read-replaced", (("count", "3"), ("encoding", "GB18030"))),),
    )
    failed = Extraction("来文/加密件.pdf", "d" * 64, "pdf", Status.FAILED, problems=(Problem("", "read-password"),))
    return Batch(
        extractions=(notice_extraction(), sheet, failed),
        tasks=tasks,
        skipped=(("来文/~$通知.docx", "WPS 的临时文件"),),
        model_version="2024.05-invented",
        seconds={"read": 1.25, "extract": 0.5, "tag": 0.75},
        made_on=MADE_ON,
        comments_in=len(comments) + 2,
        merged_groups=1,
    )
