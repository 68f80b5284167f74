"""What was cited before: the sources that `Ibid.`, `op. cit.` and an author's name alone lean on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Set

from citetool.model import Citation, Evidence, Form, Link, Status
from citetool.names import keys
from citetool.references.index import AUTHORS, SURE, ListIndex


class Antecedents:
    """The citations seen so far, in order, note by note."""

    def __init__(self) -> None:
        self._by_note: dict[str | None, list[tuple[Citation, Link]]] = defaultdict(list)
        self._order: list[str | None] = []
        self._cited: dict[int, None] = {}
        self._unlinked: dict[str, Citation] = {}

    def saw(self, citation: Citation, link: Link) -> None:
        """Remember a citation and its link."""
        if not self._order or self._order[-1] != citation.note:
            self._order.append(citation.note)
        self._by_note[citation.note].append((citation, link))
        if _unlisted(citation, link):
            for key in _name_keys(citation):
                self._unlinked.setdefault(key, citation)
        if link.status in (Status.LINKED, Status.NEAR):
            for each in link.references:
                self._cited.pop(each, None)
                self._cited[each] = None

    def cited_before(self) -> Set[int]:
        """The entries cited so far; the last one last."""
        return self._cited.keys()

    def latest(self, citation: Citation) -> Set[int]:
        """The entries cited before in the same note, or else in the last note that cites any."""
        seen = self._by_note.get(citation.note, []) if citation.note is not None else []
        return {each for _, link in seen or self._last_note(citation) for each in link.references}

    def ibid(self, number: int, citation: Citation) -> Link:
        """The source cited last: in the same note, else in the last note (or, in the body, sentence) that cites one."""
        before = self._by_note.get(citation.note, []) if citation.note is not None else []
        last = [before[-1]] if before else self._last_note(citation)
        if not last:
            return Link(
                number, Status.MISSING, (), 0.0, (Evidence("antecedent", False, citation.text, "nothing before it"),)
            )
        sources = {link.references or _unlinked_source(other) for other, link in last}
        if len(sources) > 1:
            found = tuple(sorted({each for _, link in last for each in link.references}))
            return Link(
                number,
                Status.AMBIGUOUS,
                found,
                1 / len(sources),
                (Evidence("antecedent", False, citation.text, "several sources"),),
            )
        other, link = last[-1]
        evidence = (Evidence("antecedent", True, citation.text, other.text),)
        if link.status is Status.NEAR:
            return Link(number, Status.LINKED, link.references, link.score, evidence)
        return Link(number, link.status, link.references, link.score, evidence)

    def _last_note(self, citation: Citation) -> list[tuple[Citation, Link]]:
        """What the note before cites; in the body, the citation before. A note that cites nothing is passed over."""
        for label in reversed(self._order):
            if label == citation.note and label is not None:
                continue
            if (label is None) != (citation.note is None):
                continue
            seen = self._by_note[label]
            return [seen[-1]] if label is None else list(seen)
        return []

    def back_reference(self, number: int, citation: Citation, index: ListIndex) -> Link:
        """The work meant by `op. cit.` or `supra note 4`: of that note, or of the author named, as cited before."""
        if citation.target is not None:
            pool = self._by_note.get(citation.target, [])
            references = list(
                dict.fromkeys(
                    each for _, link in pool if link.status is not Status.AMBIGUOUS for each in link.references
                )
            )
        else:
            references = list(self._cited)
        evidence = (
            Evidence(
                "antecedent", True, citation.text, f"note {citation.target}" if citation.target else "cited before"
            ),
        )
        fitting = _meant(citation, references, index)
        if len(fitting) == 1:
            return Link(number, Status.LINKED, (fitting[0],), 1.0, evidence)
        if fitting:
            return Link(number, Status.AMBIGUOUS, tuple(sorted(fitting)), 1 / len(fitting), evidence)
        listed = _meant(citation, None, index)
        if len(listed) == 1 and (citation.title or not references):
            return Link(number, Status.LINKED, (listed[0],), 0.7, (Evidence("only", True, citation.text, ""),))
        before = self._unlinked_before(citation)
        shown = before.text if before is not None else "no such source before it"
        return Link(
            number, Status.MISSING, (), 0.0, (Evidence("antecedent", before is not None, citation.text, shown),)
        )

    def _unlinked_before(self, citation: Citation) -> Citation | None:
        """A citation that a back-reference can mean and that has no entry itself: it says so, and this one needn't."""
        own = keys(citation.names[0]) if citation.names else frozenset()
        if citation.target is None:
            return next((self._unlinked[key] for key in own if key in self._unlinked), None)
        for other, link in self._by_note.get(citation.target, []):
            if _unlisted(other, link) and (not own or not other.names or own & _name_keys(other)):
                return other
        return None


def _unlisted(citation: Citation, link: Link) -> bool:
    """Whether a citation gives a source for itself, and no entry fits it."""
    leaning = (Form.IBID, Form.BACK_REFERENCE, Form.MENTION)
    return link.status is Status.MISSING and citation.form not in leaning


def _unlinked_source(citation: Citation) -> Hashable:
    """What tells a source without entry from others in its note: its author (`Marsh 2015, p. 3; Marsh, p. 4`)."""
    return min(keys(citation.names[0]), default=citation.text) if citation.names else citation.text


def _name_keys(citation: Citation) -> set[str]:
    return {key for name in citation.names for key in keys(name)}


def _meant(citation: Citation, among: list[int] | None, index: ListIndex) -> list[int]:
    """The entries, of those `among` which it should be (or of the whole list), that names and title fit best."""
    if citation.title is not None:
        fits = [
            fit
            for fit in index.find_source(citation.text, citation.names)
            if (among is None or fit.reference in among) and fit.score >= (SURE if among is None else SURE / 2)
        ]
        if fits:
            return sorted({fit.reference for fit in fits if fit.score >= fits[0].score - 0.001})
    if citation.names:
        named = index.candidates(citation.names[0], None)
        return _best(named if among is None else named.intersection(among), citation, index)
    if among is None or citation.title is not None:
        return []
    return among if citation.target is not None else among[-1:]


def _best(named: Set[int], citation: Citation, index: ListIndex) -> list[int]:
    """The entries whose names fit best; names left out count as `et al.`."""
    scores = {
        each: max(
            index.name_fit(citation.names, et_al, each).score - (0.01 if et_al else 0)
            for et_al in {citation.et_al, True}
        )
        for each in named
        if len(citation.names) <= max(1, len(index.item_names(each))) or index.references[each].item.et_al
    }
    top = max(scores.values(), default=0.0)
    return sorted(each for each, score in scores.items() if score == top and score >= AUTHORS - 0.01)
