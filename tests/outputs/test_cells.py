from dataclasses import replace
from datetime import date

from invented_batch import comment_tasks, deduction_tasks, source

from corpus.records import Candidate, Source
from outputs.cells import clean, due_text, file_marks, groups, one_line, place, shown_name, task_cells


def test_a_place_is_said_as_a_clerk_would():
    assert place(Source("甲/意见.xlsx", "a", sheet="2022", row=5)) == "意见.xlsx，表“2022”，第5行"
    assert place(Source(r"C:\来文\通知.pdf", "a", pages=(3, 4), table=2, row=7)) == "通知.pdf，第3—4页，表2，第7行"
    assert place(Source("通知.txt", "a", paragraph=40)) == "通知.txt，第40段"


def test_files_go_by_marks_on_paper_as_long_as_there_are_marks():
    task = comment_tasks(1)[0]
    two = [task, replace(task, source=source(3, "乙.xlsx"))]
    assert list(file_marks(two).values()) == ["①", "②"]
    assert file_marks([replace(task, source=source(3, f"{n}.xlsx")) for n in range(10)]) == {}


def test_a_date_is_added_where_the_words_do_not_say_it():
    assert due_text("年底前", date(2024, 12, 31)) == "年底前\n2024-12-31"
    assert due_text("2024年\n12月31日", date(2024, 12, 31)) == "2024年\n12月31日"
    assert due_text("2024年1月31日", date(2024, 1, 3)) == "2024年1月31日\n2024-01-03"
    assert due_text(None, date(2024, 1, 3)) == "2024-01-03"
    assert due_text("长期坚持", None) == "长期坚持"


def test_a_break_inside_a_date_goes_and_any_other_parts_two_statements():
    assert one_line("2024年\n9月30日") == one_line("2024年9月30\n日") == "2024年9月30日"
    assert one_line("立即整改\n长期坚持") == "立即整改；长期坚持"


def test_where_no_office_is_known_no_score_and_no_reason_is_said():
    task = replace(comment_tasks(1)[0], candidates=(Candidate("不明", "不明", 0.92, "日子"),))
    cells = task_cells(task, 1, {})
    assert (cells["proposed"], cells["reason"]) == ("待人工确定", "")


def test_a_deduction_has_its_indicator_and_its_reason_apart():
    cells = task_cells(deduction_tasks()[0], 1, {})
    said = ("污水管网建设", "计划8公里，完成6.5公里，被扣0.75分。")
    assert (cells["indicator"], cells["deduction_reason"]) == said


def test_characters_that_xml_forbids_are_left_out_and_paragraphs_kept():
    assert clean("一\x00行\r\n\r\n二\t行\x0b") == "一行\n二 行"


def test_a_proposal_is_said_in_words_and_number():
    task = replace(comment_tasks(1)[0], candidates=(Candidate("生态环境局", "生态环境", 0.87, "黑烟"),))
    cells = task_cells(task, 1, {})
    assert (cells["proposed"], cells["reason"]) == ("生态环境局（把握大 0.87）", "黑烟")


def test_where_the_first_proposal_is_not_sure_the_others_with_a_chance_are_said():
    candidates = (
        Candidate("水利局", "水利", 0.62),
        Candidate("住建局", "住建", 0.2),
        Candidate("信访局", "信访", 0.05),
    )
    cells = task_cells(replace(comment_tasks(1)[0], candidates=candidates), 1, {})
    assert cells["proposed"] == "水利局（把握中 0.62）\n住建局（把握小 0.20）"


def test_a_row_that_was_not_surely_recognised_says_so():
    doubtful = replace(comment_tasks(1)[0], doubtful=True, needs_review=True)
    assert task_cells(doubtful, 1, {})["remark"] == "待核\n识别存疑，请对照原件"


def test_a_remark_says_doubt_likeness_and_what_was_merged():
    tasks = comment_tasks(8)
    similar = groups(tasks)
    assert task_cells(tasks[0], 1, similar)["remark"] == "与第8项相似"
    assert task_cells(tasks[4], 5, similar)["remark"] == "待核"
    merged = task_cells(tasks[2], 3, similar)["remark"]
    assert merged.startswith("同一意见另见2023年度意见建议.xlsx，表“意见建议”，第90行；")


def test_what_lies_in_a_mail_is_shown_with_the_mails_name():
    assert shown_name("来文/31转发通知.eml/正文.txt") == "31转发通知.eml/正文.txt"
    assert shown_name("来文\\一批.zip\\通知.docx") == "通知.docx"
