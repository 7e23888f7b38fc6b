"""From bytes to documents: one module a format, each reader with SUFFIXES, FROM_FOLDERS and ``read(path)``."""
