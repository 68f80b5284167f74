"""What tests of readers of markup share: what a document shows, and files that are damaged."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from citetool.model import Document, Span

CONVERTED = Path(__file__).parent / "fixtures" / "formats"


def shown(document: Document) -> str:
    """The text of a document, its paragraphs a line each."""
    return document.text.replace("\n\n", "\n")


def bodies(document: Document) -> dict[str, str]:
    """The notes of a document by their labels."""
    return {note.label: document.text[note.span.start : note.span.end] for note in document.notes}


def see_that_places_hold(document: Document) -> None:
    """Check that what is verbatim stands in the file where the document says, and that all places lie in it."""
    source = document.source or ""
    pieces = document.pieces
    assert pieces[-1].start == len(document.text)
    assert pieces[-1].at == len(source)
    for piece, after in pairwise(pieces):
        assert piece.start < after.start
        assert 0 <= piece.at <= piece.at + piece.length <= len(source)
    for span in [note.span for note in document.notes] + [each.span for each in document.keyed]:
        assert 0 <= span.start <= span.end <= len(document.text)
        start, end = document.span_in_file(Span(span.start, span.end))
        assert 0 <= start <= end <= len(source)
    for comment in document.comments:
        assert 0 <= comment.at <= len(document.text)
        assert 0 <= document.in_file(comment.at) <= len(source)


@st.composite
def damaged(draw: st.DrawFn, name: str, marks: tuple[str, ...]) -> str:
    """A part of a converted file with marks put in, parts doubled, cut out and nested."""
    whole = (CONVERTED / name).read_text(encoding="utf-8")
    start = draw(st.integers(0, len(whole)))
    text = whole[start : start + draw(st.integers(0, 1500))]
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(text)))
        end = draw(st.integers(at, min(len(text), at + 40)))
        match draw(st.sampled_from(("put in", "cut", "double", "nest", "flip"))):
            case "put in":
                text = text[:at] + draw(st.sampled_from(marks)) + text[at:]
            case "cut":
                text = text[:at] + text[end:]
            case "double":
                text = text[:end] + text[at:end] * draw(st.integers(1, 5)) + text[end:]
            case "nest":
                text = text[:at] + draw(st.sampled_from(marks)) * draw(st.integers(1, 60)) + text[at:]
            case _:
                text = text[:at] + draw(st.characters()) + text[at + 1 :]
    return text
