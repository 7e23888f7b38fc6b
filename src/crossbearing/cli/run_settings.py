"""The options of a run as one value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossbearing.cli.engine_options import HERE, RAY, Engine
from crossbearing.cli.reader_options import ReaderOptions
from crossbearing.model.budget import SECONDS
from crossbearing.model.claim import RULES
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.extract.judge.weights import Weights


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of a run that change what comes of it, and who reads where, which does not."""

    as_of: str = ""
    anchors: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()
    strict: bool = False
    seconds: float = SECONDS
    workers: int = 1
    everything: bool = False
    columns: str = ""
    engine: Engine = HERE
    judge: Weights | None = None

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the judge that a team taught, empty for the one that ships."""
        return "" if self.judge is None else self.judge.fingerprint

    def shown(self) -> dict[str, Any]:
        """Return the settings as the manifest shows them: no path, for where it was made changes no set."""
        names = sorted(pack.resolve().name for pack in self.packs)
        return {
            "all": self.everything,
            "as_of": self.as_of,
            "anchors": sorted(self.anchors),
            "columns": Path(self.columns).name,
            "document_seconds": self.seconds,
            "judge": self.fingerprint or "shipped",
            "own_packs": names,
            "strict": self.strict,
        }


def go_together(settings: Settings, options: ReaderOptions) -> None:
    """Raise CrossbearingError for options that do not go together, before anything is read."""
    names = options.chosen()
    if settings.workers > 1 and (options.claims is not None or names != (RULES,)):
        raise CrossbearingError("--workers is for the rules alone: leave it out with a model or given claims")
    if settings.engine.name == RAY and (options.claims is not None or names != (RULES,)):
        raise CrossbearingError("--engine ray is for the rules alone: leave it out with a model or given claims")
    if settings.judge is not None and (options.claims is not None or RULES not in names):
        raise CrossbearingError("--judge is for the rules: leave it out where they do not read")
