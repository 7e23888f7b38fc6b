"""``crossbearing evaluate NAME --data DIR``: one command for every benchmark, on development and unseen parts alike."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.cli.judge_options import JUDGE, judge_of
from crossbearing.cli.reader_options import CLAIMS, LLM, READERS, REPLIES, REQUESTS, ReaderOptions, recorded_reader
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crossbearing.model.document import Document
    from crossbearing.pipeline import Pipeline
    from crossbearing.readings.reader import Reader


PUBLIC = "crossbearing_bench"
NOT_AT_HAND = (
    "the public sets are not at hand: an installed wheel leaves their loaders out; run this from a checkout of the "
    "repository (`pip install --editable .`), which has them in bench/"
)


def benchmarks() -> dict[str, ModuleType]:
    """Return the module of every benchmark by name: those with NAME and evaluate.

    >>> "gold" in benchmarks()
    True
    """
    from crossbearing import evaluate as scores

    found = {}
    for package in (scores, public_sets()):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + ".") if package else ():
            module = None if info.ispkg else importlib.import_module(info.name)
            if module is not None and hasattr(module, "NAME") and hasattr(module, "evaluate"):
                found[module.NAME] = module
    return dict(sorted(found.items()))


def public_sets() -> ModuleType | None:
    """Return the package of the public sets' loaders, None where it is neither installed nor in this checkout.

    A checkout has them beside ``src``, and its own go before those of another that is installed: they fit its code.
    """
    checkout = Path(__file__).parents[3] / "bench"
    if (checkout / PUBLIC).is_dir() and str(checkout) not in sys.path[:1]:
        sys.path.insert(0, str(checkout))
        importlib.invalidate_caches()
    return importlib.import_module(PUBLIC) if importlib.util.find_spec(PUBLIC) else None


def _rows(metrics: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return metrics as flat rows, groups after the plain figures."""
    plain = [(prefix + name, value) for name, value in metrics.items() if not isinstance(value, dict)]
    for name, value in metrics.items():
        if isinstance(value, dict):
            plain.extend(_rows(value, f"{prefix}{name} "))
    return plain


def _number(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def figures(name: str, result: dict[str, Any]) -> Table:
    """Return an evaluation as a table: one row a slot where each slot has the same figures, else one row a figure."""
    metrics, intervals = result["metrics"], result.get("interval", {})
    title = f"{name}: {result['documents']} documents"
    figures = [tuple(value) for value in metrics.values() if isinstance(value, dict)]
    if figures and len(figures) == len(metrics) and len(set(figures)) == 1:
        table = Table("slot", *figures[0], "95% interval", title=title)
        for slot, values in metrics.items():
            table.add_row(slot, *(_number(value) for value in values.values()), _between(intervals.get(slot)))
        return table
    table = Table("metric", "value", "95% interval", title=title)
    for metric, value in _rows(metrics):
        table.add_row(metric, _number(value), _between(intervals.get(metric.removesuffix(" f1"))))
    return table


def _between(interval: list[float] | None) -> str:
    return " to ".join(_number(value) for value in interval) if interval else ""


def _fit(name: str, known: dict[str, ModuleType], data: Path, into: Path, given: dict[str, Path]) -> int:
    """Learn the weights of a benchmark that has any, and say where they lie."""
    learn = getattr(known[name], "fit", None)
    if learn is None:
        raise _unable(name, known, "fit", "fits no weights")
    into.mkdir(parents=True, exist_ok=True)
    for file in learn(data, into, **given):
        output.write(f"made: {file}")
    return codes.DONE


def _known(name: str, data: Sequence[Path]) -> dict[str, ModuleType]:
    """Return the benchmarks by name; raise CrossbearingError where the one named or its folder is not there."""
    known = benchmarks()
    if name not in known:
        missing = "" if public_sets() else f"; {NOT_AT_HAND}"
        raise CrossbearingError(f"no benchmark {name!r}; known: {', '.join(known)}{missing}")
    for folder in data:
        if not folder.is_dir():
            raise CrossbearingError(f"{folder}: no such folder; --data names the folder with the benchmark's files")
    return known


def _one(name: str, data: Sequence[Path]) -> Path:
    """Return the only folder; raise CrossbearingError where several are given to what takes one."""
    if len(data) != 1:
        raise CrossbearingError(f"{name!r} takes one --data here, {len(data)} are given")
    return data[0]


def _unable(name: str, known: dict[str, ModuleType], what: str, said: str) -> CrossbearingError:
    able = [other for other, module in known.items() if hasattr(module, what)]
    return CrossbearingError(f"benchmark {name!r} {said}; known to: {', '.join(able)}")


def _readers(name: str, data: Path, read_by: ReaderOptions, folds: int, into: Path | None, json: bool) -> int:
    """Score readers by recorded replies, or fit whom of them to believe."""
    from crossbearing.evaluate import gold
    from crossbearing.evaluate.readers_compared import evaluate_readers, fit_readers

    names, requests, replies = read_by.chosen(), read_by.requests, read_by.replies
    if name != gold.NAME or requests is None or replies is None:
        raise CrossbearingError(f"--readers is for {gold.NAME!r}, by --llm-replies and --llm-requests")

    def model(documents: Sequence[Document]) -> Reader:
        reader, unplaced = recorded_reader(requests, replies, documents)
        for problem in unplaced:
            output.say(f"not read: {output.one_line(problem.message)}")
        return reader

    if into is not None:
        output.write(f"made: {fit_readers(data, into, model)}")
        return codes.DONE
    result = evaluate_readers(data, names, model, folds)
    if json:
        output.write_json(result)
        return codes.DONE
    output.show(figures(f"{name} by {','.join(names)}", result))
    for who, reached in result["readers"].items():
        output.write(f"{who}: {_number(reached)}")
    if "difference" in result:
        found = result["difference"]
        output.write(f"both less {found['than']}: {found['by']:+.4f}, 95% interval {_signed(found['interval'])}")
    output.write(f"documents without a whole reply: {result['unanswered']}")
    return codes.DONE


def _signed(interval: list[float]) -> str:
    return " to ".join(f"{value:+.4f}" for value in interval)


def evaluate(
    name: str = typer.Argument(help="Which benchmark; a wrong name prints the known ones."),
    data: list[Path] = typer.Option(
        ..., "--data", help="A folder in the form of the benchmark's development part; gold takes several."
    ),
    json: bool = typer.Option(False, "--json", help="Print JSON and nothing else on standard output."),
    errors: bool = typer.Option(False, "--errors", help="List what was missed and what was too much, where it can."),
    update_floors: bool = typer.Option(False, "--update-floors", help="gold: raise the floors to what was reached."),
    fit: Path = typer.Option(None, "--fit", metavar="DIR", help="Learn weights from the data into DIR; score nothing."),
    allow_regression: bool = typer.Option(False, "--allow-regression", help="Let --update-floors lower a floor."),
    readers: str = READERS,
    replies: Path = REPLIES,
    requests: Path = REQUESTS,
    folds: int = typer.Option(
        0,
        "--folds",
        metavar="N",
        help="gold, record: fit in N parts, each measured by what the others teach.",
    ),
    claims: Path = CLAIMS,
    learn_from: Path = typer.Option(
        None, "--learn-from", metavar="DIR", help="record: other reports with claims that --fit and --folds learn from."
    ),
    judge: str = JUDGE,
) -> int:
    """Score the program on a benchmark: metrics with 95% intervals over documents."""
    known = _known(name, data)
    read_by = ReaderOptions(readers, replies=replies, requests=requests)
    from crossbearing.evaluate import floors, gold, record

    if judge and (name != gold.NAME or update_floors or fit is not None or LLM in read_by.chosen()):
        raise CrossbearingError(f"--judge is for {gold.NAME!r} read by the rules alone, without --fit and floors")
    if LLM in read_by.chosen() or (folds and name != record.NAME):
        if errors or update_floors:
            raise CrossbearingError("--errors and --update-floors are of the rules alone; leave --readers out")
        return _readers(name, _one(name, data), read_by, folds, fit, json)
    given = {key: path for key, path in (("claims", claims), ("learn_from", learn_from)) if path is not None}
    if given and name != record.NAME:
        raise CrossbearingError(
            f"--claims and --learn-from are for {record.NAME!r} alone: there the reading can be given"
        )
    if fit is not None:
        return _fit(name, known, _one(name, data), fit, given)
    listing = getattr(known[name], "errors", None)
    if errors and listing is None:
        raise _unable(name, known, "errors", "lists no errors")
    if update_floors and name != gold.NAME:
        raise CrossbearingError(f"only {gold.NAME!r} has floors, {name!r} has none")
    by = _by(judge)
    if name == record.NAME:
        result = record.evaluate(_one(name, data), folds=folds, **given)
    else:
        result = known[name].evaluate(*(data if name == gold.NAME else [_one(name, data)]), **by)
    if errors and listing is not None:
        result = {**result, "errors": listing(_one(name, data), **by)}
    if update_floors:
        floors.update(data, result, allow_regression)
    _print(name, result, json)
    return codes.DONE


def _by(judge: str) -> dict[str, Pipeline]:
    """Return the pipeline that a benchmark is to read with, nothing where it is the usual one."""
    from crossbearing.cli.run import tools

    weights = judge_of(judge)
    return {} if weights is None else {"pipeline": tools((), weights)}


def _print(name: str, result: dict[str, Any], json: bool) -> None:
    if json:
        output.write_json(result)
        return
    output.show(figures(name, result))
    for line in result.get("errors", ()):
        output.write(line)
