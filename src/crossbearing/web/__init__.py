"""Pages over the store; no logic that is not below."""
