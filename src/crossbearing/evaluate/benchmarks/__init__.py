"""Public benchmarks: one module each, with NAME and evaluate(data_dir)."""
