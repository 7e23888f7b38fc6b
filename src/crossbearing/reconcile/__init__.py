"""From claims to families, events and ledgers. Works on claims and fingerprints alone."""
