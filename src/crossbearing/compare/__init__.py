"""Our events beside those of another data set: what both have, what only one has, and in what they differ."""
