"""The few kinds of error that citetool raises on purpose; each message names the place and what to do."""

from __future__ import annotations


class CitetoolError(Exception):
    """Something the user can put right; the message says what and how."""


class UnreadableInput(CitetoolError):
    """A file that can't be read as a draft: missing, empty, binary, too large, or of an unknown format."""


class UnknownRule(CitetoolError):
    """A rule code or name that doesn't exist."""
