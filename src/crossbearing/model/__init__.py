"""Frozen, slotted dataclasses and their errors: what passes between the stages."""
