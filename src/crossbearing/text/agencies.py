"""The news agencies that texts credit, as `agencies.yml` lists them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crossbearing.vocab.loader import Form, load_entries


@cache
def agencies() -> dict[str, str]:
    """Return a regular expression for the words that credit an agency, by the agency's id.

    >>> agencies()["reuters"]
    'Reuters|REUTERS'
    """
    form = Form({"id": (str,), "words": (list,)}, {})
    entries = load_entries(files("crossbearing.text") / "agencies.yml", form)
    return {entry["id"]: "|".join(entry["words"]) for _, entry in entries}


def any_agency() -> str:
    """Return a regular expression, without a group around it, for the words that credit any agency.

    >>> "|AP|" in any_agency()
    True
    """
    return "|".join(agencies().values())
