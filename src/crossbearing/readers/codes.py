"""Codes of the problems that readers leave on documents they could read; ``docs/read.md`` says what each means."""

from __future__ import annotations

AMBIGUOUS_DAY = "ambiguous_day"
BAD_DATE = "bad_date"
CHANGED_ID = "changed_id"
ENCODING_DAMAGED = "encoding_damaged"
ENCODING_GUESSED = "encoding_guessed"
FORMAT_DIFFERS = "format_differs"
HTML_LEFT_OUT = "html_left_out"
NOTES_LEFT_OUT = "notes_left_out"
NULL_DATE = "null_date"
PAGES_WITHOUT_TEXT = "pages_without_text"
QUOTED_MAIL = "quoted_mail"
SUMMARY_ONLY = "summary_only"

LOST = frozenset({ENCODING_DAMAGED, HTML_LEFT_OUT, NOTES_LEFT_OUT, PAGES_WITHOUT_TEXT})
"""Problems by which words of a document were lost: a run with one ends with exit code 2."""
