"""Hostile documents: one maker a kind, each giving the text of size ``n``; for the tests of time, memory and faults."""

from __future__ import annotations

from collections.abc import Callable


def said_it_killed(n: int) -> str:
    """One sentence of ``n`` words that says again and again who was killed."""
    return " ".join(["said it killed 12"] * (n // 4)) + "."


def places(n: int) -> str:
    """One sentence that shells ``n`` places, all in one list."""
    towns = ("Aleppo", "Homs", "Hama", "Idlib", "Daraa", "Raqqa", "Palmyra", "Douma")
    return "The army shelled " + ", ".join(towns[i % len(towns)] for i in range(n)) + "."


def unknown_places(n: int) -> str:
    """One sentence that shells ``n`` places that no gazetteer knows."""
    return "The army shelled " + ", ".join(f"Qal{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}bat" for i in range(n)) + "."


def counts(n: int) -> str:
    """One sentence with ``n`` counts of the killed."""
    return "The army killed " + ", ".join(f"{i + 2} rebels" for i in range(n)) + "."


def one_word_lines(n: int) -> str:
    """``n`` lines of one word."""
    return "\n".join(["shelled"] * n)


def short_headings(n: int) -> str:
    """``n`` lines that look like headings, each other than the last."""
    return "\n".join(f"Army Takes Hill Number {i}" for i in range(n))


def nested_quotes(n: int) -> str:
    """Quotation marks that open ``n`` times and close as often."""
    return "He said " + "“ he said " * n + "the army killed 3 men" + " ”" * n + "."


def straight_quotes(n: int) -> str:
    """``n`` straight quotation marks, each before a reporting verb."""
    return "He " + 'said "the army killed 3 men ' * n + "."


def time_words(n: int) -> str:
    """One sentence of ``n`` days of the week and other words for times."""
    words = ("Monday", "yesterday", "in May", "two days ago", "since April 19", "overnight")
    return "The army shelled the town " + " ".join(words[i % len(words)] for i in range(n)) + "."


def bare_numbers(n: int) -> str:
    """One sentence of ``n`` numbers without a noun."""
    return "The army killed " + " ".join(str(i % 900 + 2) for i in range(n)) + "."


def brackets(n: int) -> str:
    """``n`` opening brackets and as many that close."""
    return "The army killed " + "(" * n + "12 rebels" + ")" * n + "."


def bracketed(n: int) -> str:
    """One sentence of ``n`` phrases in brackets."""
    return "The army killed 12 rebels " + "(3 of them boys) " * n + "."


def hyphens(n: int) -> str:
    """One run of ``n`` characters without a space: letters and hyphens by turns."""
    return "a-" * (n // 2)


def hyphen_lines(n: int) -> str:
    """Eight lines of such runs, ``n`` characters in all."""
    return "\n".join([hyphens(n // 8)] * 8)


def clauses(n: int) -> str:
    """One sentence of ``n`` joined clauses."""
    return " and ".join(["the army killed 12 rebels in Aleppo on Monday"] * n) + "."


def relative_clauses(n: int) -> str:
    """One sentence whose ``n`` clauses hang from one another."""
    return "The army said " + "that the rebels said " * n + "that 12 men were killed."


def pronouns(n: int) -> str:
    """``n`` sentences that speak of "it" and "the group"."""
    return "The army shelled Aleppo. " + "It killed 12 rebels there. The group said it fled. " * n


def capitals(n: int) -> str:
    """``n`` capitalised words in one sentence."""
    return "The army attacked " + " ".join(f"Abu{chr(97 + i % 26)}" for i in range(n)) + " in Aleppo."


def stops(n: int) -> str:
    """``n`` full stops."""
    return "The army killed 12 rebels" + "." * n


def spaces(n: int) -> str:
    """``n`` spaces inside a sentence."""
    return "The army" + " " * n + "killed 12 rebels."


def blank_lines(n: int) -> str:
    """``n`` blank lines inside a report."""
    return "The army killed 12 rebels." + "\n" * n + "It left."


def subsets(n: int) -> str:
    """One sentence of ``n`` parts within parts."""
    return "The army killed 5000 people" + ", including 12 children" * n + "."


def sides(n: int) -> str:
    """A sentence of ``n`` possessors: "of the army of the army"."""
    return "The commander " + "of the army " * n + "killed 12 rebels."


def one_line(n: int) -> str:
    """``n`` words of plain reports on one line: many sentences, one paragraph."""
    told = "The army killed 12 rebels in Aleppo on Monday, the ministry said. "
    return told * (n // 12)


def paragraphs(n: int) -> str:
    """``n`` words of plain reports, a paragraph each."""
    told = "The army killed {} rebels in {} on Monday, the ministry said. It later left the town."
    towns = ("Aleppo", "Homs", "Hama", "Idlib", "Daraa", "Raqqa", "Palmyra", "Douma")
    return "\n\n".join(told.format(2 + i % 90, towns[i % 8]) for i in range(n // 16))


def quiet(n: int) -> str:
    """``n`` words that tell of no war, sentence by sentence."""
    return "The bakery opened at the corner and sold bread to everyone. " * (n // 11)


KINDS: dict[str, Callable[[int], str]] = {
    made.__name__: made
    for made in (
        said_it_killed,
        places,
        unknown_places,
        counts,
        one_word_lines,
        short_headings,
        nested_quotes,
        straight_quotes,
        time_words,
        bare_numbers,
        brackets,
        bracketed,
        hyphens,
        hyphen_lines,
        clauses,
        relative_clauses,
        pronouns,
        capitals,
        stops,
        spaces,
        blank_lines,
        subsets,
        sides,
        one_line,
        paragraphs,
        quiet,
    )
}
"""Every kind of hostile document by its name."""
