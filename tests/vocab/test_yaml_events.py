"""The quick way into a YAML file says what the strict loader says, or leaves the file to it."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab import yaml_events
from crossbearing.vocab.loader import MOST_CHARACTERS, MOST_DEPTH, MOST_NODES, _LineLoader, read_yaml
from crossbearing.vocab.yaml_events import Bounds, NotPlainError, built

_BOUNDS = Bounds(MOST_DEPTH, MOST_NODES, MOST_CHARACTERS, _LineLoader.yaml_implicit_resolvers)
_OURS = sorted(
    path
    for path in Path(str(files("crossbearing"))).rglob("*.yml")
    if "corpus" not in path.name and "vendor" not in path.parts
)
_SPOILERS = [*"\t\n\r :-#[]{},&*!|>'\"%@?~=<\\.1_\x85\u2028\ufeffe"]
_SPOILERS += [": ", "- ", "\n  ", "? ", "---\n", "<<: ", "|-\n  "]
_SPOILERS += ["!!str ", "&a ", "*a", "1:30", "1e3", ".inf", "null", "true", "2018-01-01", '"\\u00e9"', "0o7", " #c"]

needs_libyaml = pytest.mark.skipif(yaml_events._Parser is None, reason="PyYAML was built without libyaml")


def _strictly(text: str) -> Any:
    return yaml.load(text, _LineLoader)


@needs_libyaml
def test_every_table_of_ours_is_read_the_quick_way_and_alike() -> None:
    """One of ours that is left to the loader costs every start its time."""
    assert len(_OURS) > 100
    slow = []
    for path in _OURS:
        text = path.read_text(encoding="utf-8")
        try:
            assert repr(built(text, _BOUNDS)) == repr(_strictly(text)), path
        except NotPlainError:
            slow.append(path.name)
    assert slow == []


@needs_libyaml
def test_spoiled_tables_are_read_alike_or_left_to_the_loader() -> None:
    """Texts cut out of our tables and spoiled: whatever the quick way takes, the strict loader takes as the same."""
    draw = random.Random(7)
    texts = [path.read_text(encoding="utf-8").splitlines(keepends=True) for path in _OURS]
    taken = 0
    for _ in range(1500):
        lines = draw.choice(texts)
        at = draw.randrange(len(lines))
        text = "".join(lines[at : at + draw.randint(1, 8)])
        for _ in range(draw.randint(0, 5)):
            place = draw.randrange(len(text) + 1)
            text = text[:place] + draw.choice(_SPOILERS) + text[place:]
        try:
            quick = built(text, _BOUNDS)
        except NotPlainError:
            continue
        taken += 1
        assert repr(quick) == repr(_strictly(text)), text
    assert 300 < taken < 1400


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x",
        "a: !!str 1",
        "a: 1\na: 2",
        "__line__: 1",
        "? [a]\n: 1",
        "<<: {a: 1}",
        "a: " + "x" * (MOST_CHARACTERS + 1),
        "[" * 30 + "]" * 30,
        "[" * 200_000,
        "a: 1\n---\nb: 2",
        "a: [1",
        "a:\tb",
        "[a?b]",
        "a: \x01",
    ],
)
def test_what_is_not_plainly_right_is_left_to_the_loader(text: str) -> None:
    with pytest.raises(NotPlainError):
        built(text, _BOUNDS)


def test_more_values_than_a_file_may_hold_are_left_to_the_loader() -> None:
    with pytest.raises(NotPlainError):
        built("- 1\n" * 10, Bounds(MOST_DEPTH, 5, MOST_CHARACTERS, {}))


def test_without_libyaml_a_file_is_read_and_refused_as_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_text("- {id: a, n: 12, on: off}\n- b: [1.5, true, ~]\n")
    bad.write_text("- a: 1\n  a: 2\n")
    told = []
    for parser in (yaml_events._Parser, None):
        monkeypatch.setattr(yaml_events, "_Parser", parser)
        with pytest.raises(VocabularyError) as error:
            read_yaml(bad)
        told.append((read_yaml(good), str(error.value)))
    assert told[0] == told[1]
    assert told[0][0] == [
        {"id": "a", "n": 12, "on": "off", "__line__": 1},
        {"b": [1.5, True, None], "__line__": 2},
    ]
    assert told[0][1].startswith("bad.yml:2: no valid YAML: key 'a' stands twice")
