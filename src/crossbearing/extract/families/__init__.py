"""One folder a kind of claim: lexicon, rules and a corpus of examples. Families never import one another.

Discovery walks this package: a family is a folder with ``lexicon.yml`` (frames), ``rules.py`` (``RULES``), or both.
"""
