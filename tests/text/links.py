"""Copies of the installed model that cost no space: folders of links, in which a test may alter a file."""

from __future__ import annotations

from pathlib import Path

from crossbearing.text import weights


def linked(folder: Path) -> Path:
    """Make ``folder`` with links to all files of the installed model."""
    model = weights.find_weights()[1]
    for file in sorted(model.rglob("*")):
        if file.is_file():
            link = folder / file.relative_to(model)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
    return folder


def alter(file: Path) -> None:
    """Replace a link by a copy in which one bit differs."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(bytes(content))
