"""The command line; thin, and the only place that may import everything."""
