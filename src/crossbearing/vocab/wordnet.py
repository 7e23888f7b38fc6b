"""Makes the small tables of nouns and verbs out of the WordNet 3.1 database; the build hook runs it, nothing else does.

It imports nothing of the package, since the hook loads it by its path before there is a package. Formats: wndb(5WN).

**Which senses count.** WordNet orders the senses of a word by how often they were tagged in running text. The first
counts, and the second and third where they were tagged at least a fifth as often as the first. A word never tagged
keeps its first two: there, the order says little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SOURCES = ("data.noun", "data.verb", "index.noun", "index.sense", "index.verb")
"""The files of the database that the tables are made of."""

TABLES = ("nouns.tsv", "verbs.tsv", "synonyms.tsv")
"""The tables made: kinds and their nouns, groups and their verbs, words of one meaning."""

# Whoever bears arms is a person and, alone or in numbers, a force.
_ARMED = "serviceman.1 combatant.1 policeman.1 guard.1 terrorist.1 guerrilla.1 insurgent.1 bomber.2 gunman.1 gunman.2"
# The nearest of these above a sense says what kind it is; several roots as near give several kinds.
_ROOTS = {
    "PERSON": f"person.1 people.1 {_ARMED}",
    "FORCE": f"military_unit.1 force.4 {_ARMED}",
    "GROUP": "group.1",
    "FACILITY": "structure.1 facility.1 way.6 checkpoint.1 military_position.1 excavation.3",
    "VEHICLE": "vehicle.1 public_transport.1 convoy.1",
    "WEAPON": "weapon.1 weaponry.1 ammunition.1 explosive.1 explosive_device.1 missile.1",
    "SETTLEMENT": "municipality.1 settlement.6 village.1 camp.1 camp.3 residential_district.1 urban_area.1",
    "REGION": "location.1 geological_formation.1 land.4 body_of_water.1",
    "SUBSTANCE": "substance.1 food.1",
    "ANIMAL": "animal.1",
    "QUANTITY": "measure.1 number.1",
}
# What a lexicographer's file says where no root lies above the sense; all other files hold what cannot be touched.
_FILES = {
    "03": "THING",
    "04": "ACT",
    "05": "ANIMAL",
    "06": "THING",
    "10": "COMMUNICATION",
    "11": "EVENT",
    "13": "SUBSTANCE",
    "14": "GROUP",
    "15": "REGION",
    "17": "THING",
    "18": "PERSON",
    "20": "THING",
    "21": "THING",
    "23": "QUANTITY",
    "27": "SUBSTANCE",
    "28": "TIME",
}
_REST = "ABSTRACT"
_GROUPS = dict(
    zip(
        range(29, 44),
        "body change cognition communication competition consumption contact creation emotion motion perception "
        "possession social stative weather".split(),
        strict=True,
    )
)
_MOST_SENSES = 3
_SHARE = 5
_UNTAGGED_SENSES = 2


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its lexicographer's file, its words, the offsets of what it is a kind of, whether it names one."""

    file: str
    words: tuple[str, ...]
    above: tuple[int, ...]
    instance: bool


def read_synsets(lines: Iterable[str]) -> dict[int, Synset]:
    """Return the synsets of a data file by offset.

    >>> line = "00001740 06 n 02 tank 0 army_tank 0 001 @ 04531608 n 0000 | an armed vehicle"
    >>> read_synsets([line])[1740].words, read_synsets([line])[1740].above
    (('tank', 'army_tank'), (4531608,))
    """
    found = {}
    for line in lines:
        if line.startswith(" "):  # the licence
            continue
        fields = line.partition(" | ")[0].split()
        end = 4 + 2 * int(fields[3], 16)
        pointers = fields[end + 1 : end + 1 + 4 * int(fields[end])]
        above = tuple(int(o) for s, o in zip(pointers[::4], pointers[1::4], strict=True) if s in {"@", "@i"})
        found[int(fields[0])] = Synset(fields[1], tuple(fields[4:end:2]), above, "@i" in pointers[::4])
    return found


def read_senses(lines: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the offsets of the senses of every word of an index file, the commonest first.

    >>> read_senses(["tank n 2 2 @ ~ 2 1 04396120 04395830"])
    {'tank': (4396120, 4395830)}
    """
    rows = (line.split() for line in lines if not line.startswith(" "))
    return {row[0]: tuple(int(offset) for offset in row[-int(row[2]) :]) for row in rows}


def read_tags(lines: Iterable[str]) -> dict[tuple[str, int], int]:
    """Return how often each sense of a noun or verb was tagged, by word with its part of speech and offset.

    >>> read_tags(["tank%1:06:00:: 04396120 1 7"])
    {('tank%1', 4396120): 7}
    """
    found = {}
    for line in lines:
        key, offset, _, count = line.split()
        word, _, rest = key.partition("%")
        if count != "0" and rest[0] in "12":
            found[f"{word}%{rest[0]}", int(offset)] = int(count)
    return found


def counting_senses(word: str, pos: str, senses: tuple[int, ...], tags: Mapping[tuple[str, int], int]) -> list[int]:
    """Return the senses that count, by the rule of the module.

    >>> counting_senses("tank", "1", (1, 2, 3, 4), {("tank%1", 1): 10, ("tank%1", 2): 2, ("tank%1", 3): 1})
    [1, 2]
    >>> counting_senses("silo", "1", (1, 2, 3), {})
    [1, 2]
    """
    seen = [tags.get((f"{word}%{pos}", offset), 0) for offset in senses]
    if not seen[0]:
        return list(senses[:_UNTAGGED_SENSES])
    rows = list(zip(senses, seen, strict=True))[:_MOST_SENSES]
    return [offset for number, (offset, count) in enumerate(rows) if not number or count * _SHARE >= seen[0]]


class _Kinds:
    """Says what kind a noun sense is: by the nearest root above it, else by its lexicographer's file."""

    def __init__(self, synsets: Mapping[int, Synset], senses: Mapping[str, tuple[int, ...]]) -> None:
        self._synsets = synsets
        self._roots: dict[int, set[str]] = defaultdict(set)
        for kind, names in _ROOTS.items():
            for name in names.split():
                word, _, number = name.rpartition(".")
                if len(senses.get(word, ())) >= int(number):
                    self._roots[senses[word][int(number) - 1]].add(kind)

    def of(self, offset: int) -> set[str]:
        level, seen = [offset], {offset}
        while level:
            if found := set().union(*(self._roots.get(o, set()) for o in level)):
                return found
            level = [up for o in level for up in self._synsets[o].above if up in self._synsets and up not in seen]
            seen.update(level)
        return {_FILES.get(self._synsets[offset].file, _REST)}


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.islower() and len(text) > 1


def _common(word: str, offsets: Iterable[int], synsets: Mapping[int, Synset]) -> list[int]:
    """Leave out senses that are names: "China" the country, "Bush" the president."""
    return [o for o in offsets if word in synsets[o].words and not synsets[o].instance]


def _rows(groups: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for name, words in sorted(groups.items()):
        yield f"{name}\t{' '.join(sorted(words))}\n"


def make_tables(database: Path) -> dict[str, str]:
    """Return the text of every table of TABLES, made of the database's folder; the same bytes every time.

    ``nouns.tsv``: kinds, tab, the nouns that can be of these kinds and no other. ``verbs.tsv``: groups (WordNet's names
    of its verb files), tab, verbs. ``synonyms.tsv``: "n" or "v", tab, words that share a sense. OSError where a file
    is missing.
    """
    found = {}
    rows = {name: (database / name).read_text(encoding="utf-8").splitlines() for name in SOURCES}
    tags = read_tags(rows["index.sense"])
    synonyms: list[str] = []
    for table, part, number in (("nouns.tsv", "noun", "1"), ("verbs.tsv", "verb", "2")):
        synsets, senses = read_synsets(rows[f"data.{part}"]), read_senses(rows[f"index.{part}"])
        kinds = _Kinds(synsets, senses)
        groups: dict[str, list[str]] = defaultdict(list)
        alike: dict[int, list[str]] = defaultdict(list)
        for word in sorted(filter(_is_word, senses)):
            own = _common(word, senses[word], synsets)
            own = counting_senses(word, number, tuple(own), tags) if own else []
            for offset in own:
                alike[offset].append(word)
            named = {k for o in own for k in kinds.of(o)} if part == "noun" else {_group(synsets[o]) for o in own}
            if named:
                groups[" ".join(sorted(named))].append(word)
        found[table] = "".join(_rows(groups))
        synonyms.extend(f"{part[0]}\t{' '.join(words)}\n" for words in sorted(alike.values()) if len(words) > 1)
    found["synonyms.tsv"] = "".join(sorted(set(synonyms)))
    return found


def _group(synset: Synset) -> str:
    return _GROUPS[int(synset.file)]
