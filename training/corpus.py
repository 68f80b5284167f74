"""Labelled entries: those of training corpora (JSON, an object a line) and our own (marked up, an entry a line)."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

OWN = Path(__file__).parent / "entries"
"""Entries written for this project: `<author>Marsh, T.</author> <date>(2019)</date> …`."""

CORPORA = ("anystyle_core.jsonl", "anystyle_gold.jsonl", "linkedbooks_valid.jsonl")

_SEGMENT = re.compile(r"<([a-z-]+)>(.*?)</\1>(?:\s+|$)")


class Part(NamedTuple):
    """A segment of an entry: its label and its tokens."""

    label: str
    tokens: tuple[str, ...]


Entry = tuple[Part, ...]


def read_corpus(path: Path) -> list[Entry]:
    """The entries of a file of JSON objects, each with `fields`: pairs of a label and a text."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [_merged(Part(label, tuple(text.split())) for label, text in row["fields"]) for row in rows]


def read_own() -> list[Entry]:
    """The entries written for this project."""
    lines = [line for path in sorted(OWN.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        _merged(Part(label, tuple(text.split())) for label, text in _SEGMENT.findall(line)) for line in lines if line
    ]


def _merged(parts: Iterable[Part]) -> Entry:
    """Neighbours of one label as one segment, as the labeller has them."""
    merged: list[Part] = []
    for part in parts:
        if not part.tokens:
            continue
        if merged and merged[-1].label == part.label:
            merged[-1] = Part(part.label, (*merged[-1].tokens, *part.tokens))
        else:
            merged.append(part)
    return tuple(merged)


def without_doubles(entries: Iterable[Entry]) -> list[Entry]:
    """Each text once, the first time it stands."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        seen.setdefault(" ".join(token for part in entry for token in part.tokens), entry)
    return list(seen.values())


def tokens(entry: Entry) -> list[str]:
    """The tokens of an entry, in order."""
    return [token for part in entry for token in part.tokens]


def labels(entry: Entry) -> list[str]:
    """The label of each token: `B-title` where a segment opens, else `I-title`."""
    return [("I-" if place else "B-") + part.label for part in entry for place in range(len(part.tokens))]
