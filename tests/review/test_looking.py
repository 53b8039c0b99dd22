"""The eye that looks at our pages sees what is wrong with a page that is wrong on purpose."""

from __future__ import annotations

import pytest
from browsing import PHONE, window
from looking import faults, foreign_words
from playwright.sync_api import Browser

STYLE = "<style>body{margin:0;font:16px monospace}</style>"
RIGHT = """<p>一切都好</p><div style="overflow:auto;width:100px"><p style="width:900px">可以滚动的长行，看得完</p></div>
<p style="width:60px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">有意省略的长行在这里</p>
<button>采纳</button> <button>撤销</button>"""
WRONG = {
    "页面宽于窗口": '<div style="width:500px">太宽</div>',
    "文字过宽": '<p style="width:50px;white-space:nowrap;overflow:hidden">这一行文字被裁去了后半</p>',
    "文字过高": '<p style="height:20px;width:90px;overflow:hidden">这一段文字有好几行只看得见第一行而已</p>',
    "在窗口之外": '<div style="overflow:hidden"><p style="margin-left:-60px">左边出去了</p></div>',
    "被裁去": '<div style="overflow:hidden;width:90px"><p style="width:200px">里面的比外面的宽</p></div>',
    "重叠": '<button>采纳这一条</button><button style="margin-left:-30px">撤销</button>',
}


def test_a_page_that_is_right_has_no_faults(browser: Browser) -> None:
    with window(browser, PHONE) as (_, page):
        page.set_content(STYLE + RIGHT)
        assert faults(page) == []
        assert foreign_words(page) == set()


@pytest.mark.parametrize("fault", WRONG)
def test_each_fault_is_seen(browser: Browser, fault: str) -> None:
    with window(browser, PHONE) as (_, page):
        page.set_content(STYLE + RIGHT + WRONG[fault])
        assert [one.partition("：")[0] for one in faults(page)][:1] == [fault]


def test_words_of_another_language_are_seen_and_names_of_formats_are_none(browser: Browser) -> None:
    with window(browser, PHONE) as (_, page):
        page.set_content('<p title="Save all">下载 XLSX，Loading…</p><kbd>Tab</kbd><p hidden>Hidden</p>')
        assert foreign_words(page) == {"Save", "all", "Loading"}
