"""Who holds whom: captured, abducted, arrested, held, let go.

What counts: people taken in fighting (capture), carried off by armed people without law (abduct), taken by an
authority (arrest), kept (hold), let go (release). What does not: capturing places or attention, releasing statements,
film or prisoners of fame, holding talks. A state ("is holding", "remain in custody") is ongoing. Codebook: claim
contract, classes custody.*; ACLED "Abduction/forced disappearance" and "Arrests".
"""
