"""The layout that CONTRIBUTING promises, read off the source: who may name what, how many files a change touches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import crossbearing
from crossbearing.extract import engine, parsing, reported, rule, stages
from crossbearing.extract.attribution import draft
from crossbearing.extract.discovery import discover
from crossbearing.vocab.classes import Trait
from crossbearing.vocab.contract import CLASSES

PACKAGE = Path(crossbearing.__file__).parent
ROOT = Path(__file__).parent.parent
FAMILIES = PACKAGE / "extract" / "families"
OF_CLASSES = frozenset(name.partition(".")[0] for name in CLASSES)


def modules(under: Path = PACKAGE) -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the package with its tree."""
    for path in sorted(under.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and value of every string of a module that is no docstring."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def folder_of(path: Path) -> str | None:
    """Return the family in whose folder a module lies, None outside."""
    inside = path.is_relative_to(FAMILIES) and path.parent != FAMILIES
    return path.relative_to(FAMILIES).parts[0] if inside else None


def own_classes(family: str) -> frozenset[str]:
    """Return the families of classes that a family's lexicon speaks of: those that its code may name."""
    text = (FAMILIES / family / "lexicon.yml").read_text(encoding="utf-8")
    return frozenset(re.findall(r"\bclass: ([a-z_]+)\.", text))


def test_no_code_outside_its_family_names_a_class():
    found = []
    for path, tree in modules():
        family = folder_of(path)
        may = own_classes(family) if family else frozenset()
        for line, text in texts(tree):
            first, dot, _ = text.partition(".")
            a_class = text in CLASSES or (dot and text == f"{first}." and first in OF_CLASSES)
            if a_class and first not in may:
                found.append(f"{path.relative_to(PACKAGE)}:{line}: {text!r}: ask for a trait (vocab/classes.yml)")
    assert found == []


def test_every_trait_is_had_by_a_class_and_asked_for():
    had = frozenset[str]().union(*(c.traits for c in CLASSES.values()))
    asked = {
        argument.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"classes_with", "class_with"}
        for argument in node.args
        if isinstance(argument, ast.Constant)
    } | {
        node.left.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.comparators[0], ast.Attribute)
        and node.comparators[0].attr == "traits"
    }
    assert had == asked == set(get_args(Trait))


DRAFTS = {"Candidate": rule.Candidate, "Draft": draft.Draft}
STAGES = (parsing.Parsed, stages.Drafts, stages.Filled, stages.Dropped, stages.Arbitrated, engine.Extraction)
CHANGING = frozenset({"append", "extend", "insert", "remove", "clear", "pop", "sort", "update", "setdefault"})


def test_what_stages_hand_on_is_frozen():
    for made in (*DRAFTS.values(), rule.Argument, rule.Reading, reported.Reported, *STAGES):
        parameters = made.__dataclass_params__
        assert parameters.frozen, made
        assert not any(isinstance(getattr(made, f.name, None), list | dict | set) for f in fields(made)), made


def test_nobody_changes_a_draft_in_place():
    known = {field.name for made in DRAFTS.values() for field in fields(made)}
    found = []
    for path, tree in modules(PACKAGE / "extract"):
        if "phrases" in path.parts:  # the grammar below the drafts, which never sees one
            continue
        for node in ast.walk(tree):
            targets: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = [t for whole in node.targets for t in getattr(whole, "elts", [whole])]
            elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.Delete):
                targets = list(getattr(node, "targets", [getattr(node, "target", None)]))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
                targets = [node.func.value]
            for target in targets:
                own = isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "self"
                if isinstance(target, ast.Attribute) and target.attr in known and not own:
                    found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}: {ast.unparse(target)} changes in place")
    assert found == []


FILES = {"__init__.py", "lexicon.yml", "rules.py", "corpus.yml"}


def family_folders() -> list[Path]:
    """Return the folders of the families."""
    return sorted(p for p in FAMILIES.iterdir() if (p / "__init__.py").is_file())


def test_a_family_is_one_folder_with_its_four_files():
    assert len(family_folders()) == len(discover())
    for folder in family_folders():
        assert {p.name for p in folder.iterdir()} >= FILES, folder
        others = {p.name for p in folder.iterdir() if p.is_file()} - FILES
        assert all(name.endswith((".py", ".yml")) for name in others), folder


def test_nothing_outside_names_a_family():
    names = {folder.name for folder in family_folders()}
    found = []
    for path, tree in modules():
        own = folder_of(path)
        for line, text in texts(tree):
            first, dot, rest = text.partition(".")
            if (
                first in names
                and dot
                and first != own
                and re.fullmatch(r"[a-z_]*", rest)
                and rest not in {"csv", "jsonl"}
            ):
                found.append(f"{path.relative_to(PACKAGE)}:{line}: {text!r}")
        for node in ast.walk(tree):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            wanted = re.match(r"crossbearing\.extract\.families\.([a-z_]+)", module or "")
            if wanted and wanted[1] != own:
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno}: imports {module}")
    assert found == []


def test_the_table_of_files_touched_names_what_is_there():
    table = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Files touched")[2].partition("\n## ")[0]
    )
    named = set(re.findall(r"`([\w.]+\.(?:py|yml))`", table))
    assert named >= FILES


def test_every_word_that_a_target_of_make_asks_for_is_given_there():
    lines = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    given = {found[1] for line in lines if (found := re.match(r"([A-Z_]+)\s*[:?]?=", line))}
    asked = {name for line in lines for name in re.findall(r"(?<!\$)\$\(([A-Z_]+)\)", line)}
    assert len(asked) > 10
    assert asked - given == set()
    targets = {found[1] for line in lines if (found := re.match(r"([a-z-]+):(?!=)", line))}
    phony = next(line for line in lines if line.startswith(".PHONY:")).split()[1:]
    assert targets == set(phony)
