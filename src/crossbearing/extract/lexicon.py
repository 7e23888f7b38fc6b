"""Reads a family's ``lexicon.yml`` into frames; unknown keys, classes, roles and types are refused."""

from __future__ import annotations

from typing import Any, cast, get_args

from crossbearing.extract.rule import IGNORED, Content, Frame, Slot
from crossbearing.model.errors import VocabularyError
from crossbearing.vocab.bounded import File
from crossbearing.vocab.contract import CLASSES, CODES
from crossbearing.vocab.loader import Form, load_entries
from crossbearing.vocab.nouns import KINDS, Kind

_LIST = (list,)
_FORM = Form(
    {"predicate": (str,), "class": (str,)},
    {
        "rule": (str,),
        "also": _LIST,
        "noun": _LIST,
        "adjective": _LIST,
        "args": (dict,),
        "needs": _LIST,
        "only_with": _LIST,
        "not_with": _LIST,
        "not_by": _LIST,
        "only_by": _LIST,
        "object": _LIST,
        "particle": _LIST,
        "no": _LIST,
        "state": (bool,),
        "bare": (bool,),
        "modality": (str,),
        "polarity": (str,),
        "extent": (str,),
        "content": (str,),
        "speech_act": (str,),
        "note": (str,),
    },
)
TYPES = frozenset({"ACTOR", "PLACE", "ANY"})
# Where a word may be a kind of nouns, in capitals: it stands for every noun of that kind.
_KINDRED = frozenset({"only_with", "not_with", "not_by", "only_by", "object"})
ALTERNATIONS = frozenset({"active", "passive", "nominal", "light", "adjectival", "verb"})


def _slots(value: Any, cls: str, place: str) -> tuple[Slot, ...]:
    """Read ``"gainer"``, ``"PLACE location"``, ``"FORCE | PERSON captive"`` or a list; the first that fits wins."""
    texts = value if isinstance(value, list) else [value]
    slots = []
    for text in texts:
        type_, _, role = str(text).rpartition(" ")
        type_ = type_ or "ACTOR"
        named = () if type_ in TYPES else type_.split("|")
        kinds = frozenset(part.strip() for part in named)
        if not kinds <= KINDS:
            known = ", ".join(sorted(TYPES | KINDS))
            raise VocabularyError(f"{place}: argument type {type_!r} is none of {known}, nor kinds with | between them")
        roles = CODES["place_role"] if type_ == "PLACE" else CLASSES[cls].roles
        if role != IGNORED and role not in roles:
            raise VocabularyError(f"{place}: {cls} has no role {role!r}; it has {', '.join(roles)}")
        slots.append(Slot(type_, role, cast("frozenset[Kind]", kinds)))
    return tuple(slots)


def _words(entry: dict[str, Any], key: str, place: str) -> frozenset[str]:
    words = entry.get(key, [])
    for word in words:
        if not isinstance(word, str):
            raise VocabularyError(f"{place}: {key}: {word!r} is no word; quote it")
        if key in _KINDRED and word.isupper() and word not in KINDS:
            raise VocabularyError(f"{place}: {key}: {word!r} is no kind of nouns; known: {', '.join(sorted(KINDS))}")
    return frozenset(words)


def _verbs(entry: dict[str, Any], place: str) -> frozenset[str]:
    """A predicate written in parentheses only names the frame: "(offensive)" has nouns but no verb."""
    name = entry["predicate"]
    own = frozenset() if name.startswith("(") else frozenset({name})
    return own | _words(entry, "also", place)


def _code(entry: dict[str, Any], key: str, place: str) -> str | None:
    value = entry.get(key)
    if value is not None and value not in CODES[key]:
        raise VocabularyError(f"{place}: {key} {value!r} is none of {', '.join(CODES[key])}")
    return value


def _content(entry: dict[str, Any], place: str) -> Content:
    value = entry.get("content", "own")
    if value not in get_args(Content):
        raise VocabularyError(f"{place}: content {value!r} is none of {', '.join(get_args(Content))}")
    return cast("Content", value)


def load_frames(file: File, family: str) -> tuple[Frame, ...]:
    """Return the frames of a family's lexicon, in file order. Raises VocabularyError with file and line."""
    frames: dict[str, Frame] = {}
    for place, entry in load_entries(file, _FORM):
        cls = entry["class"]
        if cls not in CLASSES:
            raise VocabularyError(f"{place}: {cls!r} is no claim class")
        args = {k: v for k, v in entry.get("args", {}).items() if k != "__line__"}
        unknown = _words(entry, "no", place) - ALTERNATIONS
        if unknown:
            raise VocabularyError(f"{place}: no such alternation: {', '.join(sorted(unknown))}")
        name = f"{family}.{entry.get('rule') or entry['predicate'].strip('()').replace(' ', '_')}"
        if name in frames:
            raise VocabularyError(f"{place}: frame {name!r} stands twice; give one of them a `rule:` name")
        frames[name] = Frame(
            name=name,
            cls=cls,
            verbs=_verbs(entry, place),
            nouns=_words(entry, "noun", place),
            adjectives=_words(entry, "adjective", place),
            args={key: _slots(value, cls, place) for key, value in args.items()},
            needs=_words(entry, "needs", place),
            only_with=_words(entry, "only_with", place),
            not_with=_words(entry, "not_with", place),
            not_by=_words(entry, "not_by", place),
            only_by=_words(entry, "only_by", place),
            object=_words(entry, "object", place),
            particle=_words(entry, "particle", place),
            no=_words(entry, "no", place),
            state=entry.get("state", False),
            bare=entry.get("bare", False),
            modality=_code(entry, "modality", place),
            polarity=_code(entry, "polarity", place),
            extent=_code(entry, "extent", place),
            content=_content(entry, place),
            speech_act=_code(entry, "speech_act", place),
            note=entry.get("note", ""),
        )
    return tuple(frames.values())
