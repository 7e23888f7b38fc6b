"""Background: when the war began, what state a country is in, where a place lies, how many live there.

What counts: the start of a war, a country gripped by one since a time, a population, a place by its position. What
does not: history with no act, place or number. Codebook: claim contract, class context.background.
"""
