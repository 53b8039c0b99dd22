from __future__ import annotations

import pytest

from corpus.comments import COLUMNS, LabelledComment, fingerprint, read, shipped
from corpus.messages import MinyiError

HEAD = ",".join(COLUMNS) + "\n"


def _read(*lines: str) -> list[LabelledComment]:
    return list(read("made_up.csv", iter([HEAD, *(line + "\n" for line in lines)])))


def test_the_lead_function_stands_first() -> None:
    (comment,) = _read("工地欠薪,就业与劳动权益,劳动和社会保障,人社;住建,建设性,立行立改")
    assert comment.functions == ("人社", "住建")


def test_a_comment_without_a_definite_matter_has_an_empty_petition_class() -> None:
    (comment,) = _read("没有,无明确指向,,不明,其他,无明确指向")
    assert comment.petition_class == ""


def test_an_unknown_label_is_told_with_file_and_row() -> None:
    with pytest.raises(MinyiError, match="功夫") as caught:
        _read("路坏了,交通运输,交通运输,交通,建设性,立行立改", "少林寺,功夫,教育文体,文旅,其他,宣传解释")
    assert caught.value.problem.where == "made_up.csv:3"


def test_a_row_without_a_function_is_an_error() -> None:
    with pytest.raises(MinyiError):
        _read("路坏了,交通运输,交通运输,,建设性,立行立改")


def test_a_missing_column_is_told_by_name() -> None:
    with pytest.raises(MinyiError, match="disposition"):
        list(read("made_up.csv", iter(["text,domain,petition_class,functions,kind\n"])))


def test_the_shipped_comments_are_all_valid_and_none_stands_twice() -> None:
    texts = [comment.text for comment in shipped()]
    assert len(texts) > 3000
    assert len(set(texts)) == len(texts)


def test_the_fingerprint_changes_with_a_label() -> None:
    one = [LabelledComment("路灯不亮", kind="建设性")]
    other = [LabelledComment("路灯不亮", kind="其他")]
    assert fingerprint(one) == fingerprint(list(one))
    assert fingerprint(one) != fingerprint(other)
