"""The rules of time as data: what they name exists, and the longest form wins."""

from __future__ import annotations

import re

from corpus.terms import terms
from extractors.deadlines.time_atoms import Piece
from extractors.deadlines.time_rules import Match, Rule, longest, matches


def pieces(*tags: str) -> list[Piece]:
    return [Piece(tag, "x", at) for at, tag in enumerate(tags)]


def test_every_form_is_made_of_atoms_and_of_named_forms() -> None:
    data = terms("deadlines")
    known = {*data["atoms"], "C", *(f"<{name}>" for name in data["forms"])}
    forms = [form for rule in data["rule"] for form in rule["forms"]]
    forms += [form for named in data["forms"].values() for form in named]
    used = {item.rstrip("?") for form in forms for item in form.split()}
    assert used - known == set()


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule["name"] for rule in terms("deadlines")["rule"]]
    assert len(names) == len(set(names))


def test_a_rule_skips_only_what_its_forms_have() -> None:
    for rule in terms("deadlines")["rule"]:
        items = {item.rstrip("?") for form in rule["forms"] for item in re.sub("<.*?>", "", form).split()}
        assert set(rule.get("skip", [])) <= items


def test_a_sentence_without_the_atoms_of_any_form_has_no_match() -> None:
    assert matches(pieces("C", "YEAR", "P", "C")) == []


def test_a_point_of_time_with_a_word_for_before_is_found_whole() -> None:
    found = longest(matches(pieces("C", "YEAR", "MONTH", "DAY", "BEFORE", "C")))
    assert (1, 5) in [(match.first, match.stop) for match in found]


def test_of_forms_that_overlap_the_longest_is_kept_and_of_equals_the_first() -> None:
    rule = Rule("any", "by", ())
    given = [Match(rule, 0, 2), Match(rule, 1, 4), Match(rule, 4, 6), Match(rule, 5, 7)]
    assert longest(given) == [Match(rule, 1, 4), Match(rule, 4, 6)]
