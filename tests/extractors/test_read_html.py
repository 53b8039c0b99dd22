"""Web pages: which files are some, and what of a page is the document."""

from __future__ import annotations

import time

import pytest
from read_pages import cells, codes, read, texts
from web_pages import ARTICLE, CELLS, LINES, MOBILE, NEW_PORTAL, OLD_PORTAL, TITLE, WORD

from corpus.records import Problem
from extractors.readers import html, read_bytes


@pytest.mark.parametrize("name", ["通知.html", "通知.doc", "台账.xls", "通知.txt", "通知"])
@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body><p>正文</p></body></html>",
        "\ufeff\r\n<!-- 门户 --><html><p>正文</p></html>",
        "<table><tr><td>正</td><td>文</td></tr><tr><td>正</td><td>文</td></tr></table>",
        "<div class='a'><p>正文</p></div>",
        "<p>正文</p>",
        "<meta charset=utf-8><p>正文",
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>正文</p></body></html>',
    ],
)
def test_a_page_is_known_by_its_first_tag_whatever_its_name(page: str, name: str):
    document = read_bytes(page.encode(), name)
    assert document.format == "html"
    assert document.blocks


@pytest.mark.parametrize("text", ["<通知>各乡镇", "a < b", "<a>", "第一条 <table> 标签的用法", "<p 这不是标签"])
def test_a_text_with_an_angle_bracket_is_no_page(text: str):
    assert read_bytes(text.encode(), "说明.txt").format == "txt"


def test_other_markup_is_no_page():
    assert html.score(b'<?xml version="1.0"?><data><row>1</row></data>', "a.xml") is None


def test_long_comments_before_the_page_take_no_time():
    began = time.process_time()
    assert html.score(b"<!-- x -->" * 5000 + b"nothing", "a.html") is None
    assert html.score(b"<!-- x -->" * 5000 + b"<html>", "a.html") is not None
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "shell", [NEW_PORTAL, MOBILE, f"<div>{ARTICLE}</div>", f"<table><tr><td>{ARTICLE}</td></tr></table>"]
)
def test_all_lines_of_the_document_are_kept_in_order(shell: str):
    found = texts(shell)
    assert [line for line in found if line in LINES] == LINES
    assert cells(shell) == [CELLS]


def test_a_portal_page_is_its_document_with_the_block_of_data():
    assert texts(NEW_PORTAL) == [
        "索 引 号：QB001/2031-00017",
        "主题分类：城乡建设",
        "发文机关：青柏市人民政府办公室",
        "发布日期：2031年05月06日",
        TITLE,
        "发布日期：2031-05-06 09:12 来源：市政府办公室",
        *LINES,
    ]


def test_an_old_page_that_tables_set_is_its_document():
    document = read(OLD_PORTAL.encode("gb18030"))
    assert [q.text for q in document.paragraphs] == [TITLE, "作者：办公室　来源：本站　发布时间：2031-5-4", *LINES]
    assert [grid.cells for grid in document.grids] == [CELLS]
    assert document.paragraphs[0].centred


def test_a_mobile_page_loses_its_bars():
    assert texts(MOBILE) == [TITLE, "2031-05-06", *LINES]


def test_a_page_saved_by_word_is_read_without_words_own_data():
    document = read(WORD)
    assert [q.text for q in document.paragraphs] == [
        "云岭区关于做好河道保洁的通知",
        "1.\u00a0\u00a0 各街道每周巡查一次。",
        "联系人见附表。",
    ]
    assert document.grids[0].cells == (("街道", "任务"), ("河东街道", "清淤\n打捞"))
    assert document.problems == (Problem("通知.html", "note-hidden-text", (("count", "1"),)),)


def test_a_fragment_of_a_few_lines_is_whole():
    assert texts("<p>会议改期。</p><p><a href='x.html'>查看</a></p>") == ["会议改期。", "查看"]


def test_a_page_that_is_a_list_of_links_stays():
    listed = "".join(f"<li><a href='{n}.html'>第{n}号通知</a></li>" for n in range(1, 6))
    assert texts(f"<html><body><ul class='list'>{listed}</ul></body></html>") == [f"第{n}号通知" for n in range(1, 6)]


@pytest.mark.parametrize("name", ["print", "header", "navigation", "position", "tool", "share"])
def test_an_article_whose_frame_is_called_like_furniture_is_kept(name: str):
    page = f"<html><body><div class='{name}'><h1>{TITLE}</h1></div><div id='{name}Area'>{ARTICLE}</div></body></html>"
    assert texts(page) == [TITLE, *LINES]


def test_an_organiser_named_in_the_document_is_not_the_sites_foot():
    document = f"<div>{ARTICLE}<p>主办单位：临泽区民政局</p><p>地址：建设路2号</p></div>"
    page = f"<html><body>{document}<div class='footer'>某ICP备00000001号</div></body></html>"
    assert texts(page)[-2:] == ["主办单位：临泽区民政局", "地址：建设路2号"]


@pytest.mark.parametrize(
    "line",
    [
        "（三）提供技术支持，加强网站维护。",
        "二、各单位要在首页标明网站标识码和ICP备案编号。",
        "软件版权所有情况登记",
        "当前位置调整方案另行通知。",
        "3.下一篇论文的评审",
        "打印",
    ],
)
def test_a_line_of_the_document_with_a_portals_word_is_kept(line: str):
    page = (
        f"<html><body><div><p>{line}</p>{ARTICLE}{'<p>另行通知。</p>' * 12}</div><div>某局版权所有</div></body></html>"
    )
    kept = texts(page)
    assert (line in kept) is (line != "打印")
    assert kept[-1] == "另行通知。"


def test_the_sides_of_a_short_document_go_where_its_frame_says_what_it_is():
    side = "<div><p>本站简介，本站由区政府主办，欢迎来信。</p><p><a href=1>一</a></p><p><a href=2>二</a></p></div>"
    body = (
        "<p>因管道检修，五月三日八时至十七时停水，请做好储水准备。</p><p><a href=x>查看停水范围</a></p><p>区水务局</p>"
    )
    page = f"<html><body>{side}<div id='zoom'>{body}</div></body></html>"
    assert texts(page) == [
        "本站简介，本站由区政府主办，欢迎来信。",
        "因管道检修，五月三日八时至十七时停水，请做好储水准备。",
        "查看停水范围",
        "区水务局",
    ]


def test_a_line_of_data_loses_the_buttons_behind_it():
    line = (
        "<p>2030-05-01　来源：区水务局　【<a href='javascript:p()'>打印</a>】【<a href='javascript:c()'>关闭</a>】</p>"
    )
    assert texts(line + ARTICLE)[0] == "2030-05-01　来源：区水务局"


def test_links_to_related_pages_go_with_their_heading_and_attached_files_stay():
    page = (
        f"<div>{ARTICLE}<p>相关链接</p><p><a href='1.html'>旧文</a></p>"
        "<p>友情链接：<a href='/'>某网</a> <a href='/b'>某某网</a></p>"
        "<p>相关附件</p><p><a href='x.xls'>汇总表</a></p></div>"
    )
    assert texts(page) == [*LINES, "相关附件", "汇总表"]


def test_links_to_attached_files_outside_the_text_are_kept():
    links = "".join(f"<li><a href='/down?id={n}'>第{n}份表样</a></li>" for n in (1, 2, 3))
    menu = "".join(f"<li><a href='/c/{n}'>栏目{n}</a></li>" for n in (1, 2, 3))
    page = f"<html><body><ul>{menu}</ul><div>{ARTICLE}</div><div><p>附件下载</p><ul>{links}</ul></div></body></html>"
    assert texts(page) == [*LINES, "附件下载", "第1份表样", "第2份表样", "第3份表样"]


def test_a_block_of_data_in_a_table_gives_a_line_for_each_key():
    table = (
        "<table><tr><td>索引号</td><td>000-9</td><td>主题分类：</td><td><a href='/a'>民政</a></td></tr>"
        "<tr><td>标　　题：</td><td colspan=3>关于救助标准的通知</td></tr><tr><td>发文字号：</td><td></td></tr></table>"
    )
    assert texts(table + ARTICLE)[:4] == [
        "索引号：000-9",
        "主题分类：民政",
        "标　　题：关于救助标准的通知",
        "发文字号：",
    ]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>甲<br>乙</p>", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>各<b>乡</b><span>镇</span>：</p>", ["各乡镇："]),
        ("<p>按照\n   要求，做好\nGDP\n核算</p>", ["按照要求，做好 GDP 核算"]),
        ("<p>国务院&nbsp;&nbsp;办公厅</p>", ["国务院\u00a0\u00a0办公厅"]),
        ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
        ("<p>甲</p><p style='display: none'>乙</p><p hidden>丙</p><!-- 丁 --><noscript>戊</noscript>", ["甲"]),
        ("<p>甲</p><select><option>乙</option></select><script>丙</script><style>丁</style>", ["甲"]),
        ("<p>甲</body></html><p>乙", ["甲", "乙"]),
        ("<p>x<sup>2</sup> &lt; &#x4E2D;</p>", ["x2 < 中"]),
    ],
)
def test_lines_are_as_they_are_shown(markup: str, shown: list[str]):
    assert texts(markup) == shown


def test_each_line_of_a_paragraph_has_a_number_of_its_own():
    document = read("<p>甲<br>乙</p><p>丙</p>")
    assert [(q.text, q.source.paragraph) for q in document.paragraphs] == [("甲", 1), ("乙", 2), ("丙", 3)]


def test_a_page_whose_text_a_script_is_to_show_is_read():
    assert texts(f"<html><body><p>载入中</p><div style='display:none'>{ARTICLE}</div></body></html>")[1:] == LINES


@pytest.mark.parametrize(
    ("markup", "centred"),
    [
        ("<p align=center>题</p>", True),
        ("<center><p>题</p></center>", True),
        ("<div style='text-align: center'><p>题</p></div>", True),
        ("<p class='text-center'>题</p>", True),
        ("<div align=center><p style='text-align:left'>题</p></div>", False),
        ("<center><table><tr><td>题</td></tr></table></center>", False),
        ("<p>题</p>", False),
    ],
)
def test_a_centred_line_is_known(markup: str, centred: bool):
    assert [q.centred for q in read(markup).paragraphs] == [centred]


@pytest.mark.parametrize(
    ("markup", "numbered"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", [("1. ", "甲"), ("2. ", "乙")]),
        ("<ol start=3 type=A><li>甲<li value=7>乙</ol>", [("C. ", "甲"), ("G. ", "乙")]),
        ("<ol style='list-style:cjk-ideographic'><li><p>甲</p><p>续</p></li></ol>", [("一、", "甲"), (None, "续")]),
        ("<ol style='list-style-type:none'><li>甲</li></ol>", [(None, "甲")]),
        ("<ol><li>（一）甲</li></ol>", [(None, "（一）甲")]),
        ("<ul><li>甲<ol><li>乙</ol></ul>", [(None, "甲"), ("1. ", "乙")]),
    ],
)
def test_items_of_a_list_have_their_numbers(markup: str, numbered: list[tuple[str | None, str]]):
    assert [(q.label, q.text) for q in read(markup).paragraphs] == numbered


def test_a_page_of_frames_alone_says_which_files_hold_the_text():
    page = (
        "<html><head><link id=shLink href='甲.files/sheet001.htm'><link id=shLink href='甲.files/sheet002.htm'></head>"
        "<frameset rows='*,39'><frame src='甲.files/sheet001.htm'><frame src='甲.files/tabstrip.htm'>"
        "<noframes><body><p>您的浏览器不支持框架。</p></body></noframes></frameset></html>"
    )
    document = read(page)
    args = (("names", "甲.files/sheet001.htm, 甲.files/sheet002.htm"),)
    assert (document.blocks, document.problems) == ((), (Problem("通知.html", "html-frames", args),))


def test_a_page_whose_text_is_in_an_inner_frame_says_so():
    document = read("<html><body><iframe src='zw.htm' width='100%' height='800'></iframe></body></html>")
    assert document.problems == (Problem("通知.html", "html-frames", (("names", "zw.htm"),)),)


def test_an_inner_frame_beside_the_text_is_noted_and_a_counter_is_not():
    counter = "<iframe src='count.htm' width=0 height=0></iframe>"
    hidden = "<iframe src='x.htm' style='display:none'></iframe>"
    assert read(f"<p>请照办。</p>{counter}{hidden}").problems == ()
    document = read("<div><p>请照办。</p><iframe src='table.htm'></iframe></div>")
    assert document.problems == (Problem("通知.html", "note-linked", (("count", "1"),)),)


def test_pictures_in_the_document_are_said():
    assert codes(read("<p>样图</p><img src='a.jpg'><img src='icon_doc.gif'><img src='b.png' width=16>")) == [
        "note-images"
    ]
