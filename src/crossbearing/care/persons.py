"""Names hidden in any report of a record, wherever else they stand: a number for each person, in ids too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from crossbearing.llm.masking import Mask
from crossbearing.model.document import Document
from crossbearing.reconcile.comparison import slug

_WORD = re.compile(r"\w+")
_JOINTS = re.compile(r"[\W_]+")


class Lookup:
    """Finds forms in words, each by its first word: as fast for ten thousand names as for ten.

    A form stands alone: no character of the class ``joined`` is before or behind it. Of several the longest is meant.

    >>> Lookup(["Tarek Salloum", "Tarek"], r"\\w").replaced("Tarek Salloum, Tarek", lambda form, before: "N")
    'N, N'
    """

    def __init__(self, forms: Iterable[str], joined: str) -> None:
        self._joined = re.compile(f"[{joined}]")
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for form in sorted(set(forms), key=lambda f: (-len(f), f)):
            if first := _WORD.match(form):
                self._by_first[first.group()].append(form)

    def found(self, words: str) -> Iterable[tuple[int, str]]:
        """Yield where each form stands and which it is, in order, none overlapping another."""
        end = 0
        for word in _WORD.finditer(words):
            start = word.start()
            forms = self._by_first.get(word.group())
            if forms is None or start < end or self._joined.match(words[start - 1 : start]):
                continue
            for form in forms:
                after = start + len(form)
                if words.startswith(form, start) and not self._joined.match(words[after : after + 1]):
                    yield start, form
                    end = after
                    break

    def replaced(self, words: str, by: Callable[[str, str], str]) -> str:
        """Return the words with ``by(form, words before it)`` for each form."""
        parts, last = [], 0
        for start, form in self.found(words):
            parts += [words[last:start], by(form, words[:start])]
            last = start + len(form)
        return "".join([*parts, words[last:]]) if parts else words


class Persons:
    """The private persons of a record: what stands for their names in words that are no text of a report."""

    def __init__(self, masks: Mapping[str, Mask]) -> None:
        forms = sorted({form for mask in masks.values() for form in mask.names}, key=lambda f: (-len(f), f))
        numbers = _numbers(forms)
        self._words = {form: f"[person {number}]" for form, number in numbers.items()}
        self._ids = _ids(numbers)
        self._in_words, self._in_ids = Lookup(self._words, r"\w"), Lookup(self._ids, r"\w-")
        self._in_joints = Lookup((f for f in (_joints(form) for form in forms) if f), r"\w")
        full = [form for form in forms if " " in form]
        self._full = Lookup([*full, *(form.upper() for form in full)], r"\w-")
        self._renamed: dict[str, str] = {}
        self._in_renamed = Lookup((), r"\w-")

    def name_anew(self, documents: Iterable[Document]) -> None:
        """Find new ids for reports whose ids tell a name, as those of files do; what is named after them follows."""
        ids = sorted(document.id for document in documents)
        for number, identity in enumerate(ids, 1):
            if self.is_told_by(identity):
                self._renamed[identity] = next(n for n in _numbered(number) if n not in ids)
        self._in_renamed = Lookup(self._renamed, r"\w-")

    def is_told_by(self, name: str) -> bool:
        """Say whether the name of a file or an address holds the name of a person, however its words are joined."""
        return any(True for _ in self._in_joints.found(_joints(name)))

    def mask_of(self, mask: Mask, text: str) -> Mask:
        """Return the mask of a report with the full names too that are hidden in any other, in capitals also."""
        more = {form: "" for _, form in self._full.found(text) if form not in mask.names}
        return replace(mask, names={**mask.names, **more}) if more else mask

    def __call__(self, words: str) -> str:
        """Return the words with a number for each person; ids are words in small letters, or begin with ``new:``."""
        words = self._in_renamed.replaced(words, lambda form, _: self._renamed[form])
        words = self._in_words.replaced(words, lambda form, _: self._words[form])
        whole = words == words.lower()  # an id as a whole; elsewhere "rose" is no woman of that name
        return self._in_ids.replaced(words, lambda form, before: self._id(form, before, whole))

    def _id(self, form: str, before: str, whole: bool) -> str:
        return self._ids[form] if whole or "-" in form or before.endswith("new:") else form


def _ids(numbers: Mapping[str, int]) -> dict[str, str]:
    """Return what stands for a name in an id: the number, for its parts another behind it, so that ids stay different.

    >>> _ids({"Tarek Salloum": 1, "Salloum": 1, "Hanan Odeh": 2})
    {'tarek-salloum': 'person-1', 'salloum': 'person-1-2', 'hanan-odeh': 'person-2'}
    """
    found: dict[str, str] = {}
    told: Counter[int] = Counter()
    for form, number in numbers.items():
        if (key := slug(form)) and key not in found:
            told[number] += 1
            found[key] = f"person-{number}" if told[number] == 1 else f"person-{number}-{told[number]}"
    return found


def _joints(name: str) -> str:
    return _JOINTS.sub("-", name.lower()).strip("-")


def _numbered(number: int) -> Iterable[str]:
    name = f"report-{number}"
    while True:
        yield name
        name += "-"


def _numbers(forms: Iterable[str]) -> dict[str, int]:
    """Return the number of each form, the longest first: parts of a name bear the number of the name they are in."""
    numbers: dict[str, int] = {}
    holding: dict[str, list[str]] = defaultdict(list)
    found = 0
    for form in forms:
        alone = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
        first = _WORD.search(form)
        near = holding[first.group()] if first else ()
        inside = next((name for name in near if alone.search(name)), None)
        if inside is None:
            found += 1
        numbers[form] = numbers[inside] if inside else found
        for word in set(_WORD.findall(form)):
            holding[word].append(form)
    return numbers
