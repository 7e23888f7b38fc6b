"""Every error the program raises on purpose, each saying which file, line or field and what to do."""

from __future__ import annotations


class CrossbearingError(Exception):
    """Base of all errors that a user can do something about."""


class VocabularyError(CrossbearingError):
    """A YAML or CSV file of the package or of a pack breaks its form: says file, entry and field."""


class SpanError(CrossbearingError):
    """A span does not lie in its text, or its text is not what stands there."""


class UnreadableDocumentError(CrossbearingError):
    """One document cannot be read; the rest of the run goes on. ``code`` is stable, for machines."""

    def __init__(self, code: str, name: str, advice: str) -> None:
        self.code = code
        self.name = name
        self.advice = advice
        super().__init__(f"{name}: {advice}")


class ParserUnavailableError(CrossbearingError):
    """The parser's weights are missing or are not the ones this version was built for."""


class TableUnavailableError(CrossbearingError):
    """A table that the build hook makes (kinds of nouns, groups of verbs) is missing from this installation."""


class GazetteerError(CrossbearingError):
    """The gazetteer index is missing, damaged or built from other data."""


class PackError(CrossbearingError):
    """A pack breaks its form or contradicts another pack: says file, line and field."""


class EvaluationError(CrossbearingError):
    """A folder to evaluate on holds nothing in the form the benchmark needs, or a floor was broken."""


class JudgeError(CrossbearingError):
    """A judge that a team taught cannot be used, or there is too little to teach one with: says what to do."""


class FaultError(CrossbearingError):
    """A fault of the program met one document or row, and the run was asked to stop at the first (``--strict``)."""


class WorkerError(CrossbearingError):
    """The processes that read beside one another cannot be started (``--workers``)."""


class OutputError(CrossbearingError):
    """The folder of a run cannot be written: says which file or folder, why, and what to do."""


class LanguageModelError(CrossbearingError):
    """A language model cannot or may not be asked at all. ``code`` is stable, for machines."""

    def __init__(self, code: str, advice: str) -> None:
        self.code = code
        self.advice = advice
        super().__init__(advice)


class StoreError(CrossbearingError):
    """A store cannot be opened, read or written: says which, why, and what to do."""


class AccountError(CrossbearingError):
    """An account, a role or a password is not as it must be, or a server may not start: says what to do."""


class ExportError(CrossbearingError):
    """A format cannot be written from what is given, or a file of one cannot be read: says which and why."""


class FetchError(CrossbearingError):
    """An address cannot or may not be fetched. ``code`` is stable, for machines."""

    def __init__(self, code: str, url: str, advice: str) -> None:
        self.code = code
        self.url = url
        self.advice = advice
        super().__init__(f"{url}: {advice}")


class ReviewError(CrossbearingError):
    """A person's decision cannot be taken as it is: says which field, why, and what to do."""
