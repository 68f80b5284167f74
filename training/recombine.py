"""More entries from few: segments change places with those of other entries that are set off alike.

A title stands in the place of another title, a journal in that of another journal, so that the labeller learns how
segments are set off rather than what they say. Nothing but the entries given is used.
"""

import random
from collections import defaultdict

from corpus import Entry, Part

EXCHANGED = frozenset({"title", "journal", "container-title", "collection-title", "publisher", "location", "author"})
SHARE = 0.6
"""Of the segments of these labels, so many are exchanged."""


def recombined(entries: list[Entry], times: int, seed: int = 7) -> list[Entry]:
    """`times` as many entries as given, each with some segments exchanged; the same for the same seed."""
    chance = random.Random(seed)
    alike: dict[tuple[str, str, str], list[Part]] = defaultdict(list)
    for entry in entries:
        for part in entry:
            alike[_setting(part)].append(part)
    return [
        tuple(_exchanged(part, alike, chance) for part in entry) for _ in range(times) for entry in entries
    ]  # fmt: skip


def _exchanged(part: Part, alike: dict[tuple[str, str, str], list[Part]], chance: random.Random) -> Part:
    if part.label not in EXCHANGED or chance.random() >= SHARE:
        return part
    other = chance.choice(alike[_setting(part)])
    if part.label == "author" and len(other.tokens) > 3 * len(part.tokens) + 3:
        return part
    return other


def _setting(part: Part) -> tuple[str, str, str]:
    """How a segment is set off: its label, what it opens with, what it ends in."""
    first, last = part.tokens[0], part.tokens[-1]
    lead = first.lower() if first.lower().rstrip(":,") in ("in", "dans", "en", "em", "w") else first[0]
    opens = lead if lead.isalpha() and len(lead) > 1 else "" if lead.isalnum() else lead
    return part.label, opens, "" if last[-1].isalnum() else last[-1]
