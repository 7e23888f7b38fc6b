"""The place for pages over the store, with no logic that is not below; nothing is here yet, ``report`` is a file."""
