"""Protests and riots.

What counts: people who demonstrate, rally or march for or against somebody, and crowds that riot. What does not:
diplomatic protests, "under protest", armed rallies of troops. Codebook: claim contract, classes protest.*; ACLED
"Peaceful protest" and "Violent demonstration".
"""
