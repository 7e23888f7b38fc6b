"""The judge over the candidates of a sentence: what it sees, what it weighs, what it proposes."""
