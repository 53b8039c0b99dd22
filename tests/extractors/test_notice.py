"""Head and foot of official documents; all texts are invented."""

from datetime import date

import pytest

from corpus.records import Document, Grid, Paragraph, Source
from extractors.notices.notice import notice

WHERE = Source("通知.txt", "0" * 64)


def document(text, *grids):
    paragraphs = [Paragraph(line, WHERE) for line in text.strip("\n").split("\n") if line.strip()]
    return Document("通知.txt", "0" * 64, "txt", (*grids, *paragraphs))


def read(text, *grids):
    found = notice(document(text, *grids))
    assert found is not None
    return found


PLAN = """
青 山 市 绩 效 考 评
领 导 小 组 文 件
青绩发〔2021〕7号
青山市绩效考评领导小组关于印发《2020
年度绩效考评反馈问题
整改方案》的通知
东湖区工管委办公室，各县（市、区）党委和人民政府，市直、驻青各单位：
现将《2020年度绩效考评反馈问题整改方案》印发给你们，请认真贯彻落实。
青山市绩效考评领导小组办公室（代）
                          2021年6月3日
（公开方式：公开）
2020年度绩效考评反馈问题
整改方案
根据《关于反馈考评结果的通知》（桂绩办发〔2021〕4号）精神，制定本方案。
一、总体要求
各单位于2021年7月5日前报市绩效办（见附件1）。
附件：1.青山市落实2020年度绩效考评社会评价
        反馈意见建议整改任务清单
  2.各县（市、区）整改任务分解
   表
青山市绩效考评领导小组办公室      2021年6月4日印发
"""


def test_the_own_number_stands_alone_above_the_title():
    assert read(PLAN).number == "青绩发〔2021〕7号"


def test_a_cited_number_is_not_the_notices_own():
    cited = read(PLAN).cited
    assert [(c.number, c.title) for c in cited] == [("桂绩办发〔2021〕4号", "关于反馈考评结果的通知")]


def test_a_title_over_three_lines_is_joined_without_spaces():
    assert read(PLAN).title == "青山市绩效考评领导小组关于印发《2020年度绩效考评反馈问题整改方案》的通知"


def test_addressees_are_parted_at_commas_outside_brackets_only():
    assert read(PLAN).addressees == ("东湖区工管委办公室", "各县（市、区）党委和人民政府", "市直、驻青各单位")


def test_an_office_that_signs_for_its_body_is_signatory_and_not_issuer():
    found = read(PLAN)
    assert found.issuers == ("青山市绩效考评领导小组",)
    assert found.signatories == ("青山市绩效考评领导小组办公室（代）",)


def test_the_day_of_signing_goes_before_the_day_of_printing():
    assert read(PLAN).date == date(2021, 6, 3)


def test_annex_names_are_joined_over_lines_and_lose_their_numbers():
    assert read(PLAN).annexes == (
        "青山市落实2020年度绩效考评社会评价反馈意见建议整改任务清单",
        "各县（市、区）整改任务分解表",
    )


def test_the_kind_is_that_of_the_title_and_not_of_the_plan_it_carries():
    assert read(PLAN).kind == "通知"


def test_a_number_under_the_title_is_the_own_one_as_well():
    found = read("青山市人民政府办公室关于放假的通知\n青政办发[2020]12号\n各县人民政府：\n现通知如下。")
    assert found.number == "青政办发〔2020〕12号"
    assert found.number_raw == "青政办发[2020]12号"


def test_a_number_in_brackets_right_under_the_title_is_the_own_one():
    assert read("关于放假的通知\n（青政办发〔2020〕12号）\n各县：\n现通知如下。").number == "青政办发〔2020〕12号"


def test_a_document_that_only_cites_has_no_number():
    found = read("关于放假的通知\n各县：\n根据《办法》（青发〔2020〕1号），现通知如下。\n青山市教育局\n2020年3月4日")
    assert found.number is None
    assert [c.number for c in found.cited] == ["青发〔2020〕1号"]


def test_a_title_without_issuer_takes_who_signed():
    found = read("关于印发《整改方案》的通知\n各乡(镇)党委、政府：\n现印发给你们。\n青山县绩效办\n2020年3月4日")
    assert found.issuers == ("青山县绩效办",)
    assert found.addressees == ("各乡(镇)党委、政府",)


def test_a_name_over_two_lines_is_one_signatory():
    found = read(
        "中国（青海）自由贸易试验区青山片区管理委员会办公室关于印发《方案》的通知\n各部门：\n现印发给你们。\n"
        "中国（青海）自由贸易试验区\n青山片区管理委员会办公室\n2022年5月20日\n方案\n一、要求"
    )
    assert found.signatories == ("中国（青海）自由贸易试验区青山片区管理委员会办公室",)


def test_joint_issuers_are_parted():
    found = read(
        "青山市教育局  青山市财政局\n关于做好资助工作的通知\n各学校：\n请认真落实。\n"
        "青山市教育局          青山市财政局\n2022年5月20日"
    )
    assert found.issuers == ("青山市教育局", "青山市财政局")
    assert found.signatories == ("青山市教育局", "青山市财政局")


def test_the_full_name_of_the_signature_goes_before_the_short_one_of_the_title():
    found = read("市人社局关于放假的通知\n各县：\n请落实。\n市人力资源和社会保障局\n2022年5月20日")
    assert found.issuers == ("市人力资源和社会保障局",)


def test_the_red_head_names_the_issuer_where_its_office_signs():
    found = read("青山区卫生局文件\n青卫发〔2011〕6号\n关于培训的通知\n各医院：\n请参加。\n卫生局办公室\n2011年3月10日")
    assert found.issuers == ("青山区卫生局",)


@pytest.mark.parametrize("written", ["二〇一九年六月十二日", "二○一九年六月十二日", "2019 年 6 月 12 日", "2019-6-12"])
def test_the_day_may_be_in_chinese_numerals(written):
    assert read(f"关于放假的通知\n各县：\n请落实。\n青山市教育局\n{written}").date == date(2019, 6, 12)


def test_a_document_without_a_day_of_signing_has_no_date():
    found = read("关于印发《方案》的通知\n各县：\n现印发给你们。\n方案\n请于2019年7月5日前报送。")
    assert found.date is None
    assert found.signatories == ()


def test_the_day_of_printing_counts_where_nothing_else_does():
    found = read("关于放假的通知\n各县：\n请落实。\n青山市教育局办公室      2019年6月12日印发")
    assert found.date == date(2019, 6, 12)


def test_the_signature_of_an_annex_does_not_count():
    found = read(
        "青山市人民政府关于转发《请示》的通知\n各县：\n现转发给你们。\n青山市人民政府\n2004年11月4日\n附件1\n请示\n市政府：\n"
        "妥否，请批示。\n青山市水利局\n2004年10月10日"
    )
    assert found.date == date(2004, 11, 4)
    assert found.signatories == ("青山市人民政府",)


def test_a_signature_behind_a_wide_gap_in_the_last_paragraph_is_found():
    found = read("关于放假的通知\n各县：\n请认真落实。               青山市教育局           2019年6月12日")
    assert found.date == date(2019, 6, 12)
    assert found.signatories == ("青山市教育局",)


def test_a_single_annex_without_number_is_found_and_the_annex_heading_is_not_part_of_it():
    found = read("关于放假的通知\n各县：\n请落实。\n附件：青山片区整改目标表\n附件\n青山片区整改目标表")
    assert found.annexes == ("青山片区整改目标表",)


def test_annexes_on_one_line_are_parted():
    found = read("关于放假的通知\n各县：\n请落实。\n附件：1. 体系表      2. 操作表\n青山市教育局\n2019年6月12日")
    assert found.annexes == ("体系表", "操作表")


def test_the_list_of_annexes_may_begin_under_its_label():
    assert read("关于放假的通知\n各县：\n请落实。\n附件：\n1.名单\n2.回执").annexes == ("名单", "回执")


def test_files_that_hang_on_a_page_are_annexes_of_their_own():
    found = read("关于开展排查的通知\n各县：\n请落实。\n附件：排水管网排查表.docx\n整治任务分工.pdf\n青山市住建局")
    assert found.annexes == ("排水管网排查表", "整治任务分工")


def test_an_annex_mentioned_in_the_text_is_no_list():
    assert read("关于放假的通知\n各县：\n填报回执（见附件1），并于周五前报送。").annexes == ()


PAGE = """
首页
当前位置:首页 > 政务公开 > 通知公告
青山市落实2020年度社会评价意见建议整改情况公示
2020-12-31 11:00     来源:青山市绩效办
分享 微信
根据通知要求,现将整改情况公示如下。
"""


def test_navigation_and_page_time_are_not_title_and_date():
    found = read(PAGE)
    assert found.title == "青山市落实2020年度社会评价意见建议整改情况公示"
    assert found.kind == "公示"
    assert found.date is None


def test_the_source_of_a_page_is_the_issuer_of_last_resort():
    assert read(PAGE).issuers == ("青山市绩效办",)


def test_the_block_of_a_portal_is_a_source():
    found = read(
        "索引号：123  主题分类：教育\n发文机关：青山市教育局 青山市财政局\n成文日期：2020年02月06日\n"
        "文　　号：青教发〔2020〕3号\n发布日期：2020年03月01日\n"
        "标  题：关于资助工作的通知\n正文\n关于资助工作的通知\n各学校：\n请落实。"
    )
    assert found.issuers == ("青山市教育局", "青山市财政局")
    assert found.date == date(2020, 2, 6)
    assert found.number == "青教发〔2020〕3号"
    assert found.title == "关于资助工作的通知"


def test_the_block_of_a_portal_may_be_a_table():
    block = Grid(
        (("索引号", "123", "成文日期", "2020年02月06日"), ("发文字号", "青教发〔2020〕3号", "有效性", "有效")), WHERE
    )
    found = read("关于资助工作的通知\n各学校：\n请落实。", block)
    assert found.date == date(2020, 2, 6)
    assert found.number == "青教发〔2020〕3号"


def test_a_number_in_a_frame_of_one_cell_is_read():
    found = notice(
        Document(
            "通知.docx",
            "0" * 64,
            "docx",
            (
                Paragraph("关于缴费的通知", WHERE),
                Grid((("青保发〔2018〕3号",),), WHERE),
                Paragraph("各公司：", WHERE),
                Paragraph("请落实。", WHERE),
            ),
        )
    )
    assert found is not None
    assert found.number == "青保发〔2018〕3号"


def test_a_workbook_with_only_a_table_is_no_notice():
    assert notice(Document("表.xlsx", "0" * 64, "xlsx", (Grid((("序号", "内容"), ("1", "路灯不亮")), WHERE),))) is None


def test_an_empty_document_is_no_notice():
    assert notice(Document("空.docx", "0" * 64, "docx", ())) is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于进一步优化服务的实施意见", "意见"),
        ("关于有关问题的复函", "函"),
        ("青山市考评办法（试行）", "办法"),
        ("关于表扬先进单位的决定", "决定"),
        ("关于2020年度考评结果的通报", "通报"),
    ],
)
def test_the_kind_is_the_end_of_the_title(title, kind):
    assert read(f"{title}\n青绩发〔2021〕7号\n各县：\n请落实。").kind == kind


def test_the_spaces_of_recognition_in_a_title_are_lost():
    found = read(
        "广山省\n绩效考评领导小组文件\n广绩发[2018]3号\n"
        "广山省绩效考评领导小组关于印发 《2018 年度 工作方案》的通知\n各市、县党委,各人民团体:\n请执行。"
    )
    assert found.title == "广山省绩效考评领导小组关于印发《2018年度工作方案》的通知"
    assert found.addressees == ("各市、县党委", "各人民团体")
    assert found.issuers == ("广山省绩效考评领导小组",)


def test_a_day_in_brackets_under_the_title_dates_a_rule_that_nobody_signs():
    assert read("青山市考评办法\n（2019年6月12日）\n第一条 为规范考评，制定本办法。").date == date(2019, 6, 12)


def test_a_spaced_out_title_is_not_taken_for_navigation():
    assert read("大 气 污 染 防 治\n工 作 方 案\n为改善空气质量，制定本方案。").title == "大气污染防治工作方案"


def test_addressees_before_a_text_in_the_same_paragraph_are_read():
    found = read("关于印发《办法》的通知\n各县（市、区）政府、市直各单位:    现将《办法》印发给你们，请遵照执行。")
    assert found.addressees == ("各县（市、区）政府、市直各单位",)


def test_addressees_over_two_lines_are_one_list():
    found = read("关于放假的通知\n青山分局，各行业协会，\n各市公安局：\n请落实。")
    assert found.addressees == ("青山分局", "各行业协会", "各市公安局")


def test_the_name_of_the_site_over_the_title_is_no_issuer():
    found = read("青山市人民政府\n青山市教育局关于放假的通知\n各县：\n请落实。\n青山市教育局\n2021年6月1日")
    assert found.title == "青山市教育局关于放假的通知"
    assert found.issuers == ("青山市教育局",)


def test_joint_issuers_on_lines_of_their_own_all_belong_to_the_title():
    found = read(
        "中共青山市委办公室\n青山市人民政府办公室\n关于印发《考评办法》的通知\n各县：\n现印发给你们。\n"
        "中共青山市委办公室\n青山市人民政府办公室\n2021年6月1日"
    )
    assert found.issuers == ("中共青山市委办公室", "青山市人民政府办公室")


def test_a_title_line_that_begins_like_a_text_is_still_the_title():
    found = read("关于推动单位转制\n为企业有关事项的通知\n青发〔2020〕1号\n各县：\n请落实。")
    assert found.title == "关于推动单位转制为企业有关事项的通知"
    assert found.number == "青发〔2020〕1号"


def test_a_request_upwards_has_its_number_beside_the_signer():
    found = read(
        "000001\n机密★1年\n特急\n青教报〔2021〕2号      签发人：王某\n"
        "青山市教育局关于编制的请示\n市人民政府：\n妥否，请批示。"
    )
    assert found.number == "青教报〔2021〕2号"
    assert found.title == "青山市教育局关于编制的请示"
    assert found.kind == "请示"


def test_annexes_numbered_behind_the_word_are_one_list():
    found = read("关于放假的通知\n各县：\n请落实。\n附件1：放假安排表\n附件2：值班表\n青山市教育局\n2021年2月3日")
    assert found.annexes == ("放假安排表", "值班表")


def test_the_endings_of_attached_files_are_not_part_of_their_names():
    found = read("关于放假的通知\n各县：\n请落实。\n附件：1．汇总表\n2．任务分解表.xlsx")
    assert found.annexes == ("汇总表", "任务分解表")


def test_a_month_without_a_day_is_no_date():
    assert read("关于放假的通知\n各县：\n请落实。\n青山市教育局\n二〇二一年二月").date is None


LAID_OUT = """
青山市绩效考评领导小组办公室关于报送整改情况的通知
各县（市、区）人民政府：
请于2021年9月1日前报送。
"""


def test_a_red_head_that_a_table_lays_out_is_read():
    red_head = Grid((("青山市财政局文件",) * 2, ("青财发〔2021〕9号", "签发人：王一")), WHERE)
    found = read("关于报送整改情况的通知\n各县（市、区）财政局：\n请于2021年9月1日前报送。", red_head)
    assert (found.number, found.issuers) == ("青财发〔2021〕9号", ("青山市财政局",))
    assert found.title == "关于报送整改情况的通知"


def test_the_day_of_an_imprint_in_a_table_counts_where_nobody_signed():
    lines = [Paragraph(line, WHERE) for line in LAID_OUT.split("\n") if line]
    imprint = Grid((("抄送：市委办公室。",) * 2, ("青山市绩效办", "2021年8月3日印发")), WHERE)
    found = notice(Document("通知.docx", "0" * 64, "docx", (*lines, imprint)))
    assert found is not None
    assert found.date == date(2021, 8, 3)


def test_a_table_of_data_is_no_layout():
    data = Grid((("关于奖励的决定",) * 2, ("序号", "单位"), ("1", "青山市教育局")), WHERE)
    assert read(LAID_OUT, data).title == "青山市绩效考评领导小组办公室关于报送整改情况的通知"


def test_a_text_is_read_on_where_addressees_and_text_are_one_paragraph():
    found = read("关于报送整改情况的通知\n市教育局、市财政局：    现将有关事项通知如下。请认真执行。")
    assert found.addressees == ("市教育局、市财政局",)
