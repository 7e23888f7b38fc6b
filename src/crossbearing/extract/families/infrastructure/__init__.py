"""Things destroyed, damaged, burnt or taken: buildings, vehicles, networks, goods.

What counts: damage stated of a thing, apart from the strike that did it, and looting; aircraft and drones shot down.
What does not: destroyed lives, hopes and relations, the defeat of a force, weapons destroyed under a treaty, forecasts
of damage to an economy. Codebook: claim contract, classes infrastructure.*; ACLED "Looting/property destruction".
"""
