"""How the stages are run over many documents; so far in this process alone."""
