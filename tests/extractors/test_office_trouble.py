"""Bad and hostile DOC, RTF, ODT and UOF: refused before LibreOffice is started, or converted within bounds."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from built_office import compound, field, field_table, odt, rtf, uof, word_97
from office_parts import p, word_file

from corpus.libreoffice.program import program
from corpus.messages import UnreadableError
from corpus.records import Document, Paragraph
from extractors.limits import DEFAULT
from extractors.readers import office, read_bytes
from extractors.readers.office.doc_fields import with_fields_as_shown
from extractors.readers.protocol import CERTAIN


def refused(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    return caught.value.problem.code


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MINYI_SOFFICE", str(tmp_path / "nothing"))


@pytest.mark.usefixtures("no_libreoffice")
class TestBeforeLibreOfficeIsAsked:
    """What is wrong is said although there is none."""

    def test_without_libreoffice_the_message_says_how_to_get_it(self) -> None:
        with pytest.raises(UnreadableError, match=r"LibreOffice.*安装（.+）.*另存为 DOCX") as caught:
            read_bytes(rtf("通知\\par"), "通知.rtf")
        assert caught.value.problem.code == "read-needs-program"

    def test_a_word_file_with_a_password_is_said(self) -> None:
        assert refused(word_97(flags=0x0300), "通知.doc") == "read-password"

    def test_an_odt_with_a_password_is_said(self) -> None:
        assert refused(odt("", encrypted=True), "通知.odt") == "read-password"

    def test_a_cut_word_file_is_damaged(self) -> None:
        whole = word_97()
        assert refused(whole, "通知.doc") == "read-needs-program"
        assert refused(whole[:-1000], "通知.doc") == "read-damaged"

    def test_a_word_file_cut_in_its_first_bytes_is_damaged(self) -> None:
        assert refused(word_97()[:600], "通知.doc") == "read-damaged"

    def test_streams_of_word_with_other_content_are_damaged(self) -> None:
        assert refused(word_97(ident=0x1234), "通知.doc") == "read-damaged"

    def test_another_programs_compound_file_is_not_a_word_file(self) -> None:
        assert refused(compound({"VisioDocument": b""}), "通知.doc") == "read-unknown"

    def test_random_bytes_named_doc_are_not_a_word_file(self) -> None:
        assert refused(bytes(range(256)) * 40, "通知.doc") == "read-unknown"

    def test_a_cut_odt_is_damaged(self) -> None:
        assert refused(odt("<text:p>通知</text:p>" * 50)[:-200], "通知.odt") == "read-damaged"

    def test_entities_in_an_odt_are_not_expanded(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        assert refused(odt("<text:p>&b;</text:p>", prolog=bomb), "通知.odt") == "read-damaged"

    def test_entities_in_a_uof_file_are_not_expanded(self) -> None:
        assert refused(uof("", ""), "通知.uof") == "read-needs-program"
        assert refused(uof('<!DOCTYPE x [<!ENTITY a "a">]>', "&a;"), "通知.uof") == "read-damaged"

    def test_an_odt_that_inflates_beyond_the_limit_is_too_large(self) -> None:
        with pytest.raises(UnreadableError) as caught:
            read_bytes(odt("<text:p>通知</text:p>" * 1000), "通知.odt", replace(DEFAULT, inflated_bytes=10_000))
        assert caught.value.problem.code == "read-too-large"

    def test_the_content_decides_and_not_the_name(self) -> None:
        assert refused(rtf("通知\\par"), "通知.doc") == "read-needs-program"
        assert office.score(b"PK\x03\x04", "a.doc") is None
        assert office.score(word_97(), "a.xls") == CERTAIN

    def test_converting_ahead_raises_nothing(self) -> None:
        office.convert_ahead([("1.rtf", rtf("a")), ("2.rtf", rtf("b")), ("3.doc", word_97(flags=0x0300))], DEFAULT)


def test_a_field_with_a_result_is_marked_as_text() -> None:
    merge, quote = 59, 35
    fields = field_table((0x13, merge), (0x13, quote), (0x14, 0xFF), (0x15, 0), (0x14, 0xFF), (0x15, 0))
    marked = field_table((0x13, 79), (0x13, 79), (0x14, 0xFF), (0x15, 0), (0x14, 0xFF), (0x15, 0))
    assert with_fields_as_shown(word_97(fields=fields)) == word_97(fields=marked)


def test_fields_without_a_result_and_pages_and_links_stay() -> None:
    symbol, page, link = 57, 33, 88
    fields = field_table(
        *((0x13, symbol), (0x15, 0)),
        *((0x13, page), (0x14, 0xFF), (0x15, 0)),
        *((0x13, link), (0x14, 0xFF), (0x15, 0)),
    )
    assert with_fields_as_shown(word_97(fields=fields)) == word_97(fields=fields)


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_nothing_is_fetched_from_the_network_or_this_machine(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[socket.socket] = []
        Thread(target=_accept, args=(server, calls), daemon=True).start()
        web, local = f"http://127.0.0.1:{server.getsockname()[1]}", (tmp_path / "secret.txt").as_uri()
        files = [(name, data) for name, data in _linked(web, local).items()]
        office.convert_ahead(files, DEFAULT)
        documents = [read_bytes(data, name) for name, data in files]
    assert calls == []
    found = [text for document in documents for text in texts(document)]
    assert found.count("END") == len(files)
    assert "SECRET" not in "".join(found)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in LibreOffice's place: a file with CRASH in it kills it, one with SLEEP makes it wait for a minute."""
    (tmp_path / "result.docx").write_bytes(word_file(p("已转换")))
    script = tmp_path / "soffice"
    script.write_text(
        f"""#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; mkdir -p "$out"
for file; do
  if grep -q CRASH "$file"; then kill -SEGV $$; fi
  if grep -q SLEEP "$file"; then sleep 60; fi
  name=${{file##*/}}; cp "{tmp_path}/result.docx" "$out/${{name%.*}}.docx"
done
""",
        "utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("MINYI_SOFFICE", str(script))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program on Windows")
class TestWhenTheProgramFails:
    """It costs the file at hand, no other, and leaves nothing behind."""

    def test_a_file_that_kills_it_does_not_take_the_others_along(self, stand_in: Path) -> None:
        files = [(f"{word}.rtf", rtf(word)) for word in ("FIRST", "CRASH", "LAST")]
        office.convert_ahead(files, DEFAULT)
        (first, crash, last) = files
        assert [texts(read_bytes(data, name)) for name, data in (first, last)] == [["已转换"], ["已转换"]]
        assert refused(crash[1], crash[0]) == "read-not-converted"
        assert left_in(stand_in) == []

    def test_one_that_takes_too_long_is_ended_and_said(self, stand_in: Path) -> None:
        start = time.monotonic()
        with pytest.raises(UnreadableError) as caught:
            read_bytes(rtf("SLEEP"), "通知.rtf", replace(DEFAULT, conversion_seconds=1))
        assert caught.value.problem.code == "read-conversion-slow"
        assert time.monotonic() - start < 30
        assert left_in(stand_in) == []

    @pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc")
    def test_it_ends_with_the_process_that_asked_for_it(self, stand_in: Path) -> None:
        call = "from extractors.readers import read_bytes; read_bytes(rb'{\\rtf1 SLEEP}', 'a.rtf')"
        asking = subprocess.Popen([sys.executable, "-c", call], env=os.environ | {"TMPDIR": str(stand_in)})
        assert within(30, lambda: "sleep" in working_in(stand_in))
        asking.send_signal(signal.SIGKILL)
        asking.wait()
        assert within(30, lambda: not working_in(stand_in) and not left_in(stand_in))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def left_in(folder: Path) -> list[str]:
    """What conversions left in the folder where they take turns, but for the lock."""
    return [path.name for place in folder.glob("minyi-conversion-*") for path in place.iterdir() if path.name != "lock"]


def _linked(web: str, local: str) -> dict[str, bytes]:
    end = "<text:p>END</text:p>"
    frame = '<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{}</draw:frame></text:p>'
    section = '<text:section text:name="s"><text:section-source xlink:href="{}"/><text:p>x</text:p></text:section>'
    dde = (
        '<text:section text:name="d"><office:dde-source office:dde-application="soffice" office:dde-topic="{}" '
        'office:dde-item="x" office:automatic-update="true"/><text:p>x</text:p></text:section>'
    )
    background = (
        '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>'
        f'<style:background-image xlink:href="{web}/b.png"/></style:paragraph-properties></style:style>'
    )
    return {
        "image.odt": odt(frame.format(f'<draw:image xlink:href="{web}/a.png" xlink:actuate="onLoad"/>') + end),
        "object.odt": odt(frame.format(f'<draw:object xlink:href="{web}/a.odt"/>') + end),
        "frame.odt": odt(frame.format(f'<draw:floating-frame xlink:href="{web}/a.html"/>') + end),
        "background.odt": odt(f'<text:p text:style-name="P1">x</text:p>{end}', styles=background),
        "web-section.odt": odt(section.format(f"{web}/a.txt") + end),
        "local-section.odt": odt(section.format(local) + end),
        "dde.odt": odt(dde.format(local) + end),
        "picture.rtf": rtf(field(f'INCLUDEPICTURE "{web}/a.png" \\\\d', "x") + "\\par END\\par"),
        "text.rtf": rtf(field(f'INCLUDETEXT "{local}"', "x") + "\\par END\\par"),
        "template.rtf": rtf(f"{{\\*\\template {web}/a.dot}}END\\par"),
    }


def _accept(server: socket.socket, calls: list[socket.socket]) -> None:
    try:
        while True:
            calls.append(server.accept()[0])
    except OSError:
        return  # closed by the test


def working_in(folder: Path) -> list[str]:
    """Names of the living processes whose working folder is within this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name, place = (process / "comm").read_text(), (process / "cwd").readlink()
        except OSError:
            continue
        if place.is_relative_to(folder):
            found.append(name.strip())
    return found


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
