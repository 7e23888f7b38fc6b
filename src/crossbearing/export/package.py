"""A Frictionless data package: tables, claims, checksums, licence and method, the same bytes whenever it is made.

For others to cite and check. It holds no text of a report: a report stands in it with its address and the hash of its
words. Quotes of claims are part of the record and can be left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from crossbearing.export import outputs
from crossbearing.export.claims import claim_lines
from crossbearing.export.figures import Index
from crossbearing.export.native import schema
from crossbearing.export.tables import CLAIM_FIELDS, EVENT_FIELDS, claim_rows, csv_bytes, event_rows
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished

LICENCES = {
    "CC0-1.0": ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
    "CC-BY-4.0": ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"),
    "CC-BY-SA-4.0": ("https://creativecommons.org/licenses/by-sa/4.0/", "Creative Commons Attribution-ShareAlike 4.0"),
    "CC-BY-NC-4.0": (
        "https://creativecommons.org/licenses/by-nc/4.0/",
        "Creative Commons Attribution-NonCommercial 4.0",
    ),
    "ODbL-1.0": ("https://opendatacommons.org/licenses/odbl/1-0/", "Open Data Commons Open Database License 1.0"),
    "ODC-BY-1.0": ("https://opendatacommons.org/licenses/by/1-0/", "Open Data Commons Attribution License 1.0"),
}
_DOCUMENT_FIELDS = ("id", "outlet", "published", "published_basis", "title", "url", "language", "sha256", "family")
_INTEGERS = frozenset(
    """date_prec where_prec killed_low killed_best killed_high injured_low injured_best injured_high evidence_start
    evidence_end low best high residual_low residual_high documents claims only_here shared contradicted leads lags
    omits""".split()
)
_DECIMALS = frozenset({"lat", "lon", "radius_km", "confidence"})
_DAYS = frozenset({"start", "end", "published", "as_of"})


@dataclass(frozen=True, slots=True)
class Release:
    """What a release says of itself: ``licence`` is one of ``LICENCES``, ``settings`` how it was made, in words."""

    name: str
    title: str
    licence: str
    contributors: tuple[str, ...] = ()
    quotes: bool = True
    settings: Mapping[str, Any] | None = None


def package(finished: Finished, release: Release) -> dict[str, bytes]:
    """Return the files of the package; raise ExportError for a licence or a name that it cannot bear."""
    if release.licence not in LICENCES:
        raise ExportError(f"no licence {release.licence!r} for data; known: {', '.join(LICENCES)}")
    if not release.name or not all(c.isascii() and (c.islower() or c.isdigit() or c in "-_.") for c in release.name):
        raise ExportError(f"name {release.name!r}: a package is named in small letters, digits, '-', '_' and '.'")
    index = Index(finished)
    tables: dict[str, tuple[Sequence[str], bytes]] = {}
    claim_fields = CLAIM_FIELDS if release.quotes else tuple(f for f in CLAIM_FIELDS if f not in ("evidence", "labels"))
    tables["events"] = (EVENT_FIELDS, csv_bytes(EVENT_FIELDS, event_rows(index)))
    tables["claims"] = (claim_fields, csv_bytes(claim_fields, claim_rows(index)))
    rows = [{f: getattr(d, f) for f in _DOCUMENT_FIELDS} for d in sorted(finished.documents, key=lambda d: d.id)]
    tables["documents"] = (_DOCUMENT_FIELDS, csv_bytes(_DOCUMENT_FIELDS, rows))
    for name, fields, lines in outputs.tables(finished.ledgers):
        tables[name] = (fields, csv_bytes(fields, lines))
    found = {f"{name}.csv": raw for name, (_, raw) in tables.items()}
    if release.quotes:
        found["claims.jsonl"] = "".join(claim_lines(finished.claims)).encode("utf-8", "backslashreplace")
        found["claim.schema.json"] = schema("claim.schema.json")
    found["README.md"] = _readme(finished, release).encode()
    resources = [_resource(name, fields, found[f"{name}.csv"]) for name, (fields, _) in sorted(tables.items())]
    found["datapackage.json"] = _descriptor(release, resources, found)
    found["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(found.items())
    ).encode()
    return dict(sorted(found.items()))


def _resource(name: str, fields: Sequence[str], raw: bytes) -> dict[str, Any]:
    whole = {f for f in fields if f in _INTEGERS and not (f in ("documents", "claims") and name != "sources")}
    kinds = {
        f: "integer" if f in whole else "number" if f in _DECIMALS else "date" if f in _DAYS else "string"
        for f in fields
    }
    described: dict[str, Any] = {"fields": [{"name": f, "type": kinds[f]} for f in fields], "missingValues": [""]}
    if "id" in fields and name != "sources":
        described["primaryKey"] = "id"
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        "schema": described,
    }


def _descriptor(release: Release, resources: Sequence[Mapping[str, Any]], made: Mapping[str, bytes]) -> bytes:
    path, title = LICENCES[release.licence]
    whole: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": release.name,
        "title": release.title,
        "description": "Who says that who did what to whom, where, when and how many; see README.md.",
        "licenses": [{"name": release.licence, "path": path, "title": title}],
        "version": hashlib.sha256(b"".join(made[name] for name in sorted(made))).hexdigest()[:12],
        "resources": list(resources),
    }
    if release.contributors:
        whole["contributors"] = [{"title": name, "role": "author"} for name in release.contributors]
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _readme(finished: Finished, release: Release) -> str:
    path, title = LICENCES[release.licence]
    days = sorted(d.published for d in finished.documents if d.published)
    span = f", published {days[0]} to {days[-1]}" if days else ""
    settings = json.dumps(release.settings or {}, ensure_ascii=False, sort_keys=True)
    ledgers = finished.ledgers
    quotes = "Quotes are those of the outlets." if release.quotes else "Quotes of the reports are left out."
    held = f"{len(finished.claims)} claims, {len(ledgers.events)} events, {len(ledgers.tolls)} tolls"
    filled = {
        "title": release.title,
        "holds": f"{len(finished.documents)} reports{span}; {held}.",
        "licence": f"[{title}]({path})",
        "quotes": quotes,
        "version": version("crossbearing"),
        "settings": settings,
    }
    return (files("crossbearing.export") / "package_readme.md").read_text(encoding="utf-8").format(**filled)
