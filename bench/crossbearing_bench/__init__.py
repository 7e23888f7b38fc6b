"""Loaders and scores of public sets: one module each, with NAME and evaluate(data_dir). No part of the wheel."""
