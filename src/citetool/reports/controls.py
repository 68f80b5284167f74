"""Characters that steer a terminal or reorder what is printed; text from a draft may hold any of them."""

from __future__ import annotations

import re
from functools import cache

_STEERING = r"\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
"""DEL and C1, line and paragraph separators, bidi overrides and isolates, and what no encoding can carry."""


@cache
def _steering_or_c0() -> re.Pattern[str]:
    return re.compile(rf"[\x00-\x1f{_STEERING}]")


@cache
def _steering_in_json() -> re.Pattern[str]:
    return re.compile(rf"[{_STEERING}]")


def visible(text: str) -> str:
    r"""The same text on one line, each control character, bidi override and lone surrogate as an escape: `\x1b`."""
    if text.isprintable():
        return text
    return _steering_or_c0().sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def visible_json(serialised: str) -> str:
    r"""Serialised JSON of the same value without raw control characters: `\u202e` stands for U+202E."""
    return _steering_in_json().sub(lambda found: f"\\u{ord(found.group()):04x}", serialised)
