"""Fits the judge on annotated documents, and measures it on documents that it was not fitted on.

An annotated claim hangs on the word on which the rules found it, else on the highest word of its evidence that may
carry a claim. Whether a word carries a claim is answered by one logistic regression, of which class it is by another
over all classes (scikit-learn, ridge penalty; small weights are left out). Documents are measured by weights that were
fitted on the others. The corpora beside the rules teach too, above all by the examples of what is no claim; in them the
claims are those that the rules find, as the tests of the corpora demand. Lessons (``evaluate/lessons``) are reports in
our own words with every claim marked: they bring the words of many wars that nobody has annotated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from crossbearing.evaluate.claim_cases import ClaimCases, Place, claim_cases, frames_of, marked_claim
from crossbearing.evaluate.claims_fit import count_from, manner_from, mode_from, roles_from, scope_from
from crossbearing.evaluate.gold import Annotated, annotated
from crossbearing.evaluate.intervals import bootstrap
from crossbearing.evaluate.lessons import bundled, taught_by, taught_in
from crossbearing.evaluate.marked import marked
from crossbearing.evaluate.network_fit import network_from
from crossbearing.evaluate.scoring import ClaimJson, Tally, family, pair, score_document, slot_table
from crossbearing.evaluate.teaching import Cases, Told, rules_alone, words_of
from crossbearing.extract import families
from crossbearing.extract.engine import Extraction, Extractor
from crossbearing.extract.judge.anchors import may_carry
from crossbearing.extract.judge.layer import layer_bytes
from crossbearing.extract.judge.layers import QUESTIONS, Layers
from crossbearing.extract.judge.network import FILE as NETWORK
from crossbearing.extract.judge.network import Network, load_network, network_bytes
from crossbearing.extract.judge.weights import CLAIM, Row, Weights, weights_of, written_rows
from crossbearing.extract.rule import Frame
from crossbearing.extract.stages import Arbitrated
from crossbearing.model.claim import claim_to_json
from crossbearing.model.document import Document
from crossbearing.model.errors import EvaluationError
from crossbearing.pipeline import Pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.resolve.packs import load_packs
from crossbearing.vocab.loader import Form, load_entries

FOLDS = 5
CLASS = "class"
# The packs whose names the corpora may use (CONTRIBUTING).
CORPUS_PACKS = ("global", "syria")
_EXAMPLE = Form({"text": (str,)}, {"claims": (list,), "not": (str, list), "why": (str,), "gap": (bool,)})
# A feature counts that so many words have; weights smaller than LEAST_WEIGHT are left out. These and the inverse
# strength of the ridge were chosen by cross-validation over documents: a weaker ridge reaches the same on documents
# left out and far more on those it was fitted on (docs/quality.md).
LEAST_SEEN = 8
STRENGTH = {CLAIM: 0.03, CLASS: 0.1}
LEAST_WEIGHT = {CLAIM: 0.05, CLASS: 0.1}
# What is annotated and other news count as so many lessons, which are made up; the corpora, whose examples of what is
# no claim hold false statements off, as so many (cross-validated too).
GIVEN = 2
EXAMPLES = 3
_ITERATIONS = 60
_TOLERANCE = 1e-3


def cases_of(one: Annotated, extraction: Extraction, extractor: Extractor) -> Cases:
    """Return what a document teaches; ``extractor`` is that of the rules alone."""
    return cases_in([extractor.ruled(reading) for reading in extraction.readings], one.gold)


def cases_in(sentences: Sequence[Arbitrated], gold: Sequence[ClaimJson]) -> Cases:
    """Return what the sentences of a document teach, as the rules alone read them."""
    labels, unsure = _labels(gold, sentences)
    return words_of(sentences, {place: claim["class"] for place, claim in labels.items()}, unsure)


def claims_in(sentences: Sequence[Arbitrated], gold: Sequence[ClaimJson], frames: Mapping[str, Frame]) -> ClaimCases:
    """Return what the claims of a document teach of their roles and of how they are told."""
    labels, _ = _labels(gold, sentences)
    return claim_cases(sentences, {place: marked_claim(claim) for place, claim in labels.items()}, frames)


def _labels(gold: Sequence[ClaimJson], sentences: Sequence[Arbitrated]) -> tuple[dict[Place, ClaimJson], set[Place]]:
    """Return the claim at each word (sentence, token) that has one, and the words of which nothing can be said."""
    flat = [(n, c) for n, sentence in enumerate(sentences) for c in sentence.kept]
    found = [{"class": c.cls, "evidence": {"start": c.start, "end": c.end}} for _, c in flat]
    paired = dict(pair(gold, found))
    labels: dict[Place, ClaimJson] = {}
    unsure: set[Place] = set()
    for number, claim in enumerate(gold):
        top = _highest(claim, sentences)
        if number in paired:
            where, candidate = flat[paired[number]]
            place = (where, candidate.predicate)
            unsure.add((where, candidate.clause))
            if top is not None:
                unsure.add(top)
        elif top is not None:
            place = top
        else:
            continue
        labels.setdefault(place, claim)
    return labels, unsure - set(labels)


def _highest(claim: ClaimJson, sentences: Sequence[Arbitrated]) -> Place | None:
    """Return the word of the evidence that may carry a claim and stands highest in the parse, the first of equals."""
    start, end = claim["evidence"]["start"], claim["evidence"]["end"]
    found = []
    for number, one in enumerate(sentences):
        sentence = one.reading.sentence
        if sentence.end <= start or end <= sentence.start:
            continue
        for token in sentence.at(start, end):
            if may_carry(sentence, token):
                found.append((sum(1 for _ in sentence.ancestors(token)), token.i, number))
    return (min(found)[2], min(found)[1]) if found else None


def fitted(cases: Sequence[Cases]) -> list[Row]:
    """Return the rows of a table of weights, sorted; raises EvaluationError where scikit-learn is not installed."""
    claims = [case for one in cases for case in one.claim]
    classes = [case for one in cases for case in one.classes]
    return sorted([*_fit(CLAIM, claims), *_fit(CLASS, classes)])


def _fit(question: str, cases: Sequence[tuple[list[str], bool | str]]) -> Iterator[Row]:
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise EvaluationError(f"fitting the judge needs scikit-learn: pip install scikit-learn ({error})") from error
    names, matrix = _matrix([features for features, _ in cases])
    given = [answer for _, answer in cases]
    if len(set(given)) < 2:
        raise EvaluationError("fitting the judge needs documents with claims of two classes at least")
    chosen = {"C": STRENGTH[question], "fit_intercept": False, "random_state": 0, "tol": _TOLERANCE}
    model = LogisticRegression(solver="liblinear" if question == CLAIM else "lbfgs", max_iter=_ITERATIONS, **chosen)
    model.fit(matrix, given)
    answers = [CLAIM] if question == CLAIM else list(model.classes_)
    rows = model.coef_
    if len(answers) > len(rows):  # of two classes it gives how much more the second is
        rows = [-rows[0] / 2, rows[0] / 2]
    for answer, weights in zip(answers, rows, strict=True):
        for name, weight in zip(names, weights, strict=True):
            if abs(weight) >= LEAST_WEIGHT[question]:
                yield answer, name, round(float(weight), 2)


def _matrix(cases: Sequence[Sequence[str]]) -> tuple[list[str], Any]:
    """Return the features that enough cases have, and which case has which, as a sparse matrix."""
    import numpy as np
    from scipy.sparse import csr_matrix

    seen = Counter(feature for features in cases for feature in features)
    names = sorted(feature for feature, number in seen.items() if number >= LEAST_SEEN)
    index = {name: i for i, name in enumerate(names)}
    cells = [[index[f] for f in features if f in index] for features in cases]
    ends = np.cumsum([0, *(len(row) for row in cells)])
    flat = [i for row in cells for i in row]
    return names, csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(cells), len(names)))


def write(rows: Sequence[Row], file: Path) -> None:
    """Write a table of weights."""
    file.write_bytes(written_rows(rows).encode())


@dataclass(frozen=True, slots=True)
class Taught:
    """An annotated document with what it teaches."""

    one: Annotated
    cases: Cases


def corpora() -> list[Cases]:
    """Return what the examples beside the rules teach; those that tell of a known gap teach nothing."""
    extractor = rules_alone(list(CORPUS_PACKS))
    files_ = [files(f"{families.__name__}.{family.name}") / "corpus.yml" for family in extractor.families]
    entries = [(file, entry) for file in files_ for _, entry in load_entries(file, _EXAMPLE)]
    documents = [Document(f"corpus-{n}", entry["text"]) for n, (_, entry) in enumerate(entries) if "gap" not in entry]
    found: list[Cases] = []
    for extraction in extractor.extract(documents):
        claims = tuple(claim_to_json(claim) for claim in extraction.claims)
        found.append(_taught_by(Annotated(extraction.document, claims), extraction, extractor))
    return found


def _taught_by(one: Annotated, extraction: Extraction, extractor: Extractor) -> Cases:
    """Return what a document teaches, with what its claims teach."""
    sentences = [extractor.ruled(reading) for reading in extraction.readings]
    cases = cases_in(sentences, one.gold)
    cases.claims = claims_in(sentences, one.gold, frames_of(extractor))
    return cases


def other_news(paths: Sequence[Path]) -> list[Cases]:
    """Return what texts about no war teach: that a word on which no rule found anything carries no claim."""
    extractor = rules_alone()
    found: list[Cases] = []
    for extraction in extractor.extract(read_paths(list(paths)).documents):
        cases = cases_of(Annotated(extraction.document, ()), extraction, extractor)
        asked = iter(cases.claim)
        sentences = [
            Told(one.sentence, tuple(None if c is None or "kept" in next(asked)[0] else c for c in one.carried))
            for one in cases.sentences
        ]
        found.append(Cases([case for case in cases.claim if "kept" not in case[0]], sentences=sentences))
    return found


def taught(folders: Sequence[Path]) -> list[Taught]:
    """Return the annotated documents of several folders with what each teaches; one text counts once."""
    extractor = rules_alone()
    documents = list({one.document.text: one for folder in folders for one in annotated(folder)}.values())
    extractions = extractor.extract(one.document for one in documents)
    return [Taught(one, _taught_by(one, e, extractor)) for one, e in zip(documents, extractions, strict=True)]


def measure(
    folders: Sequence[Path],
    learn_from: Sequence[Path] = (),
    nothing_in: Sequence[Path] = (),
    folds: int = FOLDS,
    lessons: Sequence[Path] | None = None,
    layers: Layers | None = None,
) -> dict[str, Any]:
    """Score the pipeline on annotated documents, each judged by weights fitted on the documents of the other folds.

    The documents of ``learn_from`` are in the folds but not scored; ``nothing_in`` are texts about no war; ``lessons``
    are the bundled ones unless others are given. ``layers``, what reads whole sentences, is not fitted anew: it should
    have been fitted on other documents than those scored; without it the weights judge alone. Returns what ``evaluate
    gold`` returns, and ``reliability``: of the claims in each tenth of confidence the number and the share that an
    annotation bears out.
    """
    documents = taught([*folders, *learn_from])
    told = taught_by(bundled() if lessons is None else lessons)
    examples = [*told, *(EXAMPLES * corpora()), *(GIVEN * other_news(nothing_in))]
    scored = {one.document.text for folder in folders for one in annotated(folder)}
    tallies: list[Tally] = []
    borne_out: list[tuple[float, bool]] = []
    for fold in range(folds):
        weights = weights_of(
            fitted([*examples, *(GIVEN * [t.cases for n, t in enumerate(documents) if n % folds != fold])]),
            layers,
        )
        wanted = [t.one for n, t in enumerate(documents) if n % folds == fold and t.one.document.text in scored]
        for one, claims in _judged(wanted, weights):
            tallies.append(score_document(one.gold, claims))
            right = {j for i, j in pair(one.gold, claims) if family(one.gold[i]["class"]) == family(claims[j]["class"])}
            borne_out.extend((claim["confidence"], j in right) for j, claim in enumerate(claims))
    interval = bootstrap(tallies, lambda drawn: {name: row["f1"] for name, row in slot_table(drawn).items()})
    return {
        "documents": len(tallies),
        "metrics": slot_table(tallies),
        "interval": interval,
        "reliability": reliability(borne_out),
    }


def reliability(claims: Sequence[tuple[float, bool]]) -> dict[str, dict[str, float]]:
    """Return for each tenth of confidence how many claims lie in it and how many of them are right.

    >>> reliability([(0.93, True), (0.95, True), (0.96, False), (0.31, False)])
    {'0.3': {'claims': 1, 'right': 0.0}, '0.9': {'claims': 3, 'right': 0.667}}
    """
    tenths: dict[int, list[bool]] = defaultdict(list)
    for confidence, right in claims:
        tenths[min(9, int(confidence * 10))].append(right)
    return {
        f"{tenth / 10}": {"claims": len(found), "right": round(sum(found) / len(found), 3)}
        for tenth, found in sorted(tenths.items())
    }


def _judged(documents: Sequence[Annotated], weights: Weights) -> Iterator[tuple[Annotated, list[ClaimJson]]]:
    pipeline = Pipeline(load_packs(None), weights=weights)
    for one, read in zip(documents, pipeline.read(d.document for d in documents), strict=True):
        yield one, [claim_to_json(c) for c in sorted(read.claims, key=lambda c: c.id)]


def fit(
    file: Path,
    folders: Sequence[Path],
    nothing_in: Sequence[Path] = (),
    lessons: Sequence[Path] | None = None,
    marks: tuple[Path, Path] | None = None,
    words_from: Path | None = None,
) -> list[Path]:
    """Fit the judge on the annotated documents of all folders, write its table and return what was written.

    With ``marks``, the folder of tables and that of the texts, the network learns from all of it and from the marked
    texts, and after it what fills roles and what tells how claims are told, each written beside the table.
    ``words_from`` is what the network's words begin with. On one machine the same texts give the same bytes; of what
    reads whole sentences another processor may sum in another order.
    """
    told = taught_by(bundled() if lessons is None else lessons)
    examples = corpora()
    given = [*other_news(nothing_in), *(one.cases for one in taught(folders))]
    teaching = [*told, *(EXAMPLES * examples), *(GIVEN * given)]
    write(fitted(teaching), file)
    if marks is None:
        return [file]
    read = taught_in(marked(*marks))
    network = network_from([*read, *teaching], words_from=words_from)
    claims = [case.claims for case in (*read, *(GIVEN * given))]
    return [file, *_fit_layers(file.parent, network, claims, [case.claims for case in examples])]


def _fit_layers(
    folder: Path, network: Network, claims: Sequence[ClaimCases], examples: Sequence[ClaimCases]
) -> list[Path]:
    """Fit what reads claims by a network, write it and the network, and return the files.

    The corpora teach roles and counts; how their short examples are told teaches nothing of real reports.
    """
    (folder / NETWORK).write_bytes(network_bytes(network))
    network = load_network(folder / NETWORK)  # as it will be read: stored numbers are shorter
    manner = [one for case in claims for one in case.manner]
    counts = [one for case in (*claims, *examples) for one in case.counts]
    layers = {
        "roles": roles_from([one for case in (*claims, *examples) for one in case.roles], network),
        "manner": manner_from(manner, network),
        "mode": mode_from(manner, network),
        "count": count_from(counts, network),
        "scope": scope_from(counts, network),
    }
    made = [folder / NETWORK]
    for name, layer in layers.items():
        made.append(folder / QUESTIONS[name].file)
        made[-1].write_bytes(layer_bytes(layer))
    return made
