"""Claims that somebody else read, taken from files beside the texts: ``NAME.gold.json`` for the report ``NAME``.

So what reconciliation makes of claims can be seen apart from how well the program reads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from crossbearing.model.claim import Claim, claim_from_json
from crossbearing.model.document import Document, Problem
from crossbearing.model.errors import CrossbearingError
from crossbearing.model.faults import Faults
from crossbearing.readings.reader import GIVEN, Unresolved
from crossbearing.text.segments import segment
from crossbearing.vocab.contract import CLASSES

SUFFIX = ".gold.json"
NO_CLAIMS = "no_claims"
_STAGE = "claims"


class GivenReader:
    """Reads no text: takes the claims of each report from its file under ``folder``.

    Raises CrossbearingError for a folder without any such file, and for a file that does not fit its text.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {f.name.removesuffix(SUFFIX): f for f in sorted(folder.rglob(f"*{SUFFIX}"))}
        if not self._files:
            raise CrossbearingError(f"--claims: no *{SUFFIX} under {folder}")
        digest = hashlib.sha256()
        for name in sorted(self._files):
            digest.update(name.encode() + b"\0" + self._files[name].read_bytes())
        self._settings = {"claims": digest.hexdigest()}

    @property
    def name(self) -> str:
        """Return ``given``."""
        return GIVEN

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return a hash over all files of claims."""
        return self._settings

    def read(self, documents: Iterable[Document], faults: Faults) -> Iterator[Unresolved]:
        """Yield the claims of each document, in order; one without a file has none, which is a problem of it."""
        for given in documents:
            document = given if given.segments else replace(given, segments=segment(given.text, given.title))
            file = self._files.get(document.id)
            if file is None:
                problem = Problem(NO_CLAIMS, f"no {document.id}{SUFFIX} among the files of claims", _STAGE)
                yield Unresolved(document, (), (problem,), ((0, len(document.text)),))
            else:
                yield Unresolved(document, claims_of_file(file, document))


def claims_of_file(file: Path, document: Document) -> tuple[Claim, ...]:
    """Return the claims of a file in the annotation form, in text order. Raises CrossbearingError where it is wrong."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))["claims"]
        claims = [replace(claim_from_json(row, document.id), reader=GIVEN, rule=GIVEN) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CrossbearingError(f"{file.name}: not in the form of claims: {error!r}") from error
    for claim in claims:
        words = claim.evidence
        if claim.cls not in CLASSES:
            raise CrossbearingError(f"{file.name}: claim {claim.id} is of no known class: {claim.cls!r}")
        if document.text[words.start : words.end] != words.text:
            raise CrossbearingError(f"{file.name}: the words of {claim.id} stand elsewhere in the text, or not at all")
    return tuple(sorted(claims, key=lambda c: (c.evidence.start, c.id)))
