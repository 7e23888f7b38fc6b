"""How words of a model appear in our messages: it may have said anything, in any length."""

from __future__ import annotations

_SHOWN = 80


def shown(value: object) -> str:
    """Return a value of a reply as it may stand in a message: one line, short, without half characters.

    >>> shown("the\\nchurch"), shown("\\ud800")
    ("'the church'", "'?'")
    """
    try:
        text = value if isinstance(value, str) else repr(value)
    except RecursionError:
        text = "a value nested too deep"
    whole = text[: 4 * _SHOWN].encode("utf-8", "replace").decode()
    text = " ".join("".join(c if c.isprintable() else " " for c in whole).split())
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")
