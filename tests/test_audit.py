"""What CI says of advisories: what was skipped is counted, ignoring needs a reason, no answer is no all-clear."""

from __future__ import annotations

import doctest
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CI = Path(__file__).resolve().parents[1] / ".ci"
ADVISORY = {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-77"], "fix_versions": ["2.1"]}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("ci_audit", CI / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "ci_audit", module)
    spec.loader.exec_module(module)
    return module


def report(*dependencies: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(dependencies)}


BAD = {"name": "parcel", "version": "2.0", "vulns": [ADVISORY]}
WELL = {"name": "anvil", "version": "1.0", "vulns": []}
SKIPPED = {"name": "quill", "skip_reason": "not found"}


def test_its_examples_hold(audit: ModuleType) -> None:
    assert doctest.testmod(audit).failed == 0


def test_an_advisory_fails_unless_a_reason_stands_for_it(audit: ModuleType) -> None:
    bad, said = audit.findings(report(BAD, WELL, SKIPPED), {})
    assert bad == ["pip-audit: parcel 2.0: PYSEC-2099-1 (mended in: 2.1)"]
    assert said == ["pip-audit: 2 of 3 requirements looked up", "pip-audit: not looked up: quill"]
    for name in ("PYSEC-2099-1", "CVE-2099-77"):
        bad, said = audit.findings(report(BAD, WELL), {name: "we never open parcels"})
        assert bad == []
        assert said[-1].endswith("left out: we never open parcels")


def test_a_report_in_which_all_was_skipped_is_no_all_clear(audit: ModuleType) -> None:
    with pytest.raises(audit.UnreachableError, match="none of the requirements"):
        audit.findings(report(SKIPPED), {})


def test_an_ignored_advisory_needs_a_reason(audit: ModuleType) -> None:
    assert audit.ignored("# why\n\nPYSEC-2099-1  not called\n") == {"PYSEC-2099-1": "not called"}
    with pytest.raises(ValueError, match=r"audit-ignored\.txt:2: PYSEC-2099-1 has no reason"):
        audit.ignored("# why\nPYSEC-2099-1\n")
    assert audit.ignored((CI / "audit-ignored.txt").read_text(encoding="utf-8")) == {}


@pytest.mark.parametrize(
    ("probed", "answer", "code", "said"),
    [
        (report(BAD), report(WELL), 0, "1 of 1 requirements looked up"),
        (report(BAD), report(BAD), 1, "PYSEC-2099-1"),
        (report(WELL), report(WELL), 0, "could not be reached (its source knows no advisory"),
        (report(SKIPPED), report(SKIPPED), 0, "could not be reached"),
        (report(BAD), report(SKIPPED), 0, "could not be reached (none of the requirements"),
    ],
)
def test_only_an_advisory_that_was_found_fails(
    audit: ModuleType,
    probed: dict[str, Any],
    answer: dict[str, Any],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "pip-audit").touch()
    monkeypatch.setattr(audit.sys, "platform", "linux")
    monkeypatch.setattr(audit.venv, "create", lambda *args, **kwargs: None)
    monkeypatch.setattr(audit, "_run", lambda *command: "")
    monkeypatch.setattr(audit, "_reported", lambda tool, *args: probed if "--no-deps" in args else answer)
    assert audit.audit(tmp_path) == code
    assert said in capsys.readouterr().out


def test_what_says_nothing_or_no_report_is_unreachable(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(audit.UnreachableError, match="gone"):
        audit._run(sys.executable, "-c", "import sys; sys.exit('gone')")
    monkeypatch.setattr(audit, "_run", lambda *command: "Looking ...")
    with pytest.raises(audit.UnreachableError, match="no report"):
        audit._reported(Path("pip-audit"))


def test_a_bad_list_of_ignored_advisories_fails_in_one_line(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "audit-ignored.txt").write_text("PYSEC-2099-1\n", encoding="utf-8")
    monkeypatch.setattr(audit, "HERE", tmp_path)
    assert audit.audit(tmp_path / "none") == 1
    assert capsys.readouterr().out == (
        "pip-audit: audit-ignored.txt:1: PYSEC-2099-1 has no reason; write one behind it\n"
    )
