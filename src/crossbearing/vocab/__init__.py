"""The words of the contract (classes, roles, quantities, codes) in YAML, behind one strict loader."""
