"""What reads whole sentences beside the judge's weights: the network, and the layers over what it makes of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from crossbearing.extract.judge import attributing, counts, manner, roles
from crossbearing.extract.judge.layer import Layer
from crossbearing.extract.judge.network import FILE as NETWORK
from crossbearing.extract.judge.network import Network, load_network, shipped_network

QUESTIONS = {
    "roles": roles.QUESTION,
    "manner": manner.QUESTION,
    "mode": attributing.QUESTION,
    "count": counts.COUNT,
    "scope": counts.SCOPE,
}
"""What each layer is asked, by its name."""


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """The network, which says what words carry claims, and the layers: each is asked where it is there.

    ``roles`` fills the roles of claims, ``manner`` tells their modality, ``mode`` how they are said, ``count`` what
    they count and ``scope`` what that spans.
    """

    network: Network | None = None
    roles: Layer | None = None
    manner: Layer | None = None
    mode: Layer | None = None
    count: Layer | None = None
    scope: Layer | None = None


def load_layers(folder: Traversable) -> Layers:
    """Read what reads whole sentences from a folder; raises VocabularyError, with the file, where it is not there."""
    return _with_layers(load_network(folder / NETWORK), folder)


@cache
def shipped_layers() -> Layers:
    """Return what reads whole sentences, as it comes with the program.

    >>> shipped_layers().mode.answers[-1]
    'presupposed'
    """
    return _with_layers(shipped_network(), _shipped())


def layer_files() -> Iterator[Traversable]:
    """Yield the files that come with the program, network first."""
    folder = _shipped()
    yield folder / NETWORK
    yield from (folder / question.file for question in QUESTIONS.values())


def _with_layers(network: Network, folder: Traversable) -> Layers:
    return Layers(network, **{name: question.load(folder) for name, question in QUESTIONS.items()})


def _shipped() -> Traversable:
    return files("crossbearing.extract.judge")
