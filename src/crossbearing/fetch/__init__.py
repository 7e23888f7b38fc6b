"""Reports from where they are: files, folders and public addresses; connections for them are opened only here."""
