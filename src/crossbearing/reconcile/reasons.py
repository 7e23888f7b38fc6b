"""What the comparison of two accounts gave, in words."""

from __future__ import annotations

from functools import lru_cache

_WORDS = {
    "place": ("same place", "places near or one inside the other", "places apart"),
    "time": ("same days", "days that overlap only with their margin", "days apart"),
    "class": ("same kind of event", "related kinds of event", "different kinds of event"),
    "actors": ("same actors", "actors that may be the same", "different actors"),
    "counts": ("same figures", "figures that can both hold", "different figures"),
    "rare": ("the same unusual figure", "", ""),
    "persons": ("the same named person", "", "different named persons"),
    "report": ("reports that share rare names", "reports that share some names", "reports that share no rare names"),
    "copy": ("one text is copied from the other", "", ""),
}


@lru_cache(maxsize=512)
def _phrase(name: str, value: int) -> str:
    same, middle, apart = _WORDS[name]
    word = same if value >= 90 else middle if value >= 30 and middle else apart
    return f"{word} ({name} {value / 100:.2f})"


def feature_in_words(name: str, value: float) -> str:
    """Say in words what a feature of a pair of accounts gave, and its value.

    >>> feature_in_words("place", 1.0)
    'same place (place 1.00)'
    """
    return _phrase(name, round(value * 100))
