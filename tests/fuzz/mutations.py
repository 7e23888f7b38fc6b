"""Reports as no editor would pass them: our own sample texts and sentences, cut, joined, repeated and spoiled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from crossbearing.samples import folder
from tests.hostile import KINDS

SENTENCES = (
    "The army said on Sunday that its troops had seized the village of Maaret, killing 12 rebels.",
    "At least 30 people, including 4 children and two medics, were killed when a shell struck the market in Idlib.",
    "Nine soldiers were wounded, three of them gravely, a security source told SANA.",
    "“We hold the bridge,” a commander of the group said; the ministry denied it.",
    "Under the deal, fighters are to leave Harasta within 48 hours and to release 17 prisoners.",
    "No civilians were hurt in the raid, the governor said, but residents spoke of six dead.",
    "Between 200 and 250 families have fled towards the border since early March, the agency reported.",
    "The truce broke down overnight, with each side blaming the other.",
    "A car bomb went off near a checkpoint 10 km east of Mosul, killing a policeman and wounding dozens.",
    "Warplanes carried out 14 air strikes on Taiz, Hodeidah and Saada, according to Al-Masirah.",
    "Gunmen abducted three aid workers in Kunduz last week; they were freed on 9 March.",
    "The rebels’ toll rose to 41, up from 38 reported earlier, Ukrainian officials said.",
)
TOKENS = (
    "²",
    "4³",
    "②",
    "١٢",
    "9" * 5000,
    "1" + "0" * 310,
    "5-3 people",
    "five million million million",
    "1,000 pm",
    "-12",
    "12,000,000,000,000",
    "0",
    "½",
    "1/0",
    "31 February",
    "29 February 2015",
    "0001-01-01",
    "9999-12-31",
    "year 0",
    "yesterday",
    "overnight",
    "next week",
    "by Ramadan",
    "since 1",
    "in 30000",
    "'99",
    "Monday",
    "two thousand years ago",
    "around 10 million",
    "more than 10 million",
    "among them",
    "including",
    "of whom",
    "(",
    ")",
    "[",
    "]",
    "“",
    "”",
    '"',
    "'",
    "’s",
    "—",
    "-",
    "...",
    "!?",
    ";",
    ":",
    "|",
    "\t",
    "\x0b",
    "\x1b[31m",
    "\u202e",
    "\u200f",
    "\u200b",
    "\ufeff",
    "\u00a0",
    "e\u0301",
    "😀",
    "👨‍👩‍👧",
    "＝1",
    "=cmd()",
    "<script>",
    "{{ 7 }}",
    "%s",
    "\\",
    "İ",
    "ß",
    "ﬁ",
    "Ǆ",
    "a-" * 300,
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u2028",
    "==Heading==",
    "DAMASCUS, (SANA) —",
    "Also Read",
    "[47]",
    "said",
    "denied",
    "it",
    "they",
    "the group",
)
DAYS = (None, "2014-03-17", "2018-04-08", "2024-02-29", "1999-12-31", "0001-01-01", "9999-12-31", "1600-01-01")
OUTLETS = (None, "Hill Courier", "Coast Radio", "SANA", "=Post", "Dūmā 24")


@dataclass(frozen=True, slots=True)
class Report:
    """What a fuzzed document is made of."""

    text: str
    published: str | None
    outlet: str | None


@cache
def samples() -> tuple[str, ...]:
    """Return the texts of the bundled samples."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder().glob("*.txt")))


def _spoil(text: str, kind: int, at: float, other: float, token: str) -> str:
    """Return the text with one thing done to it; ``at`` and ``other`` are shares of its length."""
    one, two = sorted((int(at * len(text)), int(other * len(text))))
    match kind:
        case 0:
            return text[:one] + " " + token + " " + text[one:]
        case 1:
            return text[:one] + token + text[one:]
        case 2:
            return text[:one] + text[two:]
        case 3:
            return text[:one] + text[one:two] * 3 + text[two:]
        case 4:
            return text[:one] + text[one:two].upper() + text[two:]
        case 5:
            return text[:one] + text[one:two].replace("\n", " ") + text[two:]
        case 6:
            return text[:one] + text[one:two].replace(". ", ".") + text[two:]
        case 7:
            return text[:one] + text[one:two].replace(" ", token if len(token) < 4 else " ") + text[two:]
        case 8:
            words = text[one:two].split(" ")
            return text[:one] + " ".join(reversed(words)) + text[two:]
        case _:
            return text[:one] + text[one:two].lower() + text[two:]


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report: a sample or sentences or a hostile text, spoiled up to six times."""
    source = draw(st.integers(0, 9))
    if source < 3:
        text = draw(st.sampled_from(samples()))
    elif source < 9:
        text = draw(st.sampled_from((" ", "\n", "\n\n", ""))).join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6)))  # noqa: E501  # fmt: skip
    else:
        text = KINDS[draw(st.sampled_from(sorted(KINDS)))](draw(st.integers(1, 400)))
    for _ in range(draw(st.integers(0, 6))):
        share = st.floats(0, 1, allow_nan=False)
        text = _spoil(text, draw(st.integers(0, 9)), draw(share), draw(share), draw(st.sampled_from(TOKENS)))
    return Report(text, draw(st.sampled_from(DAYS)), draw(st.sampled_from(OUTLETS)))


def as_line(report: Report, number: int) -> bytes:
    """Return the report as a line of a feed."""
    fields = {"id": f"d{number}", "text": report.text, "published": report.published, "source": report.outlet}
    return json.dumps(fields).encode()
