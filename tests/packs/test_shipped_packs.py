from __future__ import annotations

import pytest

from crossbearing.resolve.pack_files import shipped_packs
from crossbearing.resolve.packs import load_packs
from crossbearing.text.names import NameMatcher


@pytest.mark.parametrize("name", shipped_packs())
def test_every_pack_loads_alone(name: str) -> None:
    packs = load_packs([name])
    assert packs.pack(name).title


def test_all_packs_load_together_and_agree() -> None:
    packs = load_packs()
    assert len(packs.packs) == len(shipped_packs())


def test_matcher_finds_the_names_that_a_parser_gets_wrong() -> None:
    matcher = NameMatcher(load_packs(["syria"]).names())
    text = "IS overran Qadam, SANA said, while Jaish al-Islam held Douma."
    found = {m.text: m.kind for m in matcher.find(text)}
    assert found == {
        "IS": "actor", "Qadam": "place", "SANA": "outlet", "Jaish al-Islam": "actor", "Douma": "place",
    }  # fmt: skip
