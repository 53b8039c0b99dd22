"""Mails saved by Outlook as MSG."""

from __future__ import annotations

from built_archives import Attached, Outlook, compound_file
from opened import opened

from extractors.containers import container_of
from extractors.limits import DEFAULT, Limits

SENT = 132047787000000000
"""2019-06-12 02:05 UTC, as 100 ns since 1601."""
ASKING = Outlook(
    subject="关于报送的通知",
    body="各单位：\r\n请于7月5日前报送。\r\n",
    sender="张三",
    address="zhang@example.cn",
    to="李四; 王五",
    sent=SENT,
)


def test_the_body_carries_the_lines_of_the_head_above_it():
    assert opened(ASKING.file()) == {
        "正文.txt": "邮件主题：关于报送的通知\n发件人：张三 <zhang@example.cn>\n收件人：李四; 王五\n"
        "发送时间：2019-06-12 10:05\n\n各单位：\n请于7月5日前报送。\n"
    }


def test_attachments_come_after_the_body_under_their_long_names():
    mail = Outlook(body="请查收。", attached=[Attached("意见汇总表.xlsx", b"A" * 5000), Attached("乙.txt", b"B")])
    found = opened(mail.file())
    assert list(found) == ["正文.txt", "意见汇总表.xlsx", "乙.txt"]
    assert (found["意见汇总表.xlsx"], found["乙.txt"]) == ("A" * 5000, "B")


def test_an_old_mail_in_gbk_is_read_with_and_without_its_code_page():
    for code_page in (936, 0):
        mail = Outlook("通知", "请报送。", attached=[Attached("名单.txt", b"A")], encoding="gbk", code_page=code_page)
        assert opened(mail.file()) == {"正文.txt": "邮件主题：通知\n\n请报送。\n", "名单.txt": "A"}


def test_a_table_in_the_body_is_kept_as_a_page():
    mail = Outlook("通知", "编号", html="<body><table><tr><td>编号</td></tr></table></body>".encode())
    (page,) = opened(mail.file()).values()
    assert "<p>邮件主题：通知</p>" in page


def test_an_empty_body_with_attachments_is_no_file():
    assert opened(Outlook("通知", attached=[Attached("a.txt", b"A")]).file()) == {"a.txt": "A"}


def test_a_mail_in_the_mail_stands_under_its_subject():
    inner = Outlook("转来/的通知", "请报送。", attached=[Attached("a.txt", b"A")], sent=SENT).streams()
    found = opened(Outlook("转发", "请阅。", attached=[Attached("x", inner=inner)]).file())
    assert list(found) == ["正文.txt", "转来_的通知.msg/正文.txt", "转来_的通知.msg/a.txt"]
    assert "发送时间：2019-06-12 10:05" in found["转来_的通知.msg/正文.txt"]


def test_an_attachment_without_content_is_named():
    assert opened(Outlook(body="请阅。", attached=[Attached("云附件.docx", inner={"x": b"x"})]).file()) == {
        "正文.txt": "\n请阅。\n",
        "云附件.docx": "skip-mail-object",
    }


def test_a_body_in_outlooks_own_form_alone_is_named():
    streams = Outlook("通知").streams(header=32) | {"__substg1.0_10090102": b"LZFu"}
    assert opened(compound_file(streams)) == {"正文.rtf": "skip-mail-rtf"}


def test_an_attached_word_file_does_not_make_the_mail_a_word_file():
    mail = Outlook(body="请阅。", attached=[Attached("a.doc", "WordDocument".encode("utf-16-le"))]).file()
    assert container_of(mail, "a.msg", DEFAULT) is container_of(mail, "改名.doc", DEFAULT) is not None
    assert container_of(compound_file({"WordDocument": b"x"}), "a.msg", DEFAULT) is None


def test_a_truncated_mail_is_damaged():
    data = ASKING.file()
    assert opened(data[:600], "a.msg") == {"": "read-archive-damaged"}


def test_streams_that_share_their_sectors_count_each_time():
    attached = [Attached(f"{number}.bin", b"x" * 100_000) for number in range(20)]
    found = opened(Outlook(attached=attached).file(), limits=Limits(archive_bytes=1_000_000))
    assert set(found.values()) == {"x" * 100_000, "read-too-large"}
