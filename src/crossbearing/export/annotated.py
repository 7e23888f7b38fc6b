"""What comes back from an annotation tool: a claim as somebody left it, and what that says of ours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crossbearing.model.claim import Claim
from crossbearing.model.errors import ExportError
from crossbearing.model.mention import Mention
from crossbearing.vocab.contract import CLASSES

ACCEPT, REJECT, CORRECT, ADD, UNSEEN = "accept", "reject", "correct", "add", "unseen"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A claim as it came back: ``claim`` with what was changed, ``before`` as it was sent, None where it is new.

    ``verdict`` is accept, reject, correct, add, or unseen where nobody touched it.
    """

    verdict: str
    claim: Claim
    before: Claim | None
    comment: str = ""
    who: str = ""


def judged(
    before: Claim | None,
    document: str,
    cls: str,
    evidence: Mention,
    verdict: str = "",
    comment: str = "",
    who: str = "",
) -> Annotated:
    """Return what a class and a span say of the claim that was sent; raise ExportError for a class that is none.

    >>> judged(None, "d", "strike.air", Mention(0, 3, "War")).verdict
    'add'
    """
    if cls not in CLASSES:
        raise ExportError(f"{cls!r} is no class of claims")
    if before is None:
        identity = f"{document}:j{evidence.start}-{evidence.end}-{cls}"
        return Annotated(ADD, Claim(identity, document, cls, evidence, rule="judgement"), None, comment, who)
    if verdict == REJECT:
        return Annotated(REJECT, before, before, comment, who)
    text = evidence.text or before.evidence.text
    changed = replace(before, cls=cls, evidence=replace(evidence, text=text))
    if changed != before:
        return Annotated(CORRECT, changed, before, comment, who)
    return Annotated(ACCEPT if verdict == ACCEPT else UNSEEN, before, before, comment, who)
