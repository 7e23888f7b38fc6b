"""Agreements and what becomes of them: negotiated, reached, their terms, broken, refused, carried out.

What counts: a deal, accord or understanding between sides of a conflict, talks about one, what it lays down, and who
breaks, refuses or carries it out. What does not: a term that is a concrete deed ("rebels will leave under the deal"),
which is that deed, agreed; truces, which are the family ``ceasefire``; trade deals. Codebook: claim contract, classes
agreement.*.
"""
