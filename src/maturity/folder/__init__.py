"""The format on disk: the names of all files, the lines of a journal, and which round comes when."""
