"""One module a format: NAME, MEDIA_TYPE and write()."""
