"""An office's Word template: what is filled in, and every mistake with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented_batch import MADE_ON, comment_tasks
from own_templates import LOOP, texts, word, word_of

from corpus.messages import describe
from outputs.own.word import filled_word, word_lists, word_problems

pytestmark = pytest.mark.usefixtures("in_chinese")


def told(data: bytes) -> list[str]:
    return [f"{p.where}：{describe(p)}" for p in word_problems(data)]


def test_fields_of_the_document_and_a_row_for_each_task() -> None:
    data = word("{{ 批次 }}措施表（{{制表日期}}，共{{ 共计 }}项）", rows=(("序号", "内容"), *LOOP))
    assert told(data) == []
    made = word_of(data)
    assert made.paragraphs[0].text == "2023年度社会评价措施表（2024年5月20日，共6项）"
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows[0] == ["序号", "内容"]
    assert rows[1] == ["1", "码头一带灰尘大，货车过后桌上一层灰。"]
    assert rows[3] == ["3", "污水管网建设：计划8公里，完成6.5公里，被扣0.75分。"]
    assert len(rows) == 7


def test_a_list_of_one_kind_numbers_its_own_rows() -> None:
    rows = (("{%tr for 行 in 扣分事项 %}",), ("{{ 行.序号 }}／{{ 行.清单号 }}", "{{ 行.指标 }}"), ("{%tr endfor %}",))
    made = word_of(word(rows=rows)).tables[0]
    assert [cell.text for cell in made.rows[0].cells] == ["1／3", "污水管网建设"]
    assert len(made.rows) == 4
    assert word_lists(word(rows=rows)) == {"扣分事项"}


def test_text_of_citizens_is_text_and_its_lines_stay_lines() -> None:
    task = replace(comment_tasks(1)[0], text="<b>a & b</b> {{ 批次 }}\n{% raw %}第二行\x07")
    made = word_of(word(rows=LOOP), texts([task])).tables[0]
    assert made.rows[0].cells[1].text == "<b>a & b</b> {{ 批次 }}\n{% raw %}第二行"


def test_conditions_and_the_header_are_filled_too() -> None:
    data = word("{% if 部门 %}单位：{{ 部门 }}{% else %}全部单位{% endif %}", header="{{ 批次 }}")
    assert told(data) == []
    made = word_of(data)
    assert made.paragraphs[0].text == "全部单位"
    assert made.sections[0].header.paragraphs[0].text == "2023年度社会评价"


def test_quotes_as_word_makes_them_and_split_runs_do_no_harm() -> None:
    data = word("{% if 批次 == “2023年度社会评价” %}同一批{% endif %}")
    assert told(data) == []
    assert word_of(data).paragraphs[0].text == "同一批"


def test_the_same_template_gives_the_same_bytes() -> None:
    data = word("{{ 批次 }}", rows=LOOP)
    assert filled_word(data, texts(), MADE_ON) == filled_word(data, texts(), MADE_ON)


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("{{ 批此 }}", "没有“批此”这个字段。相近的有：批次"),
        ("共{{ 问题编号 }}", "“问题编号”是每一行的字段。请写在循环里，写成 行.问题编号。"),
        ("{{ 行.问题编号 }}", "“行.问题编号”写在了循环外面。"),
        ("{{ 任务 }}", "“任务”是清单或整行"),
        ("{{ 批次", "“{{ 批次”处括号不成对"),
        ("｛｛ 批次 ｝｝", "用了全角括号"),
        ("{{ }}", "“{{ }}”里没有字段"),
        ("{{ 批次 批次 }}", "“{{ 批次 批次 }}”的写法不对"),
        ("{% if 批次 %}有", "“{% if 批次 %}”没有结束。请在后面补上 endif"),
        ("{% endif %}", "“{% endif %}”没有对应的开头"),
        ("{%tr for 行 in 任务 %}{% endfor %}", "不在表格里"),
        ("{%p for 行 in 任务 %}一、{{ 行.序号 }}{% endfor %}", "要单独占一段"),
        ("{% for 行 in 事项 %}{% endfor %}", "“事项”不是可以逐行填写的清单。请从这些中选：任务、"),
        ("{% for 批次 in 任务 %}{% endfor %}", "循环里的每一行不能叫“批次”"),
        ("{% for 行 in 任务 %}{{ 行.问题号 }}{% endfor %}", "没有“行.问题号”这个字段。相近的有：行.问题编号"),
        ("{% for 行 in 任务 %}{{ 行 }}{% endfor %}", "“行”是清单或整行"),
        ("{% for 甲 in 任务 %}{% for 乙 in 任务 %}{% endfor %}{% endfor %}", "循环里不能再套循环"),
    ],
)
def test_a_mistake_is_told_with_its_paragraph_and_mend(paragraph: str, said: str) -> None:
    found = told(word("标题", paragraph))
    assert len(found) == 1, found
    assert found[0].startswith(f"第2段“{paragraph.strip()[:12]}”：")
    assert said in found[0]


def test_a_mistake_in_a_table_is_told_with_its_cell() -> None:
    rows = (("序号", "内容"), LOOP[0], ("{{ 行.序号 }}", "{{ 行.内容 }}"), LOOP[2])
    assert told(word(rows=rows))[0].startswith("第1个表格第3行第2格：没有“行.内容”这个字段")


def test_the_row_of_a_loop_must_be_empty_but_for_it() -> None:
    rows = (("{%tr for 行 in 任务 %}", "{{ 行.序号 }}"), LOOP[2])
    assert "要单独占一行，同一行的其他文字会丢失" in told(word(rows=rows))[0]


def test_mistakes_in_the_header_say_so() -> None:
    assert told(word("正文", header="{{ 批号 }}"))[0].startswith("页眉第1段“{{ 批号 }}”：没有“批号”这个字段")
