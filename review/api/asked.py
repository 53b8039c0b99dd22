"""What the interface is asked with: numbers, texts, filters and bodies. What does not fit is refused at the edge.

Strict: a body with a field that there is not, or a number sent as text, is somebody's mistake and is said to be one.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from corpus import records
from review import filters, ledger
from review.proposals import LONGEST_UNIT
from review.verdicts import LONGEST_NOTE

_NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a NUL in it."""
_IDS = 10_000
_YEAR = r"^([0-9]{4}|—)?$"

Number = Annotated[int, Path(ge=1, le=filters.LARGEST)]
PersonNumber = Annotated[int, Field(ge=1, le=filters.LARGEST)]
Column = Literal["state", "domain", "lead", "place", "kind", "disposition", "origin", "year", "similar"]
State = Literal["open", "once", "disputed", "decided", "gone", "all"]

Unit = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_UNIT, pattern=_NO_NUL)]
Word = Annotated[str, StringConstraints(max_length=LONGEST_UNIT, pattern=_NO_NUL)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE, pattern=_NO_NUL)]
Why = Annotated[str, Field(description="为何，记入台账"), StringConstraints(max_length=LONGEST_NOTE, pattern=_NO_NUL)]
Units = Annotated[list[Unit], Field(max_length=20)]
Request = Annotated[
    str | None,
    Field(
        description="由调用者自定、每次操作不同的号（如 UUID）：同一个号重发只算一次",
        min_length=1,
        max_length=64,
        pattern=_NO_NUL,
    ),
]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Filter(Body):
    """筛选条件，全部满足才算；空的不起作用。"""

    state: State = Field("open", description="状态；all 为来文中现有的全部")
    domain: Word = Field("", description="领域；— 为没有领域的，以下各列同此")
    lead: Word = Field("", description="牵头单位")
    unit: Word = Field("", description="牵头或配合的单位")
    place: Word = Field("", description="所涉地点")
    kind: Word = Field("", description="意见建议类型")
    disposition: Word = Field("", description="处置性质")
    score: Literal["", "low", "middle", "high"] = Field("", description="把握：low 小，middle 中，high 大")
    similar: Word = Field("", description="相似组")
    origin: Word = Field("", description="来源")
    year: str = Field("", description="年度", pattern=_YEAR)
    assigned: Word = Field("", description="分派给谁：mine 本人，nobody 未分派，或登录名")
    q: str = Field("", description="在正文和问题编号中查找，以空格分隔的词都要有", max_length=200, pattern=_NO_NUL)
    ids: str = Field(
        "", description="事项的号，以半角逗号分隔", max_length=_IDS, pattern=r"^([0-9]{1,9}(,[0-9]{1,9})*)?$"
    )

    def meant(self) -> filters.Filter:
        """The filter of the services."""
        return filters.Filter(**{name: getattr(self, name) for name in Filter.model_fields})


class ListQuery(Filter):
    """筛选条件，从哪里起，取几行。"""

    model_config = ConfigDict(strict=False)

    after: str = Field("", description="上一页的 after", pattern=r"^([0-9.e-]{1,25},[0-9]{1,9})?$")
    size: int = Field(50, description="一页几行", ge=1, le=200)


class FiguresQuery(BaseModel):
    """统计哪些。"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["all", "open", "once", "disputed", "decided"] = Field("all", description="状态")
    year: str = Field("", description="年度", pattern=_YEAR)
    origin: Word = Field("", description="来源")
    kind: Word = Field("", description="意见建议类型")


class LedgerQuery(BaseModel):
    """从哪一条之后起，取几条。"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: int = Field(0, description="上一次所得的最后一条的 id", ge=0, le=filters.LARGEST)
    size: int = Field(200, description="取几条", ge=1, le=1000)


Filtered = Annotated[Filter, Query()]
Paged = Annotated[ListQuery, Query()]


class Login(Body):
    """登录名和密码。"""

    login: str = Field(max_length=200)
    password: str = Field(max_length=1_000)


class Verdict(Body):
    """谁来办、是什么事。"""

    lead: Unit | None = Field(None, description="牵头单位；没有具体事项的意见可以为空")
    supporting: Units = Field([], description="配合单位，不含牵头单位")
    domain: Word | None = Field(None, description="领域")
    kind: Word | None = Field(None, description="意见建议类型")
    disposition: Word | None = Field(None, description="处置性质")
    note: Note = Field("", description="备注")

    def meant(self) -> records.Verdict:
        """The verdict of the records."""
        return records.Verdict(self.lead, tuple(self.supporting), self.domain, self.kind, self.disposition, self.note)


class Decision(Body):
    """对一个事项的核定。"""

    seen: int = Field(description="核定时所见的 seq；其后若有别人改过，则不写入", ge=0, le=filters.LARGEST)
    verdict: Verdict
    group: bool = Field(False, description="同一相似组中待定的一并核定")
    why: Why = ""
    request: Request = None


class Change(Body):
    """批量改动；空的字段不改，全空则为采纳现状。"""

    lead: Unit | None = Field(None, description="牵头单位")
    supporting: Units | None = Field(None, description="配合单位")
    domain: Word | None = Field(None, description="领域")
    kind: Word | None = Field(None, description="意见建议类型")
    disposition: Word | None = Field(None, description="处置性质")
    note: Note | None = Field(None, description="备注")

    def meant(self) -> ledger.Change:
        """The change of the ledger."""
        given = self.model_dump()
        supporting = given.pop("supporting")
        return ledger.Change(**given, supporting=None if supporting is None else tuple(supporting))


class Bulk(Body):
    """对整个筛选结果的批量核定。"""

    filter: Filter
    change: Change
    expected: int = Field(description="所见的条数；现在若不是这么多，则不写入", ge=0, le=filters.LARGEST)
    why: Why = ""
    request: Request = None


class Undo(Body):
    """撤销本人在此批次中的上一次操作。"""

    request: Request = None


class Seal(Body):
    """报送一个批次。"""

    force: bool = Field(False, description="尚有未定的也报送，须说明为何")
    why: Why = ""


class Reason(Body):
    """为何。"""

    why: Why


def _is_day(text: str) -> str:
    datetime.date.fromisoformat(text)
    return text


Step = Annotated[
    Literal["rectify", "verify", "publicise", "close", "file", "disclose"],
    Field(description="rectify 整改，verify 核查，publicise 公示，close 销号，file 备案，disclose 公开"),
]


class TakenStep(Body):
    """登记一步。"""

    step: Step
    on: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_is_day)] = Field(
        description="办理日期，如 2026-11-20；不得晚于今天，不得早于上一步", json_schema_extra={"format": "date"}
    )
    note: Note = Field("", description="说明")

    def day(self) -> datetime.date:
        """The day that ``on`` writes."""
        return datetime.date.fromisoformat(self.on)


class BackStep(Body):
    """撤回最后一步。"""

    step: Step
    why: Why


class ClosingQuery(BaseModel):
    """销号台账的哪些事项。"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    standing: Literal[
        "", "overdue", "open", "closed", "done", "rectify", "verify", "publicise", "close", "file", "disclose"
    ] = Field("", description="overdue 逾期，open 未销号，closed 已销号，done 六步办结，或下一步是哪一步")
    lead: Word = Field("", description="牵头单位")
    q: str = Field("", description="在正文和问题编号中查找", max_length=200, pattern=_NO_NUL)
    after: int = Field(0, description="上一页的 after", ge=0, le=filters.LARGEST)
    size: int = Field(50, description="一页几行", ge=1, le=200)


class Double(Body):
    """开启或关闭双人复核。"""

    on: bool
    why: Why = ""


class Assignment(Body):
    """把筛选结果分派给人。"""

    filter: Filter
    among: list[PersonNumber] = Field(
        description="分派给谁：一人的全给，多人的均分（相似的给同一人），空的收回", max_length=100
    )
    expected: int = Field(description="所见的条数；现在若不是这么多，则不分派", ge=0, le=filters.LARGEST)
    why: Why = ""
