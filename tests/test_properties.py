"""What must hold for any text and any bytes."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.config import Config
from citetool.errors import UnreadableInput
from citetool.lint import understand
from citetool.model import Checked, Report, Span, Status
from citetool.readers.decoding import decode
from citetool.readers.text import read_text
from citetool.reports.json_report import render_json
from citetool.rules import check

CONFIG = Config(today=date(2026, 6, 1))

SCRAPS = st.sampled_from(
    [
        "Abara", "Brandt et al.", "O’Leary and van Dael", "Ibid.", "op. cit.", "supra note 3", "(n 2)", "see also ",
        "quoted in ", "2016", "2018a", "(2016)", "1998–2001", "n.d.", "p. 12", "pp. 3-9", "p.4", ": 30", "¹", "²³",
        "[^1]", "[^1]: ", "[12]", "[1–3, 5]", "(", ")", "[", "]", "“", "”", "‘", "’", "*", "_", ";", ",", ".", ":", " ",
        "\n", "\n\n", "\f", "References\n\n", "\n\nReferences\n\n", "Notes\n\n", "1. ", "- ", "———. ",
        "www.example.org/x", "<https://a.example/b>", "10.1000/xyz.1", "as Abara argues", "\u202e", "\x1b[31m", "ß",
        "Abara, N. (2016) ‘Piers’, *Port Studies*, 68, pp. 1–9.\n", "Brandt, A. and Ottey, B. (eds) (2010) *Ships*.\n",
        "Harbour Office, ‘Piers’, 3 May 2011 (www.example.org/x).\n", "ﬁ", "İ",
        "Vi\u0301lma", "E\u0301", "doi:", "https://doi.org/", "10.1000/a- 1", "10.10.1000/x–y\u200b", "ISBN 0306406150",
    ]
)  # fmt: skip

DRAFTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(SCRAPS, st.text(max_size=8)), max_size=60).map("".join),
    st.lists(st.one_of(SCRAPS, st.text(max_size=8)), max_size=40).map(
        lambda parts: "".join(parts) + "\n\nReferences\n\nAbara, N. (2016) ‘Piers’, *Port Studies*, 68, pp. 1–9.\n"
    ),
)


@settings(max_examples=300, deadline=None)
@given(DRAFTS)
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    document = read_text("draft.txt", text)
    manuscript = understand(document)
    text = document.text
    whole = Span(0, len(text))
    before = 0
    for index, (citation, link) in enumerate(zip(manuscript.citations, manuscript.links, strict=True)):
        assert whole.holds(citation.span)
        assert citation.span.start < citation.span.end
        assert citation.span.start >= before
        before = citation.span.end
        assert citation.text == text[citation.span.start : citation.span.end]
        assert link.citation == index
        assert all(0 <= each < len(manuscript.references) for each in link.references)
        assert (link.status is Status.MISSING) == (not link.references)
    for reference in manuscript.references:
        assert reference.span is not None
        assert whole.holds(reference.span)
        assert all(whole.holds(span) for _, span in reference.item.spans)
    for note in document.notes:
        assert whole.holds(note.span)
    findings = check(manuscript, CONFIG)
    for finding in findings:
        assert whole.holds(finding.span)
        assert all(whole.holds(span) for span in finding.related)
        assert all(whole.holds(edit.span) for edit in finding.edits)
    assert list(findings) == sorted(findings, key=lambda each: each.span)


@settings(max_examples=100, deadline=None)
@given(DRAFTS)
def test_the_same_text_gives_the_same_report(text: str) -> None:
    def report() -> str:
        manuscript = understand(read_text("draft.txt", text))
        return render_json(Report((Checked(manuscript, check(manuscript, CONFIG)),)))

    first = report()
    assert first == report()
    for document in json.loads(first)["documents"]:
        for citation in document["citations"]:
            assert text[citation["start"] : citation["end"]] == citation["text"]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except UnreadableInput as problem:
        assert str(problem)
    else:
        assert text.strip()
        assert "\r" not in text
