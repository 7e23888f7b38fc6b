"""Shared grammar: quantities, time words, places and actors as text, modality, reporting cues."""
