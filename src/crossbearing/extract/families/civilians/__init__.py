"""Violence against people who do not fight: attacks, executions of people in hand, sexual violence, repression.

`civilians.attack`: shootings, massacres, murders, assassinations, assaults, killings of civilians by somebody.
`civilians.execution`: killing of captives or the condemned. `civilians.sexual_violence`: rape and the like.
`civilians.repression`: crackdowns, torture, persecution, force against crowds. Does not count: strikes (their own
family, whoever is hit), harm with nobody who does it (casualties), arrests (custody), fighting. Fields: initiator,
target, counts. Codebook: ACLED "Violence against civilians", UCDP one-sided violence.
"""
