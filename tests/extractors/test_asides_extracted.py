"""What stands in heads of pages and in notes, as the extractors use it."""

from __future__ import annotations

from dataclasses import replace

from documents import document

from corpus.records import Aside, AsideKind, DeadlineKind
from extractors.contract import as_json
from extractors.deadlines.deadlines import deadlines
from extractors.extract import extract
from extractors.notices.notice import notice

BODY = (
    "关于做好汛期值守工作的通知",
    "各乡镇人民政府：",
    "现将有关事项通知如下。",
    "一、加强值守。各乡镇要于6月10日前报送值班表。",
    "2031年5月6日",
)


def with_asides(*asides: tuple[AsideKind, str], body: tuple[str, ...] = BODY):
    return replace(document(*body), asides=tuple(Aside(kind, text) for kind, text in asides))


def test_red_head_and_number_in_the_head_of_the_page_count_where_the_text_has_none():
    found = notice(with_asides((AsideKind.HEADER, "清河县人民政府文件"), (AsideKind.HEADER, "清政发〔2031〕6号")))
    assert found is not None
    assert (found.issuers, found.number) == (("清河县人民政府",), "清政发〔2031〕6号")


def test_the_number_in_the_text_goes_before_one_in_the_head_of_the_page():
    body = ("清政发〔2031〕6号", *BODY)
    found = notice(with_asides((AsideKind.HEADER, "清防发〔2030〕2号"), body=body))
    assert found is not None
    assert found.number == "清政发〔2031〕6号"


def test_a_running_head_is_not_the_title():
    running = "清河县关于印发汛期工作方案的通知（清防发〔2030〕2号）"
    found = notice(with_asides((AsideKind.HEADER, running), (AsideKind.FOOTER, "清防发〔2030〕2号")))
    assert found is not None
    assert (found.title, found.number) == ("关于做好汛期值守工作的通知", None)


def test_a_deadline_in_a_footnote_is_a_deadline():
    noted = with_asides((AsideKind.FOOTNOTE, "开发区于2031年6月20日前报送。"), (AsideKind.HEADER, "2031年7月1日前"))
    found = deadlines(noted, notice(noted), ())
    assert [(d.kind, d.quote) for d in found] == [
        (DeadlineKind.BY, "6月10日前"),
        (DeadlineKind.BY, "2031年6月20日前"),
    ]


def test_asides_are_written_out():
    found = as_json(extract(with_asides((AsideKind.ENDNOTE, "含街道。"))))
    assert found["asides"] == [{"kind": "endnote", "text": "含街道。"}]
