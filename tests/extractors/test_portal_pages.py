"""Pages of portals as they reach an office: what they tell of the document, and what of another one."""

from __future__ import annotations

from read_pages import read

from corpus.records import Aside, AsideKind, Notice
from extractors.notices.notice import notice

TEXT = "<p>各镇人民政府：</p><p>为搞好春季植树，现将有关事项通知如下。</p><p>一、三月底前完成整地。</p>"
SIGNED = "<p align=right>青禾县林业局</p><p align=right>2031年3月2日</p>"


def page(body: str, head: str = "") -> str:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def of(body: str, head: str = "") -> Notice:
    found = notice(read(page(body, head)))
    assert found is not None
    return found


def test_a_title_that_only_the_browser_shows_is_kept_beside_the_text():
    document = read(page(TEXT + SIGNED, "<title>关于做好春季植树工作的通知 - 青禾县人民政府</title>"))
    assert document.asides == (Aside(AsideKind.TITLE, "关于做好春季植树工作的通知 - 青禾县人民政府"),)


def test_the_title_that_the_portal_states_for_its_article_goes_before_that_of_the_page():
    head = "<title>青禾县林业局</title><meta name=ArticleTitle content='关于做好春季植树工作的通知'>"
    assert read(page(TEXT, head)).asides == (Aside(AsideKind.TITLE, "关于做好春季植树工作的通知"),)


def test_a_title_that_stands_in_the_text_over_lines_is_not_kept_twice():
    text = "<h1>青禾县林业局关于做好<br>春季植树工作的通知</h1>" + TEXT
    assert read(page(text, "<title>青禾县林业局关于做好春季植树工作的通知_青禾县</title>")).asides == ()


def test_a_page_without_a_title_has_none():
    assert read(page(TEXT, "<title> </title>")).asides == ()


def test_the_title_that_only_the_browser_shows_is_the_notices_without_the_sites_name():
    found = of(TEXT + SIGNED, "<title>青禾县林业局关于做好春季植树工作的通知_通知公告_青禾县人民政府</title>")
    assert found.title == "青禾县林业局关于做好春季植树工作的通知"
    assert found.issuers == ("青禾县林业局",)


def test_a_sites_name_is_no_title():
    assert of(TEXT + SIGNED, "<title>青禾县人民政府</title>").title is None


def test_the_day_of_publication_is_not_the_day_of_signing():
    head = "<title>关于做好春季植树工作的通知</title><meta name=PubDate content='2031-03-05 09:00'>"
    assert of(TEXT + "<p>发布时间：2031-03-05 09:00</p>", head).date is None


def test_a_page_of_search_results_has_no_number_and_no_day():
    results = (
        "<h3><a href=/1>青山市人民政府关于表彰先进的决定</a></h3>"
        "<p>发文字号：青政发〔2031〕4号　成文日期：2031年2月1日</p><p>各县人民政府：经研究，决定予以表彰。</p>"
        "<h3><a href=/2>青山市人民政府关于防火的通告</a></h3>"
        "<p>发文字号：青政发〔2031〕9号　成文日期：2031年3月1日</p><p>为做好防火工作，现通告如下。</p>"
    )
    shown = notice(read(page("<p>为您找到相关结果 2 条</p>" + results)))
    assert shown is None or (shown.number, shown.date) == (None, None)


def test_a_number_behind_its_bold_key_needs_no_colon():
    body = "<p><b>发文字号</b>青禾林发〔2031〕3号</p><h1>关于做好春季植树工作的通知</h1>" + TEXT + SIGNED
    assert of(body).number == "青禾林发〔2031〕3号"


def test_a_number_in_a_box_before_the_title_is_not_part_of_it():
    found = of("<h1>[青禾林发〔2031〕3号]关于做好春季植树工作的通知</h1>" + TEXT + SIGNED)
    assert (found.number, found.title) == ("青禾林发〔2031〕3号", "关于做好春季植树工作的通知")


def test_numbers_of_related_documents_and_neighbours_are_not_the_pages():
    around = (
        "<div><h4>相关文件</h4><p><a href=/1>青禾林发〔2030〕8号</a></p><p>青禾林发〔2029〕5号</p></div>"
        "<p>上一篇：<a href=/2>关于禁止野外用火的通告（青禾政发〔2031〕1号）</a></p>"
    )
    found = of("<h1>关于做好春季植树工作的通知</h1>" + TEXT + SIGNED + around)
    assert (found.number, found.title) == (None, "关于做好春季植树工作的通知")


def test_who_signed_stands_over_the_pages_own_last_line():
    body = TEXT + "<p align=right>青禾县绿化委员会办公室</p><p>发布时间：2031-03-05 09:00</p>"
    assert of("<h1>关于做好春季植树工作的通知</h1>" + body).signatories == ("青禾县绿化委员会办公室",)
