"""What a public paper shows instead."""

from __future__ import annotations

import pytest

from outputs.personal.entity import KINDS, Entity, Kind
from outputs.personal.redaction import replacements


def without(text: str, *removals: tuple[str, Kind]) -> str:
    found = []
    at = 0
    for word, kind in removals:
        at = text.index(word, at)
        found.append(Entity(at, at + len(word), kind))
        at += len(word)
    pieces = [text[: found[0].start]]
    for each, instead, after in zip(found, replacements(text, found), [*found[1:], None], strict=True):
        pieces += instead, text[each.end : after.start if after else None]
    return "".join(pieces)


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("农建业", "农某"),
        ("欧阳建业", "欧阳某"),
        ("农建业先生", "农某先生"),
        ("农先生", "农先生"),
        ("农某", "农某"),
        ("阿依古丽", "阿某"),
        ("Tom Smith", "T"),
    ],
)
def test_a_name_keeps_the_family_name_alone(name: str, public: str) -> None:
    assert without(f"居民{name}反映", (name, "name")) == f"居民{public}反映"


def test_two_people_who_come_out_the_same_are_numbered_and_one_is_not() -> None:
    text = "农建业和农建国说，农建业家漏水，黄志远也是。"
    removals: list[tuple[str, Kind]] = [("农建业", "name"), ("农建国", "name"), ("农建业", "name"), ("黄志远", "name")]
    assert without(text, *removals) == "农某1和农某2说，农某1家漏水，黄某也是。"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("翠竹小区3栋2单元501室", "翠竹小区×栋×单元×室"),
        ("桐溪镇友谊路12号", "桐溪镇友谊路×号"),
        ("桐溪镇青山村三组15号", "桐溪镇青山村×组×号"),
        ("翠竹苑5号楼1-502", "翠竹苑×号楼×"),
        ("老榕树旁", "［地址已隐去］"),
    ],
)
def test_an_address_stays_down_to_the_community(address: str, public: str) -> None:
    assert without(f"住{address}。", (address, "address")) == f"住{public}。"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("name", "address")])
def test_nothing_of_a_number_remains(kind: Kind) -> None:
    shown = without("号码13907712468，请回", ("13907712468", kind))
    assert shown.startswith("号码［")
    assert shown.endswith("已隐去］，请回")
    assert not any(character.isdigit() for character in shown)
