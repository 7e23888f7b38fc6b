"""Who holds which place: gained, lost, held, contested, handed over, besieged, advanced in.

What counts: ground that forces take, enter and hold, lose, hold, fight over, hand over or surround, and moves forward
on it. What does not: seizing things or people, control of organisations or prices, political "gains". A state ("holds",
"rebel-held") is ongoing unless the sentence puts it in the past. Extent follows the place: parts of it partial, a
building or hill point, a road line, the whole settlement full. Codebook: claim contract, classes control.*; UCDP codes
no control, ACLED "Government regains territory" and "Non-state actor overtakes territory" ask for full control.
"""
