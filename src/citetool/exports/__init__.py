"""Entries as other programs read them: one module a format, one line in `EXPORTS` for each."""
