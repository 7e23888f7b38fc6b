"""Which voices are one: a copied wire story, an agency credit and a spokesman never count as second sources.

Source of the rules: section A.3 of the reconciliation design. A family is found per claim: the originator at the root
of the chain of sources, else the family of the document (agency credit, the first of its copies, the outlet).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossbearing.model.claim import Claim, Source
from crossbearing.model.derived import DocumentFingerprint, Edge, Family, SideTable
from crossbearing.reconcile.bodies import one_body
from crossbearing.reconcile.comparison import day_number, is_generic, slug
from crossbearing.reconcile.copies import copied_pairs
from crossbearing.reconcile.decisions import Clusters
from crossbearing.reconcile.document_events import is_rare

_CHANNELS = ("outlet:", "media:")


@dataclass(frozen=True, slots=True)
class Families:
    """The family of every claim and document, and why."""

    families: tuple[Family, ...]
    by_claim: Mapping[str, str]
    by_document: Mapping[str, str]
    copies: frozenset[tuple[str, str]]
    sides: Mapping[str, str | None]


def source_key(source: Source) -> str | None:
    """Return the id of a source, else a key of its name; None for somebody unnamed."""
    key = source.actor or (slug(source.name) if source.name and not source.anonymous else None)
    return None if key is None or is_generic(key) else key


def outlet_key(outlet: str) -> str:
    """Return the key of an outlet: its id where it has one, else one made of its name.

    >>> outlet_key("outlet:sana"), outlet_key("The Daily Post")
    ('outlet:sana', 'daily-post')
    """
    return outlet if ":" in outlet else slug(outlet)


def originator(claim: Claim, sides: SideTable) -> tuple[str | None, tuple[str, ...]]:
    """Return whom a claim goes back to, and everybody named on the way.

    The root of the chain is its last named source, an outlet only where nobody else is named: "a source told SANA" goes
    back to SANA, what a ministry told SANA to the ministry. A spokesman or office that the packs tie to an organisation
    counts as that organisation.

    >>> from crossbearing.model.claim import Attribution
    >>> from crossbearing.model.mention import Mention
    >>> told = Attribution(sources=(Source("A source", None, True), Source("SANA", None)))
    >>> originator(Claim("d:c1", "d", "control.gain", Mention(0, 1, "x"), attribution=told), SideTable())
    ('sana', ('sana',))
    """
    sources = claim.attribution.sources
    if claim.attribution.mode == "document":
        # "According to the agreement": a paper of no known body is nobody's voice.
        sources = tuple(s for s in sources if s.actor or s is not sources[0])
    keys = [k for k in map(source_key, sources) if k]
    if not keys:
        return None, ()
    spoke = [k for k in keys if not k.startswith(_CHANNELS)]
    return organisation_of((spoke or keys)[-1], sides), tuple(dict.fromkeys(keys))


def organisation_of(key: str, sides: SideTable) -> str:
    """Return the body that speaks through a spokesman, office, agency or outlet; itself where the packs name none.

    >>> organisation_of("abdel-rahman", SideTable(organisations={"abdel-rahman": "sohr"}))
    'sohr'
    """
    seen = {key}
    while (body := sides.organisations.get(key)) and body not in seen:
        key = body
        seen.add(key)
    return key


def _agency(document: DocumentFingerprint) -> str | None:
    own = outlet_key(document.outlet) if document.outlet else None
    named = [c for c in document.credits if not c.startswith("not:")]
    return min((c for c in named if slug(c) != own), default=None)


def _order(document: DocumentFingerprint) -> tuple[str, str, str]:
    return (document.published or "9999", document.outlet or "~", document.id)


def _document_families(
    documents: Sequence[DocumentFingerprint], copies: Mapping[tuple[str, str], str], sides: SideTable
) -> tuple[dict[str, str], list[Edge]]:
    clusters = Clusters()
    for one, other in copies:
        clusters.union(one, other)
    groups: dict[str, list[DocumentFingerprint]] = defaultdict(list)
    for document in documents:
        groups[clusters.root(document.id)].append(document)
    families: dict[str, str] = {}
    edges: list[Edge] = []
    for members in groups.values():
        credited = sorted((a, d.id) for d in members if (a := _agency(d)))
        first = min(members, key=_order)
        disclaimed = any(c.startswith("not:") for c in first.credits)
        if credited:
            family = organisation_of(outlet_key(credited[0][0]), sides)
        elif disclaimed:
            family = f"uncredited:{first.id}"
        else:
            family = organisation_of(outlet_key(first.outlet), sides) if first.outlet else f"document:{first.id}"
        for document in members:
            families[document.id] = family
            edges.append(_why(document, family, sides))
    return families, edges


def _why(document: DocumentFingerprint, family: str, sides: SideTable) -> Edge:
    agency = _agency(document)
    if agency:
        return Edge(document.id, family, "credit", f"the document credits {agency}")
    for credit in document.credits:
        if credit.startswith("not:"):
            return Edge(document.id, family, "credit", f"the document says that {credit[4:]} did not write it")
    if document.outlet and organisation_of(outlet_key(document.outlet), sides) == family:
        return Edge(document.id, family, "outlet", f"published by {document.outlet}")
    if family == f"document:{document.id}":
        return Edge(document.id, family, "document", "nothing says who published it")
    return Edge(document.id, family, "copy", "its text was published by this family first")


def _rare_figures(claim: Claim) -> frozenset[int]:
    exact = {c.low for c in claim.counts if c.bound in ("exact", "at_least") and c.low is not None}
    return frozenset(n for n in exact if is_rare(n))


def _by_numbers(
    claims: Iterable[Claim], by_claim: dict[str, str], attributed: frozenset[str], days: Mapping[str, int | None]
) -> list[Edge]:
    """Join unattributed claims to the source that printed the same two rare figures within a day."""
    holders: dict[frozenset[int], list[Claim]] = defaultdict(list)
    for claim in claims:
        figures = _rare_figures(claim)
        if len(figures) >= 2:
            holders[figures].append(claim)
    edges = []
    for figures in sorted(holders, key=sorted):
        # The first claim with a source on each day speaks for the day.
        named: dict[int, str] = {}
        for claim in holders[figures]:
            day = days.get(claim.document)
            if claim.id in attributed and day is not None:
                named.setdefault(day, claim.id)
        for claim in holders[figures]:
            day = days.get(claim.document)
            if claim.id in attributed or day is None:
                continue
            other = min((named[d] for d in (day - 1, day, day + 1) if d in named), default=None)
            if other is not None:
                by_claim[claim.id] = by_claim[other]
                printed = ", ".join(str(n) for n in sorted(figures))
                edges.append(Edge(claim.document, by_claim[other], "numbers", f"the same figures: {printed}"))
    return edges


def find_families(claims: Sequence[Claim], documents: Sequence[DocumentFingerprint], sides: SideTable) -> Families:
    """Return the family of every claim and document. Claims and documents must be sorted by id."""
    copies, passages = copied_pairs(documents)
    by_document, document_edges = _document_families(documents, copies, sides)
    edges: dict[str, set[Edge]] = defaultdict(set)
    for edge in document_edges:
        edges[edge.to].add(edge)
    for (one, other), evidence in copies.items():
        edges[by_document[one]].add(Edge(one, other, "copy", evidence))
    for passage in passages:
        for end in {by_document[passage.from_], by_document[passage.to]}:
            edges[end].add(passage)
    members: dict[str, set[str]] = defaultdict(set)
    for document_id, family in by_document.items():
        members[family].add(document_id)
    by_claim: dict[str, str] = {}
    attributed: set[str] = set()
    origins = [(claim, *originator(claim, sides)) for claim in claims]
    alias = one_body({root for _, root, _ in origins if root})
    for claim, found, named in origins:
        root = alias.get(found, found) if found else None
        family = root or by_document.get(claim.document, f"document:{claim.document}")
        by_claim[claim.id] = family
        if root:
            attributed.add(claim.id)
        for key in named:
            members[family].add(f"source:{key}")
            if key != root:
                edges[family].add(Edge(f"source:{key}", family, "chain", "speaks for it or is quoted through it"))
        if not root:
            members[family].add(claim.document)
    days = {d.id: day_number(d.published) for d in documents}
    for edge in _by_numbers(claims, by_claim, frozenset(attributed), days):
        edges[edge.to].add(edge)
    return _families(members, edges, by_claim, by_document, frozenset(copies), sides)


def _families(
    members: Mapping[str, set[str]],
    edges: Mapping[str, set[Edge]],
    by_claim: Mapping[str, str],
    by_document: Mapping[str, str],
    copies: frozenset[tuple[str, str]],
    sides: SideTable,
) -> Families:
    ids = sorted(set(members) | set(by_claim.values()))
    found = tuple(
        Family(f, tuple(sorted(members.get(f, ()))), tuple(sorted(edges.get(f, ()))), sides.side(f)) for f in ids
    )
    return Families(found, by_claim, by_document, copies, {f.id: f.side for f in found})
