"""What the interface answers with about closing items (销号), as ``review.api.shapes`` does about the rest."""

from __future__ import annotations

import datetime

from pydantic import Field

from corpus.records import Step
from review.api.shapes import Shape
from review.closing.ledger import Deed


class StepDone(Shape):
    """已登记的一步。"""

    step: Step = Field(description="rectify 整改，verify 核查，publicise 公示，close 销号，file 备案，disclose 公开")
    on: datetime.date = Field(description="办理日期")
    person: str = Field(description="登记人")
    at: datetime.datetime = Field(description="登记时间")
    note: str = Field(description="说明")


class Evidence(Shape):
    """一份佐证。"""

    id: int
    step: Step = Field(description="哪一步的")
    kind: str = Field(description="种类")
    name: str = Field(description="文件名")
    sha256: str
    bytes: int = Field(description="字节数")
    person: str = Field(description="添加人")
    at: datetime.datetime = Field(description="添加时间")


class Missing(Shape):
    """一步所缺。"""

    step: Step
    taken: bool = Field(description="已登记")
    evidence: list[list[str]] = Field(description="所缺佐证：每组至少要有其中一种")


class Closing(Shape):
    """一个事项的销号进度。"""

    steps: list[StepDone] = Field(description="已登记的各步，按顺序")
    evidence: list[Evidence] = Field(description="有效的佐证，撤下的不算")
    closed: bool = Field(description="已销号")
    next: Step | None = Field(description="下一步；空为六步办结")
    missing: list[Missing] = Field(description="各步所缺；空为齐全")


class Happening(Shape):
    """销号经过中的一条。"""

    at: datetime.datetime
    person: str
    deed: Deed = Field(description="take 登记，back 撤回，attach 添加佐证，withdraw 撤下佐证")
    step: Step
    note: str = Field(description="说明；撤回和撤下的为理由")
    on: datetime.date | None = Field(description="办理日期")
    evidence: int | None = Field(description="佐证的号")
    kind: str
    name: str
    sha256: str


class ClosingInFull(Closing):
    """销号进度及全部经过。"""

    happenings: list[Happening] = Field(description="先发生的在前")


class Attached(Shape):
    """添加佐证的结果。"""

    evidence: Evidence
    new: bool = Field(description="新收的；同一文件先前已添加的为 false")
    remark: str = Field(description="内容与文件名不符时的提示")


class ClosingRow(Shape):
    """销号台账的一行。"""

    id: int
    position: int = Field(description="序号")
    number: str | None = Field(description="问题编号")
    snippet: str = Field(description="正文的开头")
    lead: str | None = Field(description="牵头单位")
    due: datetime.date | None = Field(description="整改时限")
    overdue: bool = Field(description="逾期未销号")
    closing: Closing


class ClosingCounts(Shape):
    """已定事项的条数。"""

    decided: int
    undecided: int = Field(description="未核定的，尚不能办理")
    closed: int = Field(description="已销号")
    overdue: int = Field(description="逾期未销号")
    next: dict[str, int] = Field(description="按下一步计；done 为六步办结")


class ClosingSheet(Shape):
    """销号台账的一页。"""

    rows: list[ClosingRow]
    in_all: int = Field(description="符合条件的条数")
    after: int | None = Field(description="取下一页时原样放进参数 after；空为末页")
    counts: ClosingCounts
