"""Words that the end of a line breaks at their hyphens, in entries, and where the fields read from them stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citetool.broken_words import joined, read_joined
from citetool.model import Item, Span
from citetool.references.heads import read_head
from citetool.references.labelling import label_entry

WORDS = {
    "a name": ("Holm-\nLind, T.", "Holm-Lind, T."),
    "a name with the hyphen of Unicode, indented": ("Holm‐\n  Lind, T.", "Holm‐Lind, T."),
    "a range": ("pp. 13-\n29", "pp. 13-29"),
    "an address": ("https://quay.example/the-\nnorth", "https://quay.example/the-north"),
    "the first of two joined by “and”": ("Source-\nand goal-oriented", "Source-\nand goal-oriented"),
    "the same in German": ("Quell-\nund Zielwort", "Quell-\nund Zielwort"),
    "a dash": ("Piers -\nA study", "Piers -\nA study"),
    "a line's end elsewhere": ("Piers\nof the North", "Piers\nof the North"),
    "the end": ("Piers-\n", "Piers-\n"),
}


@pytest.mark.parametrize(("printed", "whole"), WORDS.values(), ids=WORDS.keys())
def test_words_are_whole_again(printed: str, whole: str) -> None:
    assert joined(printed) == whole


WHOLE = "Holm-Lind, T. and Abara-Osei, N. (2018) ‘Co-operation of harbour-towns’, Port-Studies, 2(1), pp. 13–29."
BROKEN = WHOLE.replace("-", "-\n  ")


@pytest.mark.parametrize("read", [read_head, label_entry])
def test_fields_are_the_same_and_their_spans_are_of_the_text(read: Callable[[str, Span], Item]) -> None:
    text = f"References\n\n{BROKEN}"
    item, whole = read_joined(read, text, Span(12, len(text))), read(WHOLE, Span(0, len(WHOLE)))
    assert item._replace(spans=()) == whole._replace(spans=())
    found = {name: joined(text[span.start : span.end]) for name, span in item.spans}
    assert found == {name: WHOLE[span.start : span.end] for name, span in whole.spans}


@given(st.text(alphabet="ab-\n ", max_size=30), st.data())
def test_a_span_has_the_characters_that_were_read(entry: str, data: st.DataObject) -> None:
    text, whole = f"x{entry}", joined(entry)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))

    def read(_: str, span: Span) -> Item:
        return Item(spans=(("title", Span(span.start + start, span.start + end)),))

    ((_, span),) = read_joined(read, text, Span(1, len(text))).spans
    assert 1 <= span.start <= span.end <= len(text)
    assert "".join(text[span.start : span.end].split()) == "".join(whole[start:end].split())
