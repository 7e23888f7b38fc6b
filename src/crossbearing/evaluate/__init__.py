"""Loaders of benchmarks, scores and floors."""
