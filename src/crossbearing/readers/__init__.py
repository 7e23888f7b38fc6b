"""From bytes to documents: one module a format, each with SUFFIXES, FROM_FOLDERS and ``read(path)``."""
