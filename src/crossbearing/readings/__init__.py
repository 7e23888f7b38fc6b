"""Readers side by side: the rules and a language model, each by itself, and what comes of both together."""
