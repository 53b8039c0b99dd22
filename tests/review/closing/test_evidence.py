"""Evidence: kept by its hash, once, under a clean name; withdrawn but never lost; read back only if it is whole."""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path

import pytest
from bureau import JPEG, Bureau, day

from corpus.closing_rules import kind_of, rules
from corpus.evidence_files import EvidenceFiles
from corpus.messages import MinyiError
from corpus.records import Step
from corpus.workspace import Workspace
from review.access import Person
from review.closing.evidence import Paper, attach, file_of, withdraw
from review.closing.ledger import Deed, happenings
from review.closing.names import cleaned, remark
from review.closing.standing import closing_of
from review.refusals import ConflictError, NotAllowedError, NotFoundError, RefusedError


def files_of(bureau: Bureau) -> list[Path]:
    return sorted(one for one in bureau.files.folder.rglob("*") if one.is_file())


def test_a_file_lies_under_its_hash(bureau: Bureau) -> None:
    made = bureau.attach(bureau.roads, Step.RECTIFY).evidence
    sha256 = hashlib.sha256(JPEG).hexdigest()
    assert (made.sha256, made.bytes, made.name, made.person) == (sha256, len(JPEG), "后.jpg", "jtj同志")
    assert [one.relative_to(bureau.files.folder).as_posix() for one in files_of(bureau)] == [f"{sha256[:2]}/{sha256}"]
    place, found = file_of(bureau.engine, bureau.files, bureau.reader, bureau.key, made.id)
    assert (place.read_bytes(), found.name) == (JPEG, "后.jpg")


def test_the_same_file_twice_is_kept_once(bureau: Bureau) -> None:
    first = bureau.attach(bureau.roads, Step.RECTIFY)
    again = bureau.attach(bureau.lead, Step.RECTIFY, name="另存.jpg")
    assert (first.new, again.new, again.evidence.id) == (True, False, first.evidence.id)
    other = bureau.attach(bureau.lead, Step.RECTIFY, "整改前照片")
    assert other.new
    assert len(files_of(bureau)) == 1
    assert bureau.rows()[1] == 2


def test_of_two_who_attach_one_file_at_once_one_row_comes(bureau: Bureau) -> None:
    gate = threading.Barrier(4)

    def hand_in(person: Person) -> None:
        gate.wait()
        bureau.attach(person, Step.RECTIFY)

    threads = [threading.Thread(target=hand_in, args=(one,)) for one in (bureau.lead, bureau.roads) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (bureau.rows(), len(files_of(bureau))) == ((0, 1), 1)


def test_a_damaged_file_is_mended_when_it_is_attached_again(bureau: Bureau) -> None:
    sha256 = bureau.attach(bureau.roads, Step.RECTIFY).evidence.sha256
    bureau.files.place(sha256).write_bytes(b"")
    bureau.attach(bureau.roads, Step.RECTIFY)
    assert bureau.files.place(sha256).read_bytes() == JPEG


@pytest.mark.parametrize(("data", "code"), [(b"", "evidence-empty"), (b"x" * 21, "evidence-large")])
def test_empty_and_too_large_files_are_refused_and_leave_nothing(bureau: Bureau, data: bytes, code: str) -> None:
    paper = Paper(Step.RECTIFY, "整改后照片", "后.jpg", io.BytesIO(data))
    with pytest.raises(MinyiError) as refused:
        attach(bureau.engine, bureau.files, bureau.lead, bureau.key, paper, largest=20)
    assert refused.value.problem.code == code
    assert (bureau.rows(), files_of(bureau)) == ((0, 0), [])


def test_evidence_of_another_kind_is_refused_and_told_what_it_may_be(bureau: Bureau) -> None:
    with pytest.raises(RefusedError, match="“核查”没有“公示网址”这种佐证。可以是：核查记录、核查照片"):
        bureau.attach(bureau.lead, Step.VERIFY, "公示网址")
    assert files_of(bureau) == []


@pytest.mark.parametrize("step", [Step.VERIFY, Step.CLOSE, Step.FILE])
def test_a_department_adds_no_evidence_to_what_the_office_does(bureau: Bureau, step: Step) -> None:
    with pytest.raises(NotAllowedError, match="部门账号不能添加"):
        bureau.attach(bureau.roads, step, rules()[step].kinds[0], "x.jpg")
    assert files_of(bureau) == []


def test_whoever_attached_it_withdraws_it_for_a_reason_and_the_file_stays(bureau: Bureau) -> None:
    made = bureau.attach(bureau.roads, Step.RECTIFY).evidence
    for person in (bureau.reviewer, bureau.reader):
        with pytest.raises(NotAllowedError, match="只有添加的人或组长"):
            withdraw(bureau.engine, person, bureau.key, made.id, "拍错了路段")
    with pytest.raises(RefusedError):
        withdraw(bureau.engine, bureau.roads, bureau.key, made.id, "错")
    assert withdraw(bureau.engine, bureau.roads, bureau.key, made.id, "拍错了路段").evidence == ()
    with pytest.raises(ConflictError, match="已经撤下"):
        withdraw(bureau.engine, bureau.lead, bureau.key, made.id, "拍错了路段")
    assert len(files_of(bureau)) == 1
    assert file_of(bureau.engine, bureau.files, bureau.reader, bureau.key, made.id)[1].name == "后.jpg"


def test_what_was_withdrawn_may_be_attached_again(bureau: Bureau) -> None:
    first = bureau.attach(bureau.roads, Step.RECTIFY).evidence
    withdraw(bureau.engine, bureau.lead, bureau.key, first.id, "先核对一下")
    again = bureau.attach(bureau.roads, Step.RECTIFY)
    assert again.new
    assert [one.id for one in closing_of(bureau.engine, bureau.key).evidence] == [again.evidence.id]


def test_what_a_step_that_was_taken_rests_on_is_not_withdrawn(bureau: Bureau) -> None:
    made = bureau.attach(bureau.roads, Step.RECTIFY).evidence
    bureau.take(bureau.roads, Step.RECTIFY, day(1))
    with pytest.raises(RefusedError, match="“整改”已经办理，撤下后将没有整改后照片、"):
        withdraw(bureau.engine, bureau.lead, bureau.key, made.id, "拍错了路段")
    bureau.attach(bureau.roads, Step.RECTIFY, "会议记录", "会议记录.docx", b"minutes")
    assert [one.kind for one in withdraw(bureau.engine, bureau.lead, bureau.key, made.id, "拍错了路段").evidence] == [
        "会议记录"
    ]


def test_a_number_of_another_item_is_no_evidence_of_this_one(bureau: Bureau) -> None:
    made = bureau.attach(bureau.lead, Step.RECTIFY).evidence
    for number in (made.id + 1, 0, 2**40):
        with pytest.raises(NotFoundError):
            file_of(bureau.engine, bureau.files, bureau.lead, bureau.key, number)
    with pytest.raises(NotFoundError):
        file_of(bureau.engine, bureau.files, bureau.schools, bureau.key, made.id)
    with pytest.raises(NotFoundError):
        withdraw(bureau.engine, bureau.lead, bureau.open, made.id, "拍错了路段")


def test_a_missing_or_damaged_file_is_said_to_be_one(bureau: Bureau) -> None:
    made = bureau.attach(bureau.lead, Step.RECTIFY).evidence
    bureau.files.place(made.sha256).write_bytes(b"something else")
    with pytest.raises(MinyiError, match=f"添加时 SHA-256 {made.sha256}，现为 [0-9a-f]{{64}}"):
        file_of(bureau.engine, bureau.files, bureau.lead, bureau.key, made.id)
    bureau.files.place(made.sha256).unlink()
    with pytest.raises(MinyiError, match="已不在工作区"):
        file_of(bureau.engine, bureau.files, bureau.lead, bureau.key, made.id)


def test_the_ledger_has_everything_in_its_order_with_the_hashes(bureau: Bureau) -> None:
    made = bureau.attach(bureau.roads, Step.RECTIFY).evidence
    more = bureau.attach(bureau.lead, Step.RECTIFY, "会议记录", "会议记录.docx", b"minutes").evidence
    bureau.take(bureau.roads, Step.RECTIFY, day(1))
    withdraw(bureau.engine, bureau.lead, bureau.key, made.id, "拍错了路段")
    told = [(one.deed, one.person, one.evidence, one.sha256, one.note) for one in happenings(bureau.engine, bureau.key)]
    assert told == [
        (Deed.ATTACH, "jtj同志", made.id, made.sha256, ""),
        (Deed.ATTACH, "zhao同志", more.id, more.sha256, ""),
        (Deed.TAKE, "jtj同志", None, "", ""),
        (Deed.WITHDRAW, "zhao同志", made.id, made.sha256, "拍错了路段"),
    ]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\整改后.jpg", "整改后.jpg"),
        ("整改\u202egpj.exe", "整改gpj.exe"),
        ("前\r\nSet-Cookie: x.jpg", "前Set-Cookie: x.jpg"),
        ("  ..  ", "未命名文件"),
        ("长" * 300 + ".jpg", "长" * 196 + ".jpg"),
    ],
)
def test_names_are_cleaned(name: str, kept: str) -> None:
    assert cleaned(name) == kept


@pytest.mark.parametrize(
    ("name", "head", "told"),
    [
        ("后.jpg", JPEG, ""),
        ("表.docx", b"PK\x03\x04", ""),
        ("说明.txt", "说明".encode(), ""),
        ("后.jpg", b"%PDF-1.7", "“后.jpg”的内容是PDF，与文件名不符"),
        ("后.jpg", b"MZ\x90", "“后.jpg”的内容是Windows 程序"),
        ("后.jpg", b"<html>", "“后.jpg”的内容不是JPEG 图片"),
        ("报告.pdf.exe", b"MZ\x90", ""),
    ],
)
def test_content_unlike_its_name_is_told(name: str, head: bytes, told: str) -> None:
    assert remark(name, head).startswith(told)
    assert bool(told) == bool(remark(name, head))


@pytest.mark.parametrize(
    ("step", "name", "kind"),
    [
        (Step.RECTIFY, "东河河堤整改后.jpg", "整改后照片"),
        (Step.RECTIFY, "前.jpg", "整改前照片"),
        (Step.RECTIFY, "现场会会议纪要.pdf", "会议记录"),
        (Step.VERIFY, "现场照片2.jpg", "核查照片"),
        (Step.PUBLICISE, "网址.txt", "公示网址"),
        (Step.FILE, "市绩效办回执.pdf", "备案回执"),
        (Step.RECTIFY, "IMG_0012.jpg", "其他佐证"),
    ],
)
def test_a_files_name_tells_its_kind(step: Step, name: str, kind: str) -> None:
    assert kind_of(step, name) == kind


def test_the_folder_of_evidence_belongs_to_the_workspace(tmp_path: Path) -> None:
    place = Workspace.open(tmp_path)
    assert place.evidence == EvidenceFiles(tmp_path / "佐证")
    assert place.evidence.folder in place.belongings
