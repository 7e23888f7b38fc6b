"""What a run has read is taken over by the next one, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crossbearing.engines.local import read_documents
from crossbearing.engines.unfinished import Unfinished
from crossbearing.model.document import Document
from crossbearing.model.faults import Faults
from crossbearing.pipeline import Pipeline, Read, default_pipeline

TEXTS = (
    "The army said its forces had seized Harasta on Monday. It killed 12 rebels there, a source told SANA.",
    "Rebels in Douma denied on Sunday that they had shelled the city, which is 10 km east of Damascus.",
    "Around 30 people, including 4 children, were wounded when a car bomb went off near the mosque in Idlib.",
)
DOCUMENTS = [
    Document(f"d{n}", text, published="2014-03-17", published_basis="metadata") for n, text in enumerate(TEXTS)
]


def kept(path: Path, program: str = "p") -> Unfinished:
    unfinished = Unfinished(path, program)
    unfinished.open()
    return unfinished


def test_what_was_read_comes_back_in_every_field(tmp_path: Path) -> None:
    first = kept(tmp_path / "u")
    reads = read_documents(DOCUMENTS, default_pipeline(), faults=Faults(), unfinished=first)
    first.close()
    second = kept(tmp_path / "u")
    assert second.taken_over == 3
    assert [second.get(d) for d in DOCUMENTS] == reads
    assert second.get(replace(DOCUMENTS[0], outlet="Levant Wire")) is None
    second.remove()
    assert not (tmp_path / "u").exists()


def test_only_what_is_missing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept(tmp_path / "u")
    expected = read_documents(DOCUMENTS, default_pipeline(), faults=Faults())
    read_documents(DOCUMENTS[:2], default_pipeline(), faults=Faults(), unfinished=first)
    first.close()
    asked: list[str] = []
    real = Pipeline.read

    def watched(self: Pipeline, documents: list[Document], *given: Any) -> object:
        asked.extend(d.id for d in documents)
        return real(self, documents, *given)

    monkeypatch.setattr(Pipeline, "read", watched)
    steps: list[int] = []
    again = read_documents(
        DOCUMENTS, default_pipeline(), lambda: steps.append(1), faults=Faults(), unfinished=kept(tmp_path / "u")
    )
    assert again == expected
    assert asked == ["d2"]
    assert len(steps) == 3


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_a_torn_end_is_cut_off(tmp_path: Path, cut: int) -> None:
    first = kept(tmp_path / "u")
    reads = [Read(d, ()) for d in DOCUMENTS]
    for document, read in zip(DOCUMENTS, reads, strict=True):
        first.put(document, read)
    first.close()
    raw = (tmp_path / "u").read_bytes()
    (tmp_path / "u").write_bytes(raw[:-cut])
    second = kept(tmp_path / "u")
    assert 0 < second.taken_over < 3
    second.put(DOCUMENTS[2], reads[2])
    second.close()
    third = kept(tmp_path / "u")
    assert third.get(DOCUMENTS[2]) == reads[2]
    assert third.get(DOCUMENTS[0]) == reads[0]


def test_another_program_begins_anew(tmp_path: Path) -> None:
    first = kept(tmp_path / "u")
    first.put(DOCUMENTS[0], Read(DOCUMENTS[0], ()))
    first.close()
    second = kept(tmp_path / "u", "another")
    assert second.taken_over == 0
    second.put(DOCUMENTS[1], Read(DOCUMENTS[1], ()))
    second.close()
    assert kept(tmp_path / "u", "another").get(DOCUMENTS[1]) == Read(DOCUMENTS[1], ())
    assert kept(tmp_path / "u", "p").taken_over == 0


def test_a_line_that_was_altered_ends_what_is_taken_over(tmp_path: Path) -> None:
    first = kept(tmp_path / "u")
    for document in DOCUMENTS:
        first.put(document, Read(document, ()))
    first.close()
    raw = bytearray((tmp_path / "u").read_bytes())
    raw[raw.index(b'"d1"') + 1] = ord("x")
    (tmp_path / "u").write_bytes(bytes(raw))
    assert kept(tmp_path / "u").taken_over == 1


def test_without_room_the_run_goes_on(tmp_path: Path) -> None:
    unfinished = kept(tmp_path / "no such folder" / "u")
    unfinished.put(DOCUMENTS[0], Read(DOCUMENTS[0], ()))
    assert "a killed run will begin anew" in unfinished.failure
    assert unfinished.get(DOCUMENTS[0]) is None
