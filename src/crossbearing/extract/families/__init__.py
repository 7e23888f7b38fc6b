"""One folder a kind of claim: lexicon, rules and a corpus of examples. Families never import one another."""
