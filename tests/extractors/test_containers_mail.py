"""Mails as they are saved from Foxmail, NetEase, WPS and Outlook: body, head and attachments."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from io import BytesIO

import pytest
from opened import opened
from PIL import Image

from extractors.containers import container_of
from extractors.extract import extract_bytes
from extractors.intake import arrivals
from extractors.limits import DEFAULT, Limits

HEAD = (
    "From: =?GB2312?B?1cXI/Q==?= <zhang@example.cn>\r\n"
    "To: =?UTF-8?B?5p2O5Zub?= <li@example.cn>\r\n"
    "Cc: wang@example.cn\r\n"
    "Date: Wed, 12 Jun 2019 10:05:00 +0800\r\n"
    "Subject: =?GBK?B?udjT2rGoy821xM2o1qo=?=\r\n"
    "MIME-Version: 1.0\r\n"
)
SHOWN = (
    "邮件主题：关于报送的通知\n发件人：张三 <zhang@example.cn>\n收件人：李四 <li@example.cn>\n"
    "抄送人：wang@example.cn\n发送时间：2019-06-12 10:05\n"
)


def part(head: str, content: str | bytes) -> bytes:
    body = content if isinstance(content, bytes) else content.encode("gbk")
    return head.encode("gbk") + b"\r\n\r\n" + body


def multipart(kind: str, *parts: bytes, head: str = "", boundary: str = "b1") -> bytes:
    start = f'{head}Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    return start + b"".join(mark + b"\r\n" + one + b"\r\n" for one in parts) + mark + b"--\r\n"


def attachment(name: str, content: bytes = b"A") -> bytes:
    head = f"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n{name}"
    return part(head, base64.encodebytes(content))


PLAIN = part("Content-Type: text/plain; charset=gb2312", "请于7月5日前报送。")


def test_the_body_carries_the_lines_of_the_head_above_it():
    assert opened(HEAD.encode() + PLAIN) == {"正文.txt": f"{SHOWN}\n请于7月5日前报送。\n"}


def test_what_a_mail_asks_for_is_found_with_the_year_in_which_it_was_sent():
    text = opened(HEAD.encode() + PLAIN)["正文.txt"]
    found = extract_bytes(text.encode(), "来信.eml/正文.txt")
    assert found.notice is not None
    assert (found.notice.title, str(found.notice.date)) == ("关于报送的通知", "2019-06-12")
    assert [(deadline.quote, str(deadline.end)) for deadline in found.deadlines] == [("7月5日前", "2019-07-05")]


def test_characters_beyond_gb2312_are_read_though_gb2312_is_said():
    body = part("Content-Type: text/plain; charset=gb2312", "朱镕基、喆")
    assert opened(HEAD.encode() + body)["正文.txt"].endswith("朱镕基、喆\n")


def test_a_body_in_quoted_printable_is_read():
    body = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E8=AF=B7"
    assert opened(HEAD.encode() + body)["正文.txt"].endswith("\n请\n")


def test_of_two_forms_of_a_body_the_plain_one_is_taken_unless_the_other_has_a_table():
    html = part("Content-Type: text/html; charset=gbk", "<body bgcolor=w><p>请报送</p></body>")
    both = multipart("alternative", PLAIN, html, head=HEAD)
    assert list(opened(both)) == ["正文.txt"]
    table = part(
        "Content-Type: text/html; charset=gbk",
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"></head>'
        "<body bgcolor=w><table><tr><td>编号</td></tr></table></body></html>",
    )
    (page,) = opened(multipart("alternative", PLAIN, table, head=HEAD)).values()
    assert "<p>邮件主题：关于报送的通知</p>" in page
    assert "zhang@example.cn&gt;" in page
    assert page.index("发送时间") < page.index("<td>编号")
    assert page.count("charset") == 1


def test_passages_before_and_after_an_attachment_are_both_kept_whatever_their_form():
    table = part(
        "Content-Type: text/html; charset=gbk", "<html><body><table><tr><td>编号</td></tr></table></body></html>"
    )
    mail = multipart("mixed", PLAIN, attachment('Content-Disposition: attachment; filename="a.txt"'), table, head=HEAD)
    page = opened(mail)["正文.html"]
    assert page.index("发送时间") < page.index("<p>请于7月5日前报送。</p>") < page.index("<td>编号")


def test_a_draft_without_receiver_is_a_mail_by_its_name():
    draft = multipart("mixed", PLAIN, attachment('Content-Disposition: attachment; filename="a.txt"'), head=HEAD)
    draft = draft.replace(b"To: ", b"X-To: ").replace(b"Cc: ", b"X-Cc: ")
    assert list(opened(draft, "草稿.eml")) == ["正文.txt", "a.txt"]


def test_a_body_that_is_only_html_is_a_page():
    html = part("Content-Type: text/html; charset=gbk", "<p>请报送</p>")
    assert list(opened(HEAD.encode() + html)) == ["正文.html"]


def test_an_empty_body_with_attachments_is_no_file():
    empty = part("Content-Type: text/plain", "\r\n")
    mail = multipart("mixed", empty, attachment('Content-Disposition: attachment; filename="a.txt"'), head=HEAD)
    assert opened(mail) == {"a.txt": "A"}


def test_a_mail_with_nothing_but_a_head_gives_its_head():
    assert opened(HEAD.encode() + b"\r\n") == {"正文.txt": SHOWN}


@pytest.mark.parametrize(
    "name",
    [
        "Content-Disposition: attachment; filename*=GB2312''%B8%BD%BC%FE%D2%BB.txt",
        "Content-Disposition: attachment; filename*=UTF-8''%E9%99%84%E4%BB%B6%E4%B8%80.txt",
        "Content-Disposition: attachment;\r\n filename*0*=GBK''%B8%BD%BC;\r\n filename*1*=%FE%D2%BB.txt",
        'Content-Disposition: attachment; filename="=?GB2312?B?uL28/tK7?=.txt"',
        'Content-Disposition: attachment;\r\n filename="=?UTF-8?B?6ZmE5Lu2?=\r\n =?UTF-8?B?5LiALnR4dA==?="',
        'Content-Disposition: attachment; filename="附件一.txt"',
        "Content-Disposition: attachment; filename*=no\0such''%B8%BD%BC%FE%D2%BB.txt",
        "Content-Disposition: attachment\r\nContent-Description: x",
    ],
)
def test_names_of_attachments_are_read_however_they_are_written(name: str):
    if "filename" in name:
        assert opened(multipart("mixed", PLAIN, attachment(name), head=HEAD))["附件一.txt"] == "A"
    else:
        assert opened(multipart("mixed", PLAIN, attachment(name), head=HEAD))["附件1.octet-stream"] == "A"


def test_a_character_cut_between_two_encoded_words_is_mended():
    raw = "关于".encode()
    words = " ".join(f"=?UTF-8?B?{base64.b64encode(piece).decode()}?=" for piece in (raw[:2], raw[2:]))
    assert "邮件主题：关于\n" in opened(f"From: a@b.cn\nTo: c@d.cn\nSubject: {words}\n\n请报送".encode())["正文.txt"]


def test_a_head_in_bare_gbk_is_read():
    text = opened("From: a@b.cn\nTo: c@d.cn\nSubject: 关于报送的通知\n\n请报送".encode("gbk"))["正文.txt"]
    assert text.startswith("邮件主题：关于报送的通知\n")


def test_the_name_of_an_attachment_leads_nowhere():
    mail = multipart("mixed", PLAIN, attachment('Content-Disposition: attachment; filename="../../a/b.txt"'), head=HEAD)
    assert list(opened(mail)) == ["正文.txt", "a_b.txt"]


def test_a_mail_in_the_mail_is_opened_under_its_subject(tmp_path):
    inner = part("Content-Type: message/rfc822", (HEAD.encode() + PLAIN))
    path = tmp_path / "来信.eml"
    path.write_bytes(multipart("mixed", PLAIN, inner, head=HEAD))
    found = [arrival.shown_as.removeprefix(f"{tmp_path}/") for arrival in arrivals([path])]
    assert found == ["来信.eml/正文.txt", "来信.eml/关于报送的通知.eml/正文.txt"]


def test_outlooks_packed_attachments_are_named_with_the_mend():
    mail = multipart("mixed", PLAIN, part("Content-Type: application/ms-tnef; name=winmail.dat", "x"), head=HEAD)
    assert opened(mail)["winmail.dat"] == "skip-tnef"


def test_logos_are_passed_over_and_scans_are_read(tmp_path):
    message = EmailMessage()
    message["From"], message["To"] = "a@example.cn", "b@example.cn"
    message.set_content("请查收。")
    for name, size in (("logo.png", (120, 40)), ("扫描.png", (1600, 40))):
        buffer = BytesIO()
        Image.new("RGB", size).save(buffer, "PNG")
        message.add_attachment(buffer.getvalue(), "image", "png", filename=name)
    path = tmp_path / "来信.eml"
    path.write_bytes(message.as_bytes())
    found = {arrival.shown_as.rpartition("/")[2]: arrival.skipped for arrival in arrivals([path])}
    assert {name: skipped and skipped.code for name, skipped in found.items()} == {
        "正文.txt": None,
        "logo.png": "skip-ornament",
        "扫描.png": None,
    }


def test_a_saved_page_is_no_mail():
    page = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.cn/\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
    )
    assert container_of(page, "a.mht", DEFAULT) is None
    assert container_of(HEAD.encode() + PLAIN, "a.txt", DEFAULT) is not None


def test_a_mail_that_is_cut_off_gives_what_stands_before_the_cut():
    mail = multipart("mixed", PLAIN, attachment('Content-Disposition: attachment; filename="a.txt"'), head=HEAD)
    found = opened(mail[: mail.rindex(b"--b1--")])
    assert (found["a.txt"], found[""]) == ("A", "read-archive-cut")


def test_a_mail_that_says_it_has_parts_and_has_none_is_text():
    mail = f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n请报送。'.encode()
    assert opened(mail)["正文.txt"].endswith("\n请报送。\n")


def test_a_mail_nested_beyond_reason_is_said_to_be_too_deep():
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))
    assert opened(b"From: a@b.cn\nTo: c@d.cn\n" + parts) == {"": "read-too-deep"}


def test_more_attachments_than_allowed_are_refused():
    mail = multipart("mixed", PLAIN, *[attachment("")] * 20, head=HEAD)
    assert opened(mail, limits=Limits(archive_members=10)) == {"": "read-archive-count"}
