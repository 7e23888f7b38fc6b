"""Documents, claims and judgements, kept for good; events and ledgers, derived from them and rebuildable."""
