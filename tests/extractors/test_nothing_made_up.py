"""Whatever a document says: no number, date or deadline comes out that does not stand in it."""

from __future__ import annotations

import datetime
import re

from documents import document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.records import Deadline, Document, Extraction
from extractors.extract import extract

NUMERALS = "〇一二三四五六七八九十"
days = st.dates(datetime.date(2015, 1, 1), datetime.date(2027, 12, 31))
bodies = st.sampled_from(
    ["澜江市人民政府", "澜江市绩效管理领导小组办公室", "市教育局", "云岭县委组织部", "各县（区）人民政府", "市直各部门"]
)
codes = st.sampled_from(["澜政发", "澜绩办发", "云组通", "澜教函", "省政办发", "国发"])
brackets = st.sampled_from(["〔{}〕", "[{}]", "（{}）", "﹝{}﹞", "【{}】"])


def in_numerals(number: int) -> str:
    """A day or a month as official documents spell it: 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


@st.composite
def numbers(draw: st.DrawFn) -> str:
    year = draw(st.integers(2010, 2026))
    return f"{draw(codes)}{draw(brackets).format(year)}{draw(st.integers(1, 300))}号"


@st.composite
def written_days(draw: st.DrawFn) -> str:
    day = draw(days)
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    return draw(
        st.sampled_from(
            [
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.month}月{day.day}日",
                f"{year}年{in_numerals(day.month)}月{in_numerals(day.day)}日",
                f"{day.year}-{day.month:02d}-{day.day:02d}",
                f"{day.year} 年 {day.month} 月 {day.day} 日",
            ]
        )
    )


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A line such as notices have, put together at random."""
    number, day, later, body = draw(numbers()), draw(written_days()), draw(written_days()), draw(bodies)
    count = draw(st.integers(1, 60))
    return draw(
        st.sampled_from(
            [
                number,
                day,
                f"{' ' * 20}{day}",
                body,
                f"{body}文件",
                f"{body}关于做好整改工作的通知",
                f"{body}：",
                f"根据《关于开展考评的通知》（{number}）要求，现就有关事项通知如下。",
                f"请{body}于{day}前将材料报送市绩效办。",
                f"（一）自查阶段（{day}至{later}）",
                f"{body}要在收到通知之日起{count}个工作日内反馈。",
                f"自本通知印发之日起{count}日内完成整改。",
                f"截至{day}，已完成整改{count}件。",
                f"附件：1.任务分解表 2.{number}",
                f"{body}办公室　　{day}印发",
                f"（联系人：张三，电话：0779-{count:03d}4567）",
                "具体时间另行通知。",
                draw(st.text("年月日号前至第〔〕（）《》，。、：关于通知报送 0123456789一二三十市局", max_size=40)),
            ]
        )
    )


documents = st.lists(pieces(), min_size=1, max_size=14).map(lambda lines: document(*lines))
anything = st.lists(st.text(max_size=60), min_size=1, max_size=8).map(lambda lines: document(*lines))
searched = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of(read: Document) -> str:
    return squeezed("\n".join(paragraph.text for paragraph in read.paragraphs))


def numbers_written(text: str) -> set[int]:
    """Every number that a text writes, in digits or in Chinese numerals, a year's digit by digit."""
    found = {int(digits) for digits in re.findall(r"\d+", text)}
    for signs in re.findall(f"[{NUMERALS}]+", text):
        if "十" in signs:
            tens, _, ones = signs.partition("十")
            if len(tens) <= 1 and len(ones) <= 1:
                found.add((NUMERALS.index(tens) if tens else 1) * 10 + (NUMERALS.index(ones) if ones else 0))
        else:
            found.add(int("".join(str(NUMERALS.index(sign)) for sign in signs)))
    return found


def assert_written(day: datetime.date, text: str) -> None:
    assert {day.year, day.month, day.day} <= numbers_written(text), (day, text)


@searched
@given(documents)
def test_the_own_number_stands_in_the_document_on_a_line_of_its_own(read: Document) -> None:
    notice = extract(read).notice
    if notice and notice.number:
        assert notice.number_raw is not None
        lines = [squeezed(paragraph.text) for paragraph in read.paragraphs]
        assert any(line.endswith(squeezed(notice.number_raw)) for line in lines)
        assert re.findall(r"\d+", notice.number) == re.findall(r"\d+", notice.number_raw)


@searched
@given(documents)
def test_every_cited_number_stands_in_the_document_and_is_not_the_own_one(read: Document) -> None:
    notice = extract(read).notice
    for cited in notice.cited if notice else ():
        code, year, serial = re.fullmatch(r"(.+)〔(\d+)〕(\d+)号", cited.number).groups()  # type: ignore[union-attr]
        assert re.search(rf"{re.escape(code)}.{re.escape(year)}.{serial}号", text_of(read))
        assert cited.number != notice.number  # type: ignore[union-attr]


@searched
@given(documents)
def test_the_date_of_a_notice_is_a_day_that_the_document_writes(read: Document) -> None:
    notice = extract(read).notice
    if notice and notice.date:
        lines = [squeezed(paragraph.text) for paragraph in read.paragraphs]
        assert any({notice.date.year, notice.date.month, notice.date.day} <= numbers_written(line) for line in lines)


@searched
@given(documents)
def test_the_quote_of_every_deadline_is_a_piece_of_its_paragraph(read: Document) -> None:
    for deadline in extract(read).deadlines:
        assert deadline.source.paragraph is not None
        assert deadline.source.span is not None
        start, end = deadline.source.span
        assert read.paragraphs[deadline.source.paragraph - 1].text[start:end] == deadline.quote


@searched
@given(documents)
def test_every_day_of_a_deadline_is_written_inferred_or_counted(read: Document) -> None:
    found = extract(read)
    for deadline in found.deadlines:
        for day in filter(None, (deadline.start, deadline.end)):
            if deadline.counted:
                assert_counted(deadline, found)
            elif deadline.year_inferred:
                assert {day.month, day.day} <= numbers_written(deadline.quote) | {28, 29, 30, 31, 1}
            else:
                assert_written(day, deadline.quote)


def assert_counted(deadline: Deadline, found: Extraction) -> None:
    """A day that was counted lies so many days behind the day of signing, as 自本通知印发之日起…日内 says."""
    assert found.notice is not None
    assert found.notice.date is not None
    assert deadline.counted is not None
    assert deadline.end == found.notice.date + datetime.timedelta(deadline.counted.number)


@searched
@given(documents)
def test_who_and_to_whom_are_words_of_the_document(read: Document) -> None:
    text = text_of(read)
    for deadline in extract(read).deadlines:
        for name in filter(None, (deadline.actor, deadline.recipient)):
            assert all(part in text for part in squeezed(name).split("、"))


@searched
@given(documents)
def test_places_say_where_the_fields_stand(read: Document) -> None:
    notice = extract(read).notice
    for place in notice.places if notice else ():
        assert place.source.paragraph is not None
        assert place.source.span is not None
        start, end = place.source.span
        assert 0 <= start < end <= len(read.paragraphs[place.source.paragraph - 1].text)


@searched
@given(anything)
def test_any_text_at_all_is_extracted_without_a_defect(read: Document) -> None:
    found = extract(read)
    assert [problem.code for problem in found.problems if problem.code == "read-defect"] == []
    text = text_of(read)
    assert all(squeezed(deadline.quote) in text for deadline in found.deadlines)
