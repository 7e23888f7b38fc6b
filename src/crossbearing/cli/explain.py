"""``crossbearing explain "sentence"``: names, gate, parse, what fired and what nearly did, and why not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crossbearing.cli import codes, output
from crossbearing.cli.judge_options import JUDGE, judge_of
from crossbearing.cli.run import PACKS, tools
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.extract.explain import Explanation

MAX_CHARACTERS = 20_000


def _json(found: Explanation) -> dict[str, Any]:
    from crossbearing.model.claim import claim_to_json

    return {
        "text": found.text,
        "segment": found.segment,
        "gate": found.gate,
        "names": [{"text": text, "kind": kind, "ids": list(ids)} for text, kind, ids in found.names],
        "tokens": [dict(zip(("text", "lemma", "tag", "dep", "head"), token, strict=True)) for token in found.tokens],
        "places": [{"text": text, "role": role} for text, role in found.places],
        "times": list(found.times),
        "quantities": [{"text": text, "quantity": word} for text, word in found.quantities],
        "reported": [
            dict(zip(("rule", "speech_act", "sources", "content"), reported, strict=True))
            for reported in found.reported
        ],
        "fired": [claim_to_json(claim) for claim in found.fired],
        "near": [asdict(miss) for miss in found.near],
        "dropped": [asdict(miss) for miss in found.dropped],
        "weighed": [dict(zip(("word", "class", "likely", "why"), one, strict=True)) for one in found.weighed],
    }


def _lines(found: Explanation) -> list[str]:
    """Return the explanation of one sentence in lines, what came out last."""
    from crossbearing.report.wording import claim_sentence

    lines = [f"{found.segment}: {output.one_line(found.text)}"]
    lines.append(
        f"  gate     {'parsed, for ' + repr(found.gate) if found.gate else 'passed over: no word of any family'}"
    )
    lines += [f"  name     {text} ({kind}: {', '.join(ids)})" for text, kind, ids in found.names]
    if found.tokens:
        lines.append("  parse    " + " ".join(f"{text}/{tag}/{dep}<{head}" for text, _, tag, dep, head in found.tokens))
    lines += [f"  place    {text} ({role})" for text, role in found.places]
    lines += [f"  time     {text}" for text in found.times]
    lines += [f"  count    {text} ({word})" for text, word in found.quantities]
    for rule, act, sources, content in found.reported:
        lines.append(f"  said     {sources or 'nobody named'} ({act}, {rule}): {output.one_line(content)}")
    for claim in found.fired:
        lines.append(f"  FIRED    {claim.rule}: {claim.cls}, {claim.modality}, {claim.polarity}")
        lines.append(f"           {output.one_line(claim.evidence.text)!r}")
        lines.append(f"           {output.one_line(claim_sentence(claim))}")
        for actor in claim.actors:
            if actor.mention:
                lines.append(f"           {actor.role}: {output.one_line(actor.mention.text)!r}")
        lines += [f"           because {reason}" for reason in claim.reasons]
    lines += [f"  nearly   {miss.rule} at {miss.word!r}: {miss.reason}" for miss in found.near]
    lines += [f"  dropped  {miss.rule} at {output.one_line(miss.word)!r}: {miss.reason}" for miss in found.dropped]
    lines += [f"  judge    {word!r} as {cls} {likely:.2f}; {why}" for word, cls, likely, why in found.weighed]
    if not found.fired:
        lines.append("  no claim")
    return lines


def explain(
    sentence: str = typer.Argument(help="A sentence or a few, in quotes."),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
    pack: list[Path] = PACKS,
    judge: str = JUDGE,
) -> int:
    """Say what becomes of a sentence: names, gate, parse, what fired, what nearly did and why not."""
    if not sentence.strip() or len(sentence) > MAX_CHARACTERS:
        raise CrossbearingError(f"give a sentence of 1 to {MAX_CHARACTERS:,} characters; for files there is extract")
    if any("\ud800" <= character <= "\udfff" for character in sentence):
        raise CrossbearingError("the sentence is not UTF-8; set the terminal to UTF-8")
    from crossbearing.extract.explain import explain as explanations

    found = explanations(sentence, tools(pack, judge_of(judge)).extractor)
    if json:
        output.write_json([_json(one) for one in found])
    else:
        for one in found:
            output.write("\n".join(_lines(one)))
    return codes.DONE
