"""Cross-validation by AnyStyle's protocol: five folds over its core and gold sets without doubles, exact segments.

Usage: crossval.py FOLDER, the folder that holds anystyle_core.jsonl and anystyle_gold.jsonl.
"""

import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from corpus import Entry, read_corpus, without_doubles
from crf import count, f1, train
from recombine import recombined

FOLDS = 5
TIMES = 8
"""Entries recombined from a fold's own training part, for each of its entries."""


def main() -> None:
    """Print the F1 of each label, over all labels, and the share of entries that are wholly right."""
    folder = Path(sys.argv[1])
    entries = without_doubles(
        [*read_corpus(folder / "anystyle_core.jsonl"), *read_corpus(folder / "anystyle_gold.jsonl")]
    )
    random.Random(1).shuffle(entries)
    with ProcessPoolExecutor() as pool:
        counts = sum(pool.map(partial(_fold, entries), range(FOLDS)), Counter[tuple[str, str]]())
    names = sorted({label for label, _ in counts} - {"entries"})
    for name in names:
        print(f"{name:<18}{counts[name, 'wanted']:>6}{f1(counts, name):>8.3f}")
    whole = counts["entries", "right"] / counts["entries", "wanted"]
    print(f"{len(entries)} entries, {FOLDS} folds: micro F1 {f1(counts, *names):.4f}, wholly right {whole:.1%}")


def _fold(entries: list[Entry], number: int) -> Counter[tuple[str, str]]:
    own = [entry for place, entry in enumerate(entries) if place % FOLDS != number]
    others = [entry for place, entry in enumerate(entries) if place % FOLDS == number]
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "fold.crfsuite"
        train([*own, *recombined(own, TIMES)], model)
        return count(others, model)


if __name__ == "__main__":
    main()
