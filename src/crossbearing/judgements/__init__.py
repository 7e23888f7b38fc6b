"""Decisions of people beside the machine's readings: what they were on, what holds now, and what they ask of events."""
