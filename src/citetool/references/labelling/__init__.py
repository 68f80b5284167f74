"""An entry's fields in full: labelled by the trained labeller, then brought into the form of an item."""

import re
from collections.abc import Sequence

from citetool.model import Item, Span
from citetool.references.heads import LONGEST
from citetool.references.labelling.fields import read_fields
from citetool.references.labelling.repairs import repair
from citetool.references.labelling.segments import label_segments


def label_entry(text: str, span: Span, *, forward: bool = True) -> Item:
    """The fields of the entry `text[span.start:span.end]`, each with its span in `text`.

    An entry that opens with a dash for the author before has a span for `repeated-author`.

    Args:
        text: a draft or list; in the entry, line ends count as spaces.
        span: where the entry stands, without its number.
        forward: whether its list writes the first author's given name first (see `writes_forward`).
    """
    own = _without_tags(text[span.start : min(span.end, span.start + LONGEST)].translate(_BLANKS))
    item = read_fields(own, repair(own, label_segments(own)), forward=forward)
    return item._replace(
        spans=tuple((name, Span(span.start + each.start, span.start + each.end)) for name, each in item.spans)
    )


_BLANKS = str.maketrans("\n\u00ad", "  ")
_TAG = re.compile(r"</?(?:i|b|em|strong|u|sub|sup|span)>", re.IGNORECASE)


def _without_tags(own: str) -> str:
    """The text, as long as it is, with emphasis in HTML as `*`, and what else formats it blanked out."""
    if "<" not in own:
        return own
    return _TAG.sub(lambda tag: _emphasis(tag.group()), own)


def _emphasis(tag: str) -> str:
    if tag.strip("</>").lower() not in ("i", "em"):
        return " " * len(tag)
    blank = " " * (len(tag) - 1)
    return f"*{blank}" if tag.startswith("</") else f"{blank}*"


def writes_forward(heads: Sequence[Item], texts: Sequence[str]) -> bool:
    """Whether a list writes given names first (`Lea Brandt`), as one that inverts the first author's doesn't.

    Args:
        heads: its entries as read by rules.
        texts: the same entries' texts.
    """
    inverted = forward = 0
    for head, text in zip(heads, texts, strict=True):
        first = head.contributors[0] if head.contributors else None
        if first is not None and first.family and first.given:
            opens = (first.particle or first.family).casefold()
            inverted += text.casefold().startswith(opens)
            forward += not text.casefold().startswith(opens)
    return forward >= inverted or inverted < _FEW


_FEW = 3
"""Entries; fewer inverted names are no habit of a list."""
