"""The word lists of this family, read once."""

from __future__ import annotations

from importlib.resources import files

from crossbearing.extract.phrases.lexicon import word_sets

SETS = word_sets(files(__package__ or __name__.rpartition(".")[0]) / "words.yml")
