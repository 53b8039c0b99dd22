"""What the interface answers with. Each shape is read from the record of the same name (``from_attributes``)."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict, Field

from corpus.records import Act, State
from review.access import Role


class Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class Person(Shape):
    """一个账号。"""

    id: int
    login: str = Field(description="登录名")
    name: str = Field(description="姓名")
    role: Role = Field(description="角色：reader 查阅，reviewer 审核，lead 组长，admin 管理员，department 部门")
    unit: str | None = Field(description="部门账号所属的单位，其余账号为空")


class Account(Shape):
    """账号及其是否在用。"""

    person: Person
    active: bool = Field(description="在用；停用的账号不能登录")
    created: datetime.datetime = Field(description="建立时间")


class Session(Shape):
    """登录后的会话。凭证在 Cookie 里；改动内容的请求须把 csrf 放进请求头 X-CSRF-Token。"""

    csrf: str = Field(description="放进请求头 X-CSRF-Token 的令牌")
    expires: datetime.datetime = Field(description="会话最晚到此时为止；八小时不用则提前结束")
    person: Person


class Verdict(Shape):
    """谁来办、是什么事：已定的为人的结论，未定的为建议。"""

    lead: str | None = Field(description="牵头单位")
    supporting: list[str] = Field(description="配合单位，不含牵头单位")
    domain: str | None = Field(description="领域")
    kind: str | None = Field(description="意见建议类型")
    disposition: str | None = Field(description="处置性质")
    note: str = Field(description="备注")


class Listed(Shape):
    """清单中的一行。"""

    id: int
    number: str | None = Field(description="问题编号")
    state: State = Field(
        description="状态：open 待定，once 待复核，disputed 有分歧，decided 已定，gone 已撤（来文中已没有）"
    )
    seq: int = Field(description="台账中已有几条记录；核定时原样放进 seen")
    lead: str | None = Field(description="牵头单位")
    domain: str | None = Field(description="领域")
    kind: str | None = Field(description="意见建议类型")
    score: float = Field(description="把握，0 到 1")
    needs_review: bool = Field(description="须由人看过")
    similar: str | None = Field(description="相似组，没有相似意见的为空")
    place: str | None = Field(description="所涉地点")
    origin: str = Field(description="来源：群众意见建议或指标扣分")
    snippet: str = Field(description="正文的开头")
    assigned: str | None = Field(description="分派给谁")


class Page(Shape):
    """清单的一页，把握最小的在前。"""

    lines: list[Listed]
    after: str | None = Field(description="取下一页时原样放进参数 after；空为末页")


class Count(Shape):
    """符合筛选条件的条数。"""

    count: int


class Choice(Shape):
    """一列中的一个值，有几条。"""

    value: str | int | None
    count: int


class Batch(Shape):
    """一个批次。"""

    id: int
    name: str = Field(description="批次名")
    arrived: datetime.datetime = Field(description="首次收进的时间")
    updated: datetime.datetime = Field(description="最近一次收进的时间")
    model_version: str | None = Field(description="给出建议的模型")
    version: int = Field(description="第几版：报送后每启封一次加一")
    sealed: bool = Field(description="已报送，不得修改")
    double: bool = Field(description="双人复核")


class Counts(Shape):
    """各状态的条数，已撤的不算。"""

    open: int = Field(description="待定")
    once: int = Field(description="待复核")
    disputed: int = Field(description="有分歧")
    decided: int = Field(description="已定")


class BatchInFull(Batch):
    """一个批次及其进度。"""

    counts: Counts
    progress: float = Field(description="已定的占几成，0 到 1；一条也没有时为 1")


class Source(Shape):
    """在来文中的位置。"""

    file: str = Field(description="文件")
    pages: list[int] = Field(description="第几页")
    sheet: str | None = Field(description="工作表")
    table: int | None = Field(description="第几张表")
    row: int | None = Field(description="表中第几行")
    paragraph: int | None = Field(description="第几段")


class Candidate(Shape):
    """建议的一个单位。"""

    department: str = Field(description="单位名称")
    score: float = Field(description="把握，0 到 1")
    reason: str = Field(description="依据的词句")


class Task(Shape):
    """来文中的原事项。"""

    text: str = Field(description="正文")
    source: Source
    notice_title: str | None = Field(description="来文标题")
    notice_number: str | None = Field(description="来文文号")
    given_lead: str | None = Field(description="来文写明的牵头单位")
    given_responsible: str | None = Field(description="来文写明的责任单位")
    candidates: list[Candidate] = Field(description="建议的单位，最有把握的在前")
    deadline: str | None = Field(description="来文中的时限原文")
    due: datetime.date | None = Field(description="时限落在哪一天")
    year: int | None = Field(description="年度")


class Decision(Shape):
    """台账中的一条记录。"""

    id: int
    act: int = Field(description="同一次操作的各条记录此号相同")
    item: int = Field(description="事项")
    seq: int = Field(description="该事项的第几条记录")
    how: Act = Field(description="操作：accept 采纳，change 改定，bulk 批量，undo 撤销，import 导入")
    person: str = Field(description="谁")
    at: datetime.datetime = Field(description="何时（UTC）")
    before: Verdict | None = Field(description="此前；双人复核中别人尚未揭晓的初核意见为空")
    before_state: State = Field(description="此前的状态")
    after: Verdict | None = Field(description="此后；同上")
    state: State = Field(description="此后的状态")
    why: str = Field(description="为何；同上")
    model_version: str | None = Field(description="当时给出建议的模型")
    batch_version: int = Field(description="当时批次是第几版")


class Item(Shape):
    """一个事项的全部内容。"""

    id: int
    batch_id: int = Field(description="批次")
    batch: str = Field(description="批次名")
    sealed: bool = Field(description="批次已报送，不得修改")
    double: bool = Field(description="批次双人复核")
    position: int = Field(description="在批次中的次序")
    task: Task
    proposal: Verdict = Field(description="建议")
    standing: Verdict = Field(description="现状：未定的同建议，已定的为结论")
    state: State = Field(description="状态")
    seq: int = Field(description="台账中已有几条记录；核定时原样放进 seen")
    score: float = Field(description="把握，0 到 1")
    needs_review: bool = Field(description="须由人看过")
    decided_by: str | None = Field(description="谁定的")
    decided_at: datetime.datetime | None = Field(description="何时定的（UTC）")
    assigned: str | None = Field(description="分派给谁")
    history: list[Decision] = Field(description="台账中的全部记录；双人复核中别人的初核意见不显示")
    members: list[Listed] = Field(description="同一相似组的其他事项，最多二十条")
    members_in_all: int = Field(description="同一相似组共有几条其他事项")


class Done(Shape):
    """一次操作的结果。"""

    act: int = Field(description="台账中此次操作的号")
    items: list[int] = Field(description="改动的事项")
    left: dict[str, int] = Field(
        description="未改动的条数，按原因：decided 已定，unit 没有牵头单位，assigned 已分派给别人，"
        "disputed 有分歧须组长定，gone 已撤，changed 已被别人改动，same 与现状相同"
    )


class Seal(Shape):
    """一次报送。"""

    version: int = Field(description="第几版")
    at: datetime.datetime = Field(description="何时（UTC）")
    by: str = Field(description="谁")
    why: str = Field(description="为何")
    rows: int = Field(description="几个事项")
    sha256: str = Field(description="快照的 SHA-256")


class Version(Shape):
    """启封后的版次。"""

    version: int


class Share(Shape):
    """一人分到的。"""

    person: Person | None = Field(description="空为未分派")
    assigned: int = Field(description="分到几条")
    decided: int = Field(description="其中已定")
    open: int = Field(description="其中未定")


class Assigned(Shape):
    """一次分派的结果。"""

    act: int = Field(description="台账中此次操作的号")
    assigned: int = Field(description="几个事项")


class Unit(Shape):
    """查到的一个单位。"""

    name: str = Field(description="单位名称")
    by: str = Field(description="按它的哪个别名查到，按本名查到的为空")


class Table(Shape):
    """一张统计表。"""

    key: str
    title: str = Field(description="表名")
    columns: list[str] = Field(description="各列")
    rows: list[list[str | int | float | datetime.date]] = Field(description="各行；小数为占比，0 到 1")


class Figures(Shape):
    """一个批次的统计。"""

    at: datetime.datetime = Field(description="统计于何时（UTC）；十几秒内重复查询不重算")
    total: int = Field(description="符合条件的条数")
    in_all: int = Field(description="不论状态的条数")
    tables: list[Table]


class Refusal(Shape):
    """为何没有办成。"""

    code: str = Field(description="原因的代号，不随措辞改变")
    message: str = Field(description="原因和怎么办，给人看")


class Conflict(Refusal):
    """别人先改了。"""

    item: int = Field(0, description="须重新查看的事项；0 为整个筛选结果")
