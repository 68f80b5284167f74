"""CT2xx: notes, their order, and what leans on the notes before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from citetool.config import Config
from citetool.folding import fold_words
from citetool.model import Citation, Form, Manuscript, Note, Severity, Status
from citetool.rules.rising import out_of_order
from citetool.rules.rule import Problem, rule
from citetool.rules.wording import cited, quoted


@rule("CT201", "ibid-without-source", Severity.ERROR)
def ibid_without_source(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """“Ibid.” with nothing before it to mean.

    Bad:
        Tariffs rose.[^1] They fell.[^2]

        [^1]: Ibid., p. 4.

        [^2]: Lindqvist 2018, p. 5.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose.[^1] They fell.[^2]

        [^1]: Lindqvist 2018, p. 4.

        [^2]: Ibid., p. 5.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    for citation, link in zip(manuscript.citations, manuscript.links, strict=True):
        nothing = link.differs_in("antecedent")
        if citation.form is Form.IBID and link.status is Status.MISSING and nothing is not None:
            yield Problem(citation.span, f"{quoted(citation.text)} — no source is cited before it")


@rule("CT202", "ibid-after-several", Severity.WARNING)
def ibid_after_several(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """“Ibid.” after a note that cites several sources.

    The reader can't tell which of them is meant (The Chicago Manual of Style 14.34, New Hart's Rules 17.2.6).

    Bad:
        Tariffs rose.[^1] They fell.[^2]

        [^1]: Lindqvist 2018, p. 4; Okafor 2019.

        [^2]: Ibid., p. 5.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Okafor, B. (2019) Trade. London: Harbour.
    Good:
        Tariffs rose.[^1] They fell.[^2]

        [^1]: Lindqvist 2018, p. 4; Okafor 2019.

        [^2]: Lindqvist 2018, p. 5.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.

        Okafor, B. (2019) Trade. London: Harbour.
    """
    for citation, link in zip(manuscript.citations, manuscript.links, strict=True):
        several = link.differs_in("antecedent")
        if citation.form is Form.IBID and link.status is Status.AMBIGUOUS and several is not None:
            yield Problem(
                citation.span,
                f"{quoted(citation.text)} — the note before cites several sources",
                hint="repeat the short cite of the one that is meant",
            )


@rule("CT203", "back-reference-broken", Severity.ERROR)
def back_reference_broken(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """“op. cit.” or “supra note 4” whose note or work isn't there.

    Bad:
        Tariffs rose.[^1] They fell.[^2]

        [^1]: Lindqvist 2018, p. 4.

        [^2]: Okafor, op. cit., p. 5.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose.[^1] They fell.[^2]

        [^1]: Lindqvist 2018, p. 4.

        [^2]: Lindqvist, op. cit., p. 5.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    for citation, link in zip(manuscript.citations, manuscript.links, strict=True):
        if citation.form is not Form.BACK_REFERENCE or link.status is not Status.MISSING:
            continue
        if link.differs_in("antecedent") is None:
            # What it leans on has no entry, and says so.
            continue
        if citation.target is not None and all(note.label != citation.target for note in manuscript.document.notes):
            yield Problem(citation.span, f"{cited(citation)} — there is no note {citation.target}")
        elif citation.title is None and _says(manuscript, citation):
            # A source that isn't read as one: a case, a document of an archive.
            continue
        elif manuscript.references or citation.target is None:
            where = (
                f"note {citation.target} cites no such work" if citation.target else "no such work is cited before it"
            )
            yield Problem(citation.span, f"{cited(citation)} — {where}")


def _says(manuscript: Manuscript, citation: Citation) -> bool:
    """Whether the note that a back-reference leads to has the name given, whatever was read there."""
    own = {word for name in citation.names[:1] for word in fold_words(str(name))}
    return bool(own) and any(
        own.issubset(fold_words(manuscript.document.text[note.span.start : note.span.end]))
        for note in manuscript.document.notes
        if note.label == citation.target
    )


@rule("CT204", "note-sequence", Severity.ERROR)
def note_sequence(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """Note markers and notes that are missing, doubled or out of order.

    Every marker in the text leads to one note, every note has a marker, and both count up without gaps. Numbering may
    start again (by chapter). Where no marker at all was found, this is said once: they may have been lost on the way
    to plain text.

    Bad:
        Tariffs rose.¹ They fell.³ They rose again.²

        ¹ Lindqvist 2018, p. 4.

        ² Lindqvist 2018, p. 5.

        ³ Lindqvist 2018, p. 6.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose.¹ They fell.² They rose again.³

        ¹ Lindqvist 2018, p. 4.

        ² Lindqvist 2018, p. 5.

        ³ Lindqvist 2018, p. 6.

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    notes = manuscript.document.notes
    numbered = [note for note in notes if note.number is not None]
    if not numbered:
        return
    for label, span in manuscript.document.stray_markers:
        yield Problem(span, f"marker {quoted(label)} leads to no note")
    marked = [note for note in numbered if note.marker_spans]
    if not marked:
        yield Problem(numbered[0].span, f"no markers were found in the text for the draft's {len(numbered)} notes")
    else:
        # A note with a name, `[^a]`, is numbered by its marker.
        unmarked = [note for note in notes if not note.marker_spans]
        if len(unmarked) >= _MANY and 2 * len(unmarked) >= len(notes):
            yield Problem(
                unmarked[0].span, f"{len(unmarked)} of the draft's {len(notes)} notes have no marker in the text"
            )
        else:
            for note in unmarked:
                yield Problem(note.span, f"note {note.label} has no marker in the text")
        yield from _order(marked)
    yield from _counting(numbered)


_MANY = 8
"""Notes; where so many, and half of all, have no marker, their markers weren't read, and that is said once."""


def _order(marked: list[Note]) -> Iterator[Problem]:
    labels = Counter(note.label for note in marked)
    single = [note for note in marked if labels[note.label] == 1]
    starts = [note.marker_spans[0].start for note in single]
    misplaced = out_of_order(starts, lambda start: start + 1)
    kept = sorted(set(range(len(single))).difference(misplaced))
    kept_starts = [starts[each] for each in kept]
    for place in misplaced:
        note, marker = single[place], single[place].marker_spans[0]
        # The ones kept that stand next to it; it is on the wrong side of one of them.
        at = bisect_left(kept_starts, starts[place])
        late = at > 0 and kept[at - 1] > place
        other = single[kept[at - 1] if late else kept[at]]
        side = "after" if late else "before"
        yield Problem(marker, f"marker {note.label} stands {side} marker {other.label}", (other.marker_spans[0],))


def _counting(numbered: list[Note]) -> Iterator[Problem]:
    for before, note in pairwise(numbered):
        if before.number is None or note.number is None or note.number in (before.number + 1, 1):
            continue
        if note.number == before.number:
            yield Problem(note.span, f"two notes are numbered {note.label}", (before.span,))
        elif note.number > before.number:
            gap = (
                f"note {before.number + 1} is"
                if note.number == before.number + 2
                else f"notes {before.number + 1} to {note.number - 1} are"
            )
            yield Problem(note.span, f"{gap} missing before note {note.label}", (before.span,))
        else:
            yield Problem(note.span, f"note {note.label} stands after note {before.label}", (before.span,))
