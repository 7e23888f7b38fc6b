"""Names of a pack's actors, places and outlets in other languages than English: `names.yml`, which a pack may have."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path

from crossbearing.model.errors import PackError
from crossbearing.resolve.pack_checks import check_name
from crossbearing.resolve.pack_facts import PackNames
from crossbearing.text.languages.tables import KNOWN
from crossbearing.vocab.loader import Form, check_texts, load_entries

FILE = "names.yml"
_FORM = Form({"id": (str,), "source": (str,)}, dict.fromkeys(KNOWN, (list,)))


def read_names(folder: Path | Traversable, pack: str) -> tuple[PackNames, ...]:
    """Return the names of a pack folder, none where it has no such file; raise PackError with file, line and field.

    >>> from importlib.resources import files
    >>> found = read_names(files("crossbearing.packs") / "syria", "syria")
    >>> next(n.names for n in found if n.id == "sy:damascus" and n.language == "ru")
    ('Дамаск',)
    """
    file = folder / FILE
    if not file.is_file():
        return ()
    found: list[PackNames] = []
    seen: set[str] = set()
    for where, entry in load_entries(file, _FORM):
        place = f"{pack}/{where}"
        if entry["id"] in seen:
            raise PackError(f"{place}: {entry['id']!r} stands twice; put all its names in one entry")
        seen.add(entry["id"])
        for code in KNOWN:
            names = check_texts(entry.get(code, []), code, place)
            for name in names:
                check_name(name, code, place, case=True)
            if names:
                found.append(PackNames(entry["id"], code, names, entry["source"], place))
    return tuple(found)


def check_bearers(names: Iterable[PackNames], known: set[str]) -> None:
    """Raise PackError where a name belongs to nobody that the packs in use have."""
    for name in names:
        if name.id not in known:
            raise PackError(f"{name.where}: {name.id!r} is no actor, place, person or outlet of the packs in use")
