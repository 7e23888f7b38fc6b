"""Support from abroad: arms, money, troops, training, air cover.

What counts: a state or foreign body that backs, arms, funds, trains or fights for a side of the war, and "Iran-backed
X", presupposed. What does not: sides of one war helping each other, tanks or jets that back their own infantry, moral
support, aid to civilians (access.aid). Codebook: claim contract, class support.external; UCDP External Support
Dataset.
"""
