"""Tolls: people said to be killed, hurt or missing, where no single event in the same clause says how.

Counts: "40 fighters have died in a week", "the death toll rose to 57", "among the dead are two nurses", a
named person who died, one person's death told by a noun ("the killing of X", "a double homicide"), people
hit by bullets or brought to hospital with wounds, and the news that nobody was hurt (negative). A toll in the clause
of a strike, a fight or an attack on civilians is handed to that event by arbitration. Does not count: illness, figures
of speech, things that die ("the talks died"). Fields: victim, perpetrator, counts. Codebook: ACLED `fatalities`, UCDP
GED `best/low/high`.
"""
