"""Who moves where: evacuated, withdrawn, deployed, displaced, returned.

What counts: people or forces that leave, are brought out, pull back, are sent or stationed, flee or come back. What
does not: shipments, deployments of words or systems with no force behind them, returns to talks or to power,
evacuated tissue. The deal and its terms decide between evacuation (people let out under an arrangement, on buses, by
safe passage) and displacement (people driven out); forces that go of themselves withdraw. Codebook: claim contract,
classes movement.*; ACLED "Non-violent transfer of territory" and "Headquarters or base established" come near, UCDP
codes none.
"""
