"""The public papers as a whole: titles of notices, units and names of files tell of nobody, either."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx
from invented_batch import batch, goal_tasks, notice_extraction

from outputs.batch import Batch
from outputs.frame import Frame
from outputs.public.drafts import public_drafts
from outputs.public.finding import Finding, Ruling
from outputs.public.public_drafts import LIST, PublicDrafts

PHONE = "13877654321"


def told() -> Batch:
    """A batch whose notice's title has a telephone number, and whose unit another one."""
    notice = notice_extraction()
    assert notice.notice is not None
    titled = replace(notice.notice, title=f"关于办理来电{PHONE}所反映问题的通知")
    task = replace(goal_tasks()[0], given_responsible="县生态环境局（值守手机13977654322）")
    return replace(batch(), tasks=(task,), extractions=(replace(notice, notice=titled),))


def made(of: Batch, *rulings: Ruling) -> PublicDrafts:
    return public_drafts(of, Frame(of.made_on), {ruling.place: ruling for ruling in rulings})


def gone(one: Finding, instead: str) -> Ruling:
    return Ruling(*one.place, one.kind, True, instead)


def statement(files: PublicDrafts) -> str:
    return "\n".join(p.text for p in docx.Document(BytesIO(files.files["公开版/公示稿.docx"])).paragraphs)


def test_a_notices_title_and_a_units_name_wait_for_a_word_too() -> None:
    waiting = made(told())
    assert list(waiting.files) == [LIST]
    assert {f.words for f in waiting.unconfirmed} == {PHONE, "13977654322"}
    assert [f.heading for f in waiting.unconfirmed if f.words == PHONE] == ["公示稿.docx"]


def test_what_goes_stands_neither_in_the_statement_nor_in_a_files_name() -> None:
    found = made(told()).unconfirmed
    done = made(told(), *(gone(one, "（略）") for one in found))
    assert done.unconfirmed == ()
    assert "关于办理来电（略）所反映问题的通知" in statement(done)
    assert "县生态环境局（值守手机（略））" in statement(done)
    assert "公开版/建设性意见建议整改措施表/县生态环境局（值守手机（略））.docx" in done.files
    assert not [name for name in done.files if "1397765" in name]


def test_what_a_person_puts_instead_makes_no_folder() -> None:
    found = made(told()).unconfirmed
    done = made(told(), *(gone(one, "/../x") for one in found))
    assert {name.count("/") for name in done.files} <= {1, 2}
    assert not [name for name in done.files if ".." in name.split("/")]
