"""From bytes to text in whatever encoding they are: UTF-8 where it fits, else what is declared, else the likeliest."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from crossbearing.model.document import Problem
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.codes import ENCODING_DAMAGED, ENCODING_GUESSED
from crossbearing.readers.decode import looks_binary

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of the bytes that are not ASCII, how many UTF-8 must explain for a text to be damaged UTF-8 and not another encoding.
_MOSTLY = 0.9
# Bytes that are looked at: an encoding shows itself early, and looking is slow.
_LOOKED_AT = 200_000
# What Western Europe's code pages put between the letters of words, or around them.
_WESTERN = re.compile(r"[^\x00-\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”„‚–—…«»°§©®•€£\xa0´·¿¡ºª½¼¾]")
_MARKS_OF_PAGES = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of the encoding it came in, and what must be said of that."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def declared_in_page(raw: bytes) -> str:
    """Return the encoding that the head of a web page declares, empty where it declares none.

    >>> declared_in_page(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    'windows-1251'
    """
    found = _MARKS_OF_PAGES.search(raw[:4096])
    return found[1].decode("ascii") if found else ""


def decode_any(raw: bytes, name: str, declared: str = "") -> Decoded:
    """Return the text of ``raw``; raise UnreadableDocumentError where it is binary or no encoding fits.

    A byte-order mark decides, then UTF-8 where every byte fits, then what is ``declared``, then what is likeliest: that
    is a guess, and a problem of the document says so. Line ends stay as they are.

    >>> decode_any("Douma, 7 April".encode(), "a.txt").encoding
    'utf-8'
    >>> told = decode_any("Le café de Homs a été frappé dans la soirée, a dit un témoin.".encode("cp1252"), "a.txt")
    >>> told.text[3:7], told.encoding, told.problems[0].code
    ('café', 'cp1252', 'encoding_guessed')
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _whole(raw, encoding, name)
    if b"\x00" in raw or looks_binary(raw):
        raise UnreadableDocumentError("binary", name, "is a binary file, not text")
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (told := _declared(raw, declared)) is not None:
        return told
    return _damaged(raw) or _guessed(raw, name)


def _whole(raw: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig" and (told := _damaged(raw[len(codecs.BOM_UTF8) :])) is not None:
            return told
        known = encoding.removesuffix("-sig").upper()
        raise UnreadableDocumentError(
            "wrong_encoding", name, f"begins as {known} and does not go on so; save it as UTF-8"
        ) from error
    if text.count("\x00"):
        raise UnreadableDocumentError("binary", name, "is a binary file (it holds zero characters), not text")
    return Decoded(text, encoding.removesuffix("-sig"))


def _declared(raw: bytes, encoding: str) -> Decoded | None:
    """Return the text in the encoding that it is said to have, None where it is not in that one."""
    try:
        found = codecs.lookup(encoding)
        # Pages that say Latin-1 hold Microsoft's quotation marks; every browser reads them as its code page.
        known = "cp1252" if found.name in ("iso8859-1", "ascii") else found.name
        return Decoded(raw.decode(known), known)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _damaged(raw: bytes) -> Decoded | None:
    """Return UTF-8 with a few broken bytes, None where the bytes are some other encoding."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(1 for character in text if character > "\x7f") - broken
    if beyond < _MOSTLY * (beyond + broken):
        return None
    at = text.index("\ufffd")
    message = f"{broken:,} bytes are no characters of UTF-8 and stand as U+FFFD; save the text as UTF-8"
    return Decoded(text, "utf-8", (Problem(ENCODING_DAMAGED, message, "read", at, at + 1),))


def _guessed(raw: bytes, name: str) -> Decoded:
    western = raw.decode("cp1252", "replace")
    if not _WESTERN.search(western) and _is_rare(western):
        return _said(western, "cp1252")
    best = from_bytes(raw[:_LOOKED_AT]).best()
    if best is not None:
        try:
            return _said(raw.decode(best.encoding), best.encoding)
        except UnicodeDecodeError:
            pass  # what lies behind the bytes that were looked at is in no such encoding
    first = next(at for at, byte in enumerate(raw) if byte > 0x7F)
    line = raw.count(b"\n", 0, first) + 1
    advice = f"is in no encoding that could be told (byte 0x{raw[first]:02X} in line {line}); save it as UTF-8"
    raise UnreadableDocumentError("wrong_encoding", name, advice)


def _is_rare(text: str) -> bool:
    """Say whether few characters are beyond ASCII, as in all languages of Western Europe."""
    return sum(1 for character in text if character > "\x7f") <= 0.12 * len(text)


def _said(text: str, encoding: str) -> Decoded:
    message = f"is not UTF-8 and says no encoding: read as {encoding}, the likeliest; save it as UTF-8 to be sure"
    return Decoded(text, encoding, (Problem(ENCODING_GUESSED, message, "read"),))
