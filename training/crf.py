"""Train a labeller, apply it, and count how many segments it finds."""

from collections import Counter
from pathlib import Path

import pycrfsuite

from citetool.references.labelling.features import features
from corpus import Entry, labels, tokens

PARAMETERS = {"c1": 0.1, "c2": 0.1, "max_iterations": 100}
"""Of L-BFGS: the weights of the L1 and L2 norms, and how long it goes on; chosen by cross-validation."""


def train(entries: list[Entry], model: Path) -> None:
    """Write the model that the entries give; the same bytes for the same entries."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for entry in entries:
        trainer.append(features(tokens(entry)), labels(entry))
    trainer.train(str(model))


Segments = set[tuple[str, int, int]]


def segments(tags: list[str]) -> Segments:
    """The segments (label, first token, token after the last) of a sequence of labels; neighbours alike are one."""
    found: Segments = set()
    start = 0
    for place in range(1, len(tags) + 1):
        if place == len(tags) or tags[place][2:] != tags[start][2:]:
            found.add((tags[start][2:], start, place))
            start = place
    return found


def count(entries: list[Entry], model: Path) -> Counter[tuple[str, str]]:
    """For each label, the segments wanted, got, and right: same label, same first and last token."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        wanted, got = segments(labels(entry)), segments(tagger.tag(features(tokens(entry))))
        for name, found in (("wanted", wanted), ("got", got), ("right", wanted & got)):
            counts.update((label, name) for label, _, _ in found)
        counts["entries", "wanted"] += 1
        counts["entries", "got"] += 1
        counts["entries", "right"] += wanted == got
    return counts


def f1(counts: Counter[tuple[str, str]], *names: str) -> float:
    """The F1 of some labels together."""
    right, either = (sum(counts[name, what] for name in names) for what in ("right", "got"))
    wanted = sum(counts[name, "wanted"] for name in names)
    return 2 * right / (either + wanted) if either + wanted else 0.0
