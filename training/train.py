"""Write the model that ships with the package.

Usage: train.py FOLDER, the folder of the training corpora. The same corpora give the same bytes.
"""

import gzip
import sys
import tempfile
from pathlib import Path

from citetool.references.labelling.segments import MODEL
from corpus import CORPORA, Entry, Part, read_corpus, read_own, without_doubles
from crf import train
from recombine import recombined

TIMES = 2
"""Entries recombined for each entry; more make the model larger than it may be."""


def main() -> None:
    """Train on all corpora and our own entries, each of these also without its marks of emphasis."""
    folder = Path(sys.argv[1])
    own = read_own()
    entries = without_doubles(
        [*(entry for name in CORPORA for entry in read_corpus(folder / name)), *own, *map(_plain, own)]
    )
    with tempfile.TemporaryDirectory() as scratch:
        model = Path(scratch) / "model"
        train([*entries, *recombined(entries, TIMES)], model)
        # Without a time stamp, the same model is the same bytes.
        MODEL.write_bytes(gzip.compress(model.read_bytes(), mtime=0))
    print(f"{MODEL.name}: {len(entries)} entries, {MODEL.stat().st_size / 1e6:.1f} MB")


def _plain(entry: Entry) -> Entry:
    return tuple(
        Part(label, tuple(bare for token in tokens if (bare := token.replace("*", ""))))
        for label, tokens in entry
        if any(token.strip("*") for token in tokens)
    )


if __name__ == "__main__":
    main()
