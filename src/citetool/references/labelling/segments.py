"""The labeller: which stretch of an entry is its author, date, title, journal, and so on.

A linear-chain conditional random field (Lafferty, McCallum, Pereira, ICML 2001) that CRFsuite trains and applies. It
labels tokens; each label is doubled, `B-` for the token that opens a segment and `I-` for those that go on with it, so
that what stands at a boundary is evidence for it.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citetool.references.labelling.features import Token, features, tokenize

if TYPE_CHECKING:
    import pycrfsuite

MODEL = Path(__file__).parent / "entries.crfsuite.gz"
"""Written by `make train`; docs/labeller.md says what it was trained on."""


class Segment(NamedTuple):
    """A stretch of an entry's text and its label, as the training data names it (`author`, `container-title`, …)."""

    label: str
    start: int
    end: int


@cache
def _model() -> bytes:
    import gzip

    return gzip.decompress(MODEL.read_bytes())


@cache
def _tagger() -> "pycrfsuite.Tagger":
    # Only what labels entries needs it.
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    # It reads the bytes where they are, so they must stay.
    tagger.open_inmemory(_model())
    return tagger


def label_segments(text: str) -> list[Segment]:
    """The segments of an entry, in order; each begins and ends with a token, and together they hold all tokens."""
    tokens = tokenize(text)
    if not tokens:
        return []
    labels: Sequence[str] = _tagger().tag(features([token.text for token in tokens]))
    return join(tokens, labels)


def join(tokens: list[Token], labels: Iterable[str]) -> list[Segment]:
    """The segments that tokens of one label make; neighbours of one label are one, as in the training data."""
    found: list[Segment] = []
    for token, label in zip(tokens, labels, strict=True):
        kind = label[2:]
        if found and found[-1].label == kind:
            found[-1] = found[-1]._replace(end=token.end)
        else:
            found.append(Segment(kind, token.start, token.end))
    return found
