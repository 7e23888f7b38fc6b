"""How the stages are run over many documents; in this process, or in several."""
