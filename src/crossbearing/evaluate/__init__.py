"""Scores and floors on annotated documents; loaders of public sets lie outside the package, in `bench`."""
