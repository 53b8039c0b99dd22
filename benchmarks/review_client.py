"""Reviewers at their keyboards, for the load run of the review: a process of its own, which asks the server as the page
does and writes down how long each answer took and what was acknowledged.

``python -m benchmarks.review_client`` reads an ``Order`` as JSON and writes a ``Report`` as JSON.
"""

from __future__ import annotations

import html
import json
import random
import re
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Thread
from urllib.parse import urlencode, urlsplit

_WORDS = [
    "路灯",
    "学校",
    "医保",
    "噪声",
    "停车",
    "公交",
    "井盖",
    "老旧小区",
    "自来水",
    "拖欠工资",
    "垃圾",
    "水",
    "热线",
    "2025-0",
]
_UNITS = ["jy", "jiaotong", "公安", "shuili", "局", "zj"]
_CHOICES = ("domain", "lead", "place", "kind", "year")


@dataclass(frozen=True, slots=True)
class Order:
    """What the reviewers are to do: ``think`` are the least and most seconds between two keys, None for none at all.

    Each works in a domain of the batch until ``seconds`` are over or it has sent ``most`` requests; with ``killed`` a
    server that is not there any more ends the work and is no error.
    """

    address: str
    batch: int
    logins: Sequence[str]
    password: str
    domains: Sequence[str]
    seconds: float
    think: tuple[float, float] | None
    most: int = 20_000
    killed: bool = False


@dataclass(slots=True)
class Report:
    """Milliseconds by kind of request; ``acknowledged`` says of each request key how many items the server said were
    changed; ``told`` counts conflicts (409), ``refused`` undoings of nothing; ``unanswered`` were sent to a server that
    died."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    told: int = 0
    refused: int = 0
    unanswered: list[str] = field(default_factory=list)
    seconds: float = 0.0


class _GoneError(Exception):
    """The server does not answer any more."""


class _Reviewer:
    def __init__(self, order: Order, login: str, domain: str, report: Report) -> None:
        self._order, self._login, self._report = order, login, report
        self._chance = random.Random(login)
        self._net = HTTPConnection(urlsplit(order.address).netloc, timeout=60)
        self._headers = {"HX-Request": "true"}
        self._query = urlencode({"domain": domain})
        self._item, self._list, self._after = "", [""], ""
        self._sent = 0
        self._end = 0.0

    def log_in(self) -> None:
        answer = self._asked(
            "login", "POST", "/login", {"login": self._login, "password": self._order.password}, (303,)
        )
        if not answer[0]:
            raise SystemExit("login failed")
        self._page(self._query, "first page")

    def work(self, end: float) -> None:
        self._end = end
        keys: Sequence[tuple[Callable[[], None], float]] = (
            (self._accept, 60),
            (self._change, 12),
            (self._group, 3),
            (self._open, 8),
            (self._next_lines, 4),
            (self._other_filter, 2),
            (self._search, 3),
            (self._units, 3),
            (self._undo, 3),
            (self._source, 1),
            (self._choices, 1),
            (self._progress, 1),
            (self._bulk, 0.5),
        )
        steps, weights = zip(*keys, strict=True)
        try:
            while time.monotonic() < end and self._sent < self._order.most:
                self._chance.choices(steps, weights)[0]()
                if self._order.think:
                    time.sleep(self._chance.uniform(*self._order.think))
        except _GoneError:
            pass

    def _asked(
        self,
        kind: str,
        method: str,
        path: str,
        form: Mapping[str, object] | None = None,
        expected: Sequence[int] = (200,),
        key: str = "",
    ) -> tuple[int, str]:
        """Status and text; status 0 where the answer was none that can be."""
        self._sent += 1
        body = urlencode(form, doseq=True) if form is not None else None
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"} if body else self._headers
        start = time.perf_counter()
        try:
            self._net.request(method, path, body, headers)
            answer = self._net.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException) as error:
            if self._order.killed:
                self._report.unanswered.append(key)
                raise _GoneError from None
            self._report.errors.append(f"{kind}: {error!r}")
            self._net.close()
            return 0, ""
        self._report.milliseconds.setdefault(kind, []).append((time.perf_counter() - start) * 1000)
        if cookie := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = cookie.split(";")[0]
        if answer.status in expected:
            return answer.status, text
        self._report.errors.append(f"{kind}: {answer.status} {path} {text[:300]!r}")
        return 0, ""

    def _page(self, query: str, kind: str = "page") -> None:
        status, text = self._asked(kind, "GET", f"/batches/{self._order.batch}?state=open&{query}")
        if not status:
            return
        [csrf] = re.findall(r'<meta name="csrf" content="([^"]+)"', text)
        self._headers["X-CSRF-Token"] = csrf
        self._asked("count", "GET", f"/batches/{self._order.batch}/count?state=open&{query}")
        self._seen(text)
        shown = re.findall(r'<article id="item".*?</article>', text, re.DOTALL)
        self._item = shown[0] if shown else ""

    def _seen(self, text: str) -> None:
        self._list = re.findall(r'<li class="line" id="line-(\d+)"', text)
        after = re.findall(r"&amp;after=([^\"]+)\"", text)
        self._after = html.unescape(after[0]) if after else ""

    def _next_key(self) -> str:
        if len(self._list) < 2:
            self._page(self._query)
        return self._list.pop(self._chance.randrange(min(3, len(self._list)))) if self._list else ""

    def _form(self) -> tuple[str, dict[str, object]]:
        """The item's number and its form as it stands."""
        page = self._item
        key = re.findall(r'<article id="item" class="item" data-id="(\d+)"', page)[0]

        def chosen(name: str) -> str:
            select = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)[0]
            return "".join(re.findall(r"<option selected>([^<]*)", select))

        form: dict[str, object] = {name: html.unescape(chosen(name)) for name in ("domain", "kind", "disposition")}
        form["seen"] = re.findall(r'name="seen" value="(\d+)"', page)[0]
        form["lead"] = html.unescape(re.findall(r'name="lead" id="lead" value="([^"]*)"', page)[0])
        form["supporting"] = [html.unescape(u) for u in re.findall(r'name="supporting" value="([^"]*)"', page)]
        return key, form

    def _accept(self, kind: str = "accept", **more: object) -> None:
        if not self._item:
            self._page(self._query)
        if not self._item:
            return
        key, form = self._form()
        request = uuid.uuid4().hex
        following = self._next_key()
        form |= {"request": request, "next": following, "query": f"state=open&{self._query}", **more}
        status, text = self._asked(kind, "POST", f"/items/{key}/decide", form, (200, 409), request)
        if status == 409:
            self._report.told += 1
            self._open()
        elif status:
            answer = json.loads(text)
            self._report.acknowledged[request] = len(answer["changed"])
            self._item = answer["item"] or ""

    def _change(self) -> None:
        others = [html.unescape(u) for u in re.findall(r'data-do="choose" data-unit="([^"]+)"', self._item)]
        self._accept("change", lead=others[-1] if others else "市教育局", note="请先看现场")

    def _group(self) -> None:
        self._accept("group", group="true")

    def _open(self) -> None:
        status, text = self._asked("open", "GET", f"/items/{key}") if (key := self._next_key()) else (0, "")
        self._item = text if status else ""

    def _next_lines(self) -> None:
        if self._after:
            path = f"/batches/{self._order.batch}/lines?state=open&{self._query}&after={self._after}"
            status, text = self._asked("next lines", "GET", path)
            if status:
                self._seen(text)

    def _other_filter(self) -> None:
        narrower = ("kind=建设性", "year=2024", "score=low", "place=石桥镇", "disposition=分步整改", "assigned=nobody")
        name, value = self._chance.choice(narrower).split("=")
        self._page(f"{self._query}&{urlencode({name: value})}")

    def _search(self) -> None:
        query = urlencode({"state": "all", "q": self._chance.choice(_WORDS)})
        self._asked("search", "GET", f"/batches/{self._order.batch}?{query}")
        self._asked("count of search", "GET", f"/batches/{self._order.batch}/count?{query}")

    def _units(self) -> None:
        query = urlencode({"q": self._chance.choice(_UNITS)})
        self._asked("units", "GET", f"/batches/{self._order.batch}/units?{query}")

    def _undo(self) -> None:
        request = uuid.uuid4().hex
        path = f"/batches/{self._order.batch}/undo"
        status, text = self._asked("undo", "POST", path, {"request": request}, (200, 422), request)
        if status == 422:
            self._report.refused += 1
        elif status:
            answer = json.loads(text)
            self._report.acknowledged[request] = len(answer["changed"])
            self._item = answer["item"] or ""

    def _source(self) -> None:
        if self._item:
            self._asked("source", "GET", f"/items/{self._form()[0]}/source")

    def _choices(self) -> None:
        name = self._chance.choice(_CHOICES)
        self._asked("choices", "GET", f"/batches/{self._order.batch}/choices/{name}?state=open&{self._query}")

    def _progress(self) -> None:
        self._asked("progress", "GET", f"/batches/{self._order.batch}/progress")

    def _bulk(self) -> None:
        keys = self._list[: self._chance.randrange(2, 51)]
        if not keys:
            return
        path = f"/batches/{self._order.batch}/bulk?{urlencode({'state': 'open', 'ids': ','.join(keys)})}"
        status, text = self._asked("bulk panel", "GET", path)
        if not status:
            return
        request = re.findall(r'name="request" value="([^"]+)"', text)[0]
        expected = re.findall(r'name="expected" value="(\d+)"', text)[0]
        if expected == "0":
            return
        # Somebody may have decided one of them meanwhile; then the panel comes back.
        status, text = self._asked("bulk", "POST", path, {"expected": expected, "request": request}, (200,), request)
        if status and (done := re.findall(r'id="bulk-changed">(\d+)', text)):
            self._report.acknowledged[request] = int(done[0])
            self._list = [one for one in self._list if one not in keys]
        elif status:
            self._report.told += 1


def worked(order: Order) -> Report:
    """What came of an order; the reviewers log in one after the other before the clock starts."""
    report = Report()
    reviewers = []
    for n, login in enumerate(order.logins):
        domain = order.domains[n % len(order.domains)]
        reviewers.append(_Reviewer(order, login, domain, report))
        reviewers[-1].log_in()
    start = time.monotonic()
    threads = [Thread(target=one.work, args=(start + order.seconds,)) for one in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.seconds = time.monotonic() - start
    return report


if __name__ == "__main__":
    json.dump(asdict(worked(Order(**json.load(sys.stdin)))), sys.stdout)
