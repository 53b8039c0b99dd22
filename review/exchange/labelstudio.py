"""A batch as tasks of Label Studio, with what is proposed and decided, and what was annotated there.

https://labelstud.io/guide/tasks and https://labelstud.io/guide/export
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from corpus.records import Problem
from outputs.safe_text import for_xml
from review.exchange.rows import HEADINGS, KEY, NUMBER, Row, cells_of
from review.exchange.sent import Arrived, Sent
from review.exchange.words import Words
from review.proposals import certainty, proposal_of

LABELLED = ("lead", "domain", "kind")
"""The fields that are labelled: each a group of choices."""


def write_tasks(path: Path, rows: Iterable[Row]) -> None:
    """A JSON list of tasks, to be imported into a project that has ``labelling_config``."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write("[")
        for at, row in enumerate(rows):
            file.write(",\n" if at else "\n")
            file.write(json.dumps(_task(row), ensure_ascii=False))
        file.write("\n]\n")


def labelling_config(words: Words) -> bytes:
    """The interface for these tasks: the text, and one group of choices a field."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value=HEADINGS["text"])
    ElementTree.SubElement(view, "Text", name="text", value="$text")
    for field in LABELLED:
        ElementTree.SubElement(view, "Header", value=HEADINGS[field])
        group = ElementTree.SubElement(view, "Choices", name=field, toName="text", choice="single", showInLine="true")
        for word in words.of(field):
            ElementTree.SubElement(group, "Choice", value=for_xml(word))
    ElementTree.indent(view)
    return ElementTree.tostring(view, "unicode").encode() + b"\n"


def read_tasks(tasks: Sequence[Any]) -> Arrived:
    """What was annotated: of each task the latest annotation that was not cancelled (skipped); others say nothing."""
    return Arrived(tuple(_sent(at, task) for at, task in enumerate(tasks, 1) if isinstance(task, Mapping)))


def is_task(value: object) -> bool:
    """Whether this is a task of Label Studio: with data, and with annotations or without."""
    return isinstance(value, Mapping) and isinstance(value.get("data"), Mapping)


def _task(row: Row) -> dict[str, Any]:
    data = {"text": row.task.text, NUMBER: row.task.number or "", KEY: str(row.key)}
    proposed = _result(cells_of(proposal_of(row.task)))
    task: dict[str, Any] = {"data": data}
    if proposed:
        version = row.task.model_version or "document"
        score = round(certainty(row.task), 4)
        task["predictions"] = [{"model_version": version, "score": score, "result": proposed}]
    if row.accepted:
        task["annotations"] = [{"result": _result(row.cells)}]
    return task


def _result(cells: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"from_name": field, "to_name": "text", "type": "choices", "value": {"choices": [cells[field]]}}
        for field in LABELLED
        if cells[field]
    ]


def _sent(at: int, task: Mapping[str, Any]) -> Sent:
    data = task.get("data")
    known: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    place, key, number = f"第{at}条任务", str(known.get(KEY) or ""), str(known.get(NUMBER) or "")
    annotation = _latest(task.get("annotations"))
    if annotation is None:
        return Sent(place, key, number)
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    for field, chosen in _chosen(annotation.get("result")):
        if len(chosen) > 1:
            problems.append(Problem(HEADINGS[field], "import-several", (("words", "、".join(chosen)),)))
        elif chosen:
            cells[field] = chosen[0]
    return Sent(place, key, number, cells, accepted=True, problems=tuple(problems))


def _latest(annotations: object) -> Mapping[str, Any] | None:
    if not isinstance(annotations, Sequence) or isinstance(annotations, str):
        return None
    counted = [one for one in annotations if isinstance(one, Mapping) and not one.get("was_cancelled")]
    return max(counted, key=_when, default=None)


def _when(annotation: Mapping[str, Any]) -> tuple[str, int]:
    made = annotation.get("updated_at") or annotation.get("created_at")
    number = annotation.get("id")
    return str(made or ""), number if isinstance(number, int) else 0


def _chosen(result: object) -> Iterable[tuple[str, list[str]]]:
    for one in result if isinstance(result, Sequence) and not isinstance(result, str) else ():
        if not isinstance(one, Mapping) or one.get("from_name") not in LABELLED:
            continue
        value = one.get("value")
        words = value.get("choices") if isinstance(value, Mapping) else None
        if isinstance(words, Sequence) and not isinstance(words, str):
            yield str(one["from_name"]), [word for word in words if isinstance(word, str)]
