"""What is said when no deed is asserted: accusations, denials, threats, demands, declarations, responsibility, silence.

What counts: a speaker who blames, denies, threatens, asks for, condemns, welcomes, pledges, warns, owns an attack, or
says nothing. What does not: a verb of saying whose content is a concrete claim, which is that claim with this speaker
(arbitration drops the statement). The evidence keeps the speech verb; the speaker is source and actor, whom it is
about is addressee. Codebook: claim contract, classes statement.*; PLOVER CONSULT, REQUEST, ACCUSE, REJECT, THREATEN,
SUPPORT verbally.
"""
