"""How the stages are run: in this process, in a pool, on a cluster."""
