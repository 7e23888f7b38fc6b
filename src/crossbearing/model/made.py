"""Frozen dataclasses that are made often: reading sets some twenty fields of them a word.

What ``dataclass`` writes for a frozen class looks the setter of each field up by its name, each time one is made. Here
it is the slot's own, known beforehand; nothing else about the class changes.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

_Made = TypeVar("_Made")


def made_often(cls: type[_Made]) -> type[_Made]:
    """Let a frozen dataclass with slots be made quickly. Raises TypeError for another, or one that looks at its fields.

    >>> from dataclasses import dataclass
    >>> @made_often
    ... @dataclass(frozen=True, slots=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    ...     name: str = ""
    >>> Point(1, name="a")
    Point(x=1, y=0, name='a')
    """
    listed: tuple[Field[Any], ...] = fields(cls)  # type: ignore[arg-type]
    frozen = cls.__dataclass_params__.frozen and "__slots__" in vars(cls)  # type: ignore[attr-defined]
    plain = all(f.init and not f.kw_only and f.default_factory is MISSING for f in listed)
    if not (frozen and plain) or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} is no frozen dataclass with slots and plain fields")
    known: dict[str, Any] = {f"_put_{f.name}": vars(cls)[f.name].__set__ for f in listed}
    known |= {f"_else_{f.name}": f.default for f in listed if f.default is not MISSING}
    asked = [f.name if f.default is MISSING else f"{f.name}=_else_{f.name}" for f in listed]
    lines = [f"def __init__(self, {', '.join(asked)}):", *(f"    _put_{f.name}(self, {f.name})" for f in listed)]
    exec("\n".join(lines), known)  # noqa: S102 - names of fields alone, as ``dataclass`` does it
    made = known["__init__"]
    made.__annotations__, made.__qualname__ = cls.__init__.__annotations__, f"{cls.__qualname__}.__init__"
    cls.__init__ = made  # type: ignore[method-assign]
    return cls
