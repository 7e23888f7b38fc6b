"""Ceasefires: begun, broken, ended.

What counts: a truce, ceasefire, cessation of hostilities or humanitarian pause that starts, is violated or breaks
down. What does not: ceasefire lines and monitors, attacks that only happen to fall in a truce. Codebook: claim
contract, classes ceasefire.*.
"""
