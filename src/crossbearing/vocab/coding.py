"""How our words are coded by UCDP and ACLED: actors, precisions, disorder types; classes are in ``crosswalk.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.loader import plain, read_yaml


@dataclass(frozen=True, slots=True)
class Coding:
    """The tables of ``coding.yml``: an actor type gives (ACLED inter code, UCDP standing)."""

    inter_words: Mapping[int, str]
    actor_types: Mapping[str, tuple[int, str]]
    acting: tuple[str, ...]
    acted_upon: tuple[str, ...]
    disorder_types: Mapping[str, str]
    time_precisions: Mapping[int, int]
    geo_precisions: Mapping[int, int]
    gains: Mapping[str, str]
    regions: Mapping[str, str]
    acled_regions: Mapping[str, str]


@cache
def coding() -> Coding:
    """Return the tables; raise VocabularyError where one lacks or holds what no scheme knows.

    >>> coding().actor_types["non_state_armed_group"], coding().regions["SY"]
    ((2, 'organised'), 'Middle East')
    """
    value: dict[str, Any] = plain(read_yaml(files("crossbearing.vocab") / "coding.yml"))
    wanted = set(Coding.__dataclass_fields__)
    if set(value) != wanted:
        raise VocabularyError(f"coding.yml: {', '.join(sorted(set(value) ^ wanted))} is missing or not known")
    inter = {int(code): str(words) for code, words in value["inter_words"].items()}
    types = {name: (int(code), str(standing)) for name, (code, standing) in value["actor_types"].items()}
    for name, (code, standing) in types.items():
        if code not in inter or standing not in ("state", "organised", "civilian", "none"):
            raise VocabularyError(f"coding.yml: actor_types: {name}: no such code: {code}, {standing}")
    return Coding(
        inter_words=inter,
        actor_types=types,
        acting=tuple(value["acting"]),
        acted_upon=tuple(value["acted_upon"]),
        disorder_types=value["disorder_types"],
        time_precisions={int(k): int(v) for k, v in value["time_precisions"].items()},
        geo_precisions={int(k): int(v) for k, v in value["geo_precisions"].items()},
        gains=value["gains"],
        regions=_by_country(value["regions"]),
        acled_regions=_by_country(value["acled_regions"]),
    )


def _by_country(regions: Mapping[str, list[str]]) -> dict[str, str]:
    return {iso: region for region, countries in regions.items() for iso in countries}
