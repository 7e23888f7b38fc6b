"""Attributed claims from reports of an armed conflict: who says that who did what to whom, where, when, how many."""
