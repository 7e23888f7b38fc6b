"""Fighting between armed sides: clashes, offensives, raids.

What counts: two-sided fighting (combat.clash, all are party), a campaign, push or attack on a place or force
(combat.offensive, initiator and target), a raid, ambush, infiltration or attack on a post or patrol (combat.raid), also
when foiled. What does not: attacks with a named explosive weapon (strike), on civilians (civilians), verbal, legal and
electoral battles, fights against poverty or disease. Codebook: claim contract, classes combat.*; ACLED "Armed clash".
"""
