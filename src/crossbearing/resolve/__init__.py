"""Which actor, place and day the words mean, with a reason, or that it is not known."""
