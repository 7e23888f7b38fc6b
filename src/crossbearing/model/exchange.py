"""Frozen dataclasses to plain JSON values and back, nothing lost: the form in which readings wait for the next run."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return dataclasses as lists of their fields, tuples as lists, all else as it is.

    >>> from crossbearing.model.mention import Mention
    >>> to_plain((Mention(0, 2, "IS"), None))
    [[0, 2, 'IS'], None]
    """
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    form: Any = type(value)
    names = _field_names(form)
    return value if names is None else [to_plain(getattr(value, name)) for name in names]


@cache
def _field_names(form: type) -> tuple[str, ...] | None:
    """Return the names of a dataclass's fields, None for another type."""
    return tuple(field.name for field in fields(form)) if is_dataclass(form) else None


def from_plain(form: type[T], value: Any) -> T:
    """Return the dataclass that ``to_plain`` was given; raise ValueError or TypeError where the value is no such form.

    >>> from crossbearing.model.mention import Mention
    >>> from_plain(Mention, [0, 2, "IS"])
    Mention(start=0, end=2, text='IS')
    """
    made: T = _reader(typing.cast(Any, form))(value)
    return made


@cache
def _reader(form: Any) -> Callable[[Any], Any]:
    if is_dataclass(form):
        return _dataclass_reader(form)
    origin, arguments = typing.get_origin(form), typing.get_args(form)
    if origin in (typing.Union, types.UnionType):
        inner = _reader(next(a for a in arguments if a is not types.NoneType))
        return _as_it_is if inner is _as_it_is else lambda value: None if value is None else inner(value)
    if origin is tuple and arguments[-1] is Ellipsis:
        one = _reader(arguments[0])
        return tuple if one is _as_it_is else lambda value: tuple([one(part) for part in value])
    if origin is tuple:
        several = [_reader(a) for a in arguments]
        return lambda value: tuple([read(part) for read, part in zip(several, value, strict=True)])
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _dataclass_reader(form: Any) -> Callable[[Any], Any]:
    """Return what reads a dataclass; a store holds millions of them, and most fields are as they are in JSON."""
    hints = typing.get_type_hints(form)
    readers = [_reader(hints[field.name]) for field in fields(form)]
    turned = [(at, read) for at, read in enumerate(readers) if read is not _as_it_is]
    wanted = len(readers)

    def read_one(value: Any) -> Any:
        parts = list(value)
        if len(parts) != wanted:
            raise ValueError(f"{form.__name__} has {wanted} fields and not {len(parts)}")
        for at, read in turned:
            parts[at] = read(parts[at])
        return form(*parts)

    return read_one
