"""Rewrites a sentence for the parser and maps what comes back onto the document's characters.

Each matched name becomes one familiar word of its kind, runs of white space become one space, a known word written
with a hyphen ("counter-offensive", "cease-fire") becomes one word, a word the tagger mistakes is shown as one it
knows, and shouting is lowered. Measured on 101 arcs: 92 right with name proxies, 88 without ("IS overran" stops being
a verb).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossbearing.model.made import made_often
from crossbearing.text.markup import TAG
from crossbearing.text.tokens import NameMatch
from crossbearing.vocab.loader import Form, load_entries

PROXY = {"actor": "Hezbollah", "outlet": "Reuters", "place": "Baghdad", "person": "Johnson"}
_SCARE = re.compile(r"(?<!\w)['‘\"“][^\W\d]+['’\"”](?!\w)")
# White space that is no single space: most of it is.
_SPACE = re.compile(r"\s{2,}|[^\S ]")
_HYPHENED = re.compile(r"(?<![\w-])([^\W\d_]{2,})-([^\W\d_]{2,})(?![\w-])")
# A word broken at the end of a line ("incl-", "uding"), and the tens that keep their hyphen there ("sixty-", "four").
_BROKEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})-[^\S\n\r]*(?:\r\n|\n|\r)[^\S\n\r]*(?=([^\W\d_]{2,}))")
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
# "60, 000" is one number.
_SPLIT_THOUSANDS = re.compile(r"(?<=\d), (?=000(?:\D|$))")
# Marks of notes ("[47]", "[note 2]"): no words of the sentence; nor are the tags of a web page that was saved as text.
_NOTE = re.compile(r"\[(?:\d{1,3}|[a-z]|notes? \d{1,2}|citation needed)\]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "–": "-"})


@cache
def _familiar() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of the words to be shown as others, their plurals included, and what each is shown as."""
    form = Form({"word": (str,), "as": (str,)}, {"before": (str,)})
    entries = [entry for _, entry in load_entries(files("crossbearing.text") / "proxies.yml", form)]
    shown = {e["word"] + ending: e["as"] + ending for e in entries for ending in ("", "s")}
    parts = [rf"{e['word']}s?(?=\s+[^\W\d_]+{e['before']}\b)" if "before" in e else rf"{e['word']}s?" for e in entries]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE), shown


@made_often
@dataclass(frozen=True, slots=True)
class Edit:
    """Document characters ``start`` to ``end`` stand as ``text`` in the parser's input; ``name`` is a match index.

    ``word`` is the word the rules shall see where the parser sees another.
    """

    start: int
    end: int
    text: str
    name: int = -1
    word: str = ""


@dataclass(frozen=True, slots=True)
class Proxied:
    """The parser's input and the way back: ``starts`` and ``ends`` hold the document offsets of its characters.

    ``names`` and ``words`` lead from the offset of a proxy in the input to the name match or the word it stands for.
    """

    text: str
    starts: list[int]
    ends: list[int]
    names: dict[int, int]
    words: dict[int, str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document span of the input's characters ``start`` to ``end``."""
        return self.starts[start], self.ends[end - 1]


def _edits(
    text: str, start: int, end: int, names: Sequence[NameMatch], is_plain: Callable[[str], bool], heading: bool
) -> list[Edit]:
    edits = [
        Edit(n.start, n.end, PROXY[n.kind], i)
        for i, n in enumerate(names)
        if n.kind in PROXY and start <= n.start and n.end <= end
    ]
    taken = [(e.start, e.end) for e in edits]
    edits.extend(_layout_edits(text, start, end, is_plain))
    for found in _SPACE.finditer(text, start, end):
        if not any(s <= found.start() < e for s, e in taken):
            edits.append(Edit(found.start(), found.end(), " "))
    edits.extend(_word_edits(text, start, end, is_plain, taken))
    if heading:  # 'retake' in a heading is the word at arm's length; the quotation marks only break the parse
        for found in _SCARE.finditer(text, start, end):
            edits.extend((Edit(found.start(), found.start() + 1, ""), Edit(found.end() - 1, found.end(), "")))
    return sorted(edits, key=lambda e: e.start)


def _layout_edits(text: str, start: int, end: int, is_plain: Callable[[str], bool]) -> Iterator[Edit]:
    """Yield the edits that undo what setting a text did to it: broken words, split numbers, note marks, tags."""
    if "-" in text[start:end]:
        for found in _BROKEN.finditer(text, start, end):
            left, right = found[1].lower(), text[found.end() : found.end() + len(found[2])].lower()
            kept = left in _TENS or (is_plain(left) and not is_plain(left + right))
            hyphen = 1 if kept or text[found.end()].isupper() else 0  # it stays a word of its own
            yield Edit(found.end(1) + hyphen, found.end(), "")
    yield from (Edit(f.start(), f.end(), ",") for f in _SPLIT_THOUSANDS.finditer(text, start, end))
    yield from (Edit(f.start(), f.end(), "") for f in _NOTE.finditer(text, start, end))
    yield from (Edit(f.start(), f.end(), " ") for f in TAG.finditer(text, start, end))


def _word_edits(
    text: str, start: int, end: int, is_plain: Callable[[str], bool], taken: Sequence[tuple[int, int]]
) -> Iterator[Edit]:
    """Yield the edits that join known words at their hyphen and show familiar words for those the tagger mistakes."""
    pattern, shown = _familiar()
    for found in _HYPHENED.finditer(text, start, end) if "-" in text[start:end] else ():
        joined = (found.group(1) + found.group(2)).lower()
        if not is_plain(joined) or any(s <= found.start() < e for s, e in taken):
            continue
        if pattern.fullmatch(joined):
            yield Edit(found.start(), found.end(), shown[joined], word=joined)
        else:
            yield Edit(found.end(1), found.end(1) + 1, "")
    for found in pattern.finditer(text, start, end):
        if not any(s <= found.start() < e for s, e in taken):
            word = found.group().lower()
            yield Edit(found.start(), found.end(), shown[word], word=word)


def _is_shouted(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 12 and sum(map(str.isupper, filter(str.isalpha, text))) > 0.8 * letters


def lower_shouting(text: str, is_plain: Callable[[str], bool], heading: bool) -> str:
    """Lower the capitals that say nothing: whole sentences in capitals, and title-case words of a heading.

    A title-case word is lowered when ``is_plain`` says that the document or a lexicon also writes it small. Length
    never changes.

    >>> lower_shouting("Army Seizes Town In North", {"seizes", "town", "in"}.__contains__, True)
    'Army seizes town in North'
    """
    shouted = _is_shouted(text)
    if not shouted and not heading:
        return text

    def word(found: re.Match[str]) -> str:
        small = found.group().lower()
        if len(small) != len(found.group()):
            return found.group()
        first = found.start() == 0
        if shouted:
            return found.group()[0] + small[1:] if first or not is_plain(small) else small
        return small if not first and is_plain(small) else found.group()

    return re.sub(r"[^\W\d_]{2,}", word, text)


def proxy(
    text: str, start: int, end: int, names: Sequence[NameMatch], is_plain: Callable[[str], bool], heading: bool = False
) -> Proxied:
    """Return the parser's input for ``text[start:end]``.

    >>> p = proxy("IS overran  Qadam.", 0, 18, [NameMatch(12, 17, "Qadam", "place", ("q",))], lambda w: False)
    >>> p.text, p.span(11, 18)
    ('IS overran Baghdad.', (12, 17))
    >>> proxy("The cease-fire held.", 0, 20, [], {"ceasefire"}.__contains__).text
    'The ceasefire held.'
    >>> proxy("sixty-\\nfour men, incl-\\nuding two boys[4]", 0, 43, [], lambda w: False).text
    'sixty-four men, including two boys'
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    kept: dict[int, int] = {}
    replaced: dict[int, str] = {}
    at = start

    def keep(upto: int) -> None:
        pieces.append(text[at:upto].translate(_QUOTES))
        starts.extend(range(at, upto))
        ends.extend(range(at + 1, upto + 1))

    for edit in _edits(text, start, end, names, is_plain, heading):
        if edit.start < at:
            continue
        keep(edit.start)
        if edit.name >= 0:
            kept[len(starts)] = edit.name
        if edit.word:
            replaced[len(starts)] = edit.word
        pieces.append(edit.text)
        starts.extend([edit.start] * len(edit.text))
        ends.extend([edit.end] * len(edit.text))
        at = edit.end
    keep(end)
    # Proxies stay capitalised: a familiar name in capitals is what the tagger knows.
    joined = "".join(pieces)
    lowered = lower_shouting(joined, is_plain, heading)
    if lowered != joined:
        characters = list(lowered)
        for position in kept:
            word_end = position + len(PROXY[names[kept[position]].kind])
            characters[position:word_end] = joined[position:word_end]
        lowered = "".join(characters)
    return Proxied(lowered, starts, ends, kept, replaced)
