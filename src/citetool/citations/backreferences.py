"""Back-references: `Ibid.`, `op. cit.`, `loc. cit.`, `Smith (n 4) 12`, `supra note 4`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from citetool.citations.mentions import named_before_marker
from citetool.citations.segments import opening_names, segments, without_signal
from citetool.citations.zones import BRACKET, Zone
from citetool.folding import fold_words
from citetool.locators import locator_after
from citetool.model import Citation, Form, Name, Span
from citetool.names import joins
from citetool.references.index import MISSPELT, SURE, ListIndex
from citetool.vocabulary import words
from citetool.vocabulary.phrases import Phrases, occurring, words_in


def _spaced(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(_pattern, phrases), key=len, reverse=True)) or r"(?!)"


def _pattern(phrase: str) -> str:
    """A phrase with or without full stops and spaces; single letters have their stops and aren't all capitals.

    `a. a. O.`, `A. a. O.` and `aaO` count, `AAO` and `T. A. P. Jansen` don't.
    """
    parts = phrase.split()
    if len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts):
        stopped, capitals = (r"\.\s?".join(each) for each in (parts, [part.upper() for part in parts]))
        alone = "".join([*parts[:-1], parts[-1].upper()]) if len(parts) > 2 else "(?!)"
        return rf"(?:(?!(?-i:{capitals})){stopped}\.|(?-i:{alone}))"
    return r"\.?\s?".join(map(re.escape, parts))


class BackReferences(NamedTuple):
    """The patterns of the back-references that a draft has words for; none of a kind it has no words for.

    Attributes:
        ibid: `Ibid.` and its like; group `idem` for words that are ordinary ones elsewhere.
        op_cit: `op. cit.`, `loc. cit.`
        target: a note by its number; groups `round`, `supra`, `post`, `op`.
    """

    ibid: re.Pattern[str]
    op_cit: re.Pattern[str]
    target: re.Pattern[str]


def back_references(lowered: str) -> BackReferences:
    """The patterns for a draft, of whose text in lower case this is."""
    present = words_in(lowered)
    known = {kind: occurring(phrases, present) for kind, phrases in words().back_references.items()}
    return _patterns(*(known[kind] for kind in ("ibid", "idem", "op_cit", "loc_cit", "cited", "supra", "note")))


@lru_cache
def _patterns(
    ibid: tuple[str, ...],
    idem: tuple[str, ...],
    op_cit: tuple[str, ...],
    loc_cit: tuple[str, ...],
    cited: tuple[str, ...],
    supra: tuple[str, ...],
    note: tuple[str, ...],
) -> BackReferences:
    label, above = _spaced(note), _spaced(supra)
    # `supra 4` and `wie Anm. 4` point to a note; `above 5` may be a number of anything.
    alone = _spaced(phrase for phrase in supra if phrase.split()[-1] in {"supra", "infra", *note})
    return BackReferences(
        ibid=re.compile(
            rf"(?<![\w.])(?:(?P<ibid>{_spaced(ibid)})|(?P<idem>{_spaced(idem)}))(?![\w-])\.?", re.IGNORECASE
        ),
        op_cit=re.compile(
            rf"(?<![\w.])(?:{_spaced((*op_cit, *loc_cit))})(?![\w-])\.?"
            rf"|(?<=[,…»”’\"*)]\s)(?:{_spaced(cited)})(?![\w-])\.?(?!\s(?:in|da|en|por|w)\b)",
            re.IGNORECASE,
        ),
        target=re.compile(
            rf"[(\[]\s?(?:(?:{above}|[^\W\d_]{{1,7}}\.?)\s)?(?:{label})\.?\s?(?P<round>[0-9]{{1,4}})\s?[)\]]"
            rf"|(?<!\w)(?:(?:{above})[.,]{{0,2}}\s(?:{label})|(?:{alone}))[.,]?\s?(?P<supra>[0-9]{{1,4}})(?!\w)"
            rf"|(?<!\w)(?:{label})\.?\s?(?P<post>[0-9]{{1,4}})\s(?:{above})(?!\w)"
            rf"|(?<!\w)(?:{_spaced(op_cit)})\.?,?\s(?:{label})\.?\s?(?P<op>[0-9]{{1,4}})(?!\w)",
            re.IGNORECASE,
        ),
    )


def find_ibid(text: str, zone: Zone, patterns: BackReferences) -> Iterator[Citation]:
    """`Ibid.` and its like in a note, or in a bracket of the body, with the locator that follows."""
    if zone.note is not None:
        places = [zone.span]
    else:
        places = [Span(*match.span(1)) for match in BRACKET.finditer(text, zone.span.start, zone.span.end)]
    for place in places:
        for match in patterns.ibid.finditer(text, place.start, place.end):
            opens = not text[place.start : match.start()].strip()
            if match["idem"] and not (zone.note and match.group()[0].isupper() and opens):
                # `id.` and `idem` are words of their own elsewhere; they count where they open a note.
                continue
            locator = locator_after(text, match.end(), place.end)
            end = locator.span.end if locator else match.end()
            if match["idem"] and _MORE.match(text, end, place.end):
                # `Id. 2014` and `Id., Title` are the same author's, but another work.
                continue
            yield Citation(
                span=Span(match.start(), end),
                form=Form.IBID,
                locator=locator,
                note=zone.note.label if zone.note else None,
                text=text[match.start() : end],
            )


_MORE = re.compile(r"[\s,:]*[^\s,:;.)]")


def find_back_references(text: str, zone: Zone, index: ListIndex, patterns: BackReferences) -> Iterator[Citation]:
    """`op. cit.` and pointers to a note by its number, with the names and the title before them.

    Where none stands there, as in `(N 2).`, the author named last before the note's marker is meant.
    """
    if zone.note is None or not any(each.search(text, *zone.span) for each in (patterns.target, patterns.op_cit)):
        return
    for segment in segments(text, zone.span):
        span = without_signal(text, segment)
        taken = span.start
        for match, target in _marks(text, span, patterns):
            lead = _lead(text, taken, match.start(), index)
            names = lead.names
            if lead.start == match.start() and not text[zone.span.start : match.start()].strip(" ("):
                names = named_before_marker(text, zone.note, index)
            locator = locator_after(text, match.end(), zone.span.end, bare=True)
            if locator is None and (bare := _BARE_PAGE.match(text, match.end(), zone.span.end)):
                end = bare.end()
            else:
                end = locator.span.end if locator else match.end()
            yield Citation(
                span=Span(lead.start, end),
                form=Form.BACK_REFERENCE,
                names=names,
                et_al=lead.et_al,
                title=lead.title,
                locator=locator,
                note=zone.note.label,
                text=text[lead.start : end],
                target=target,
            )
            taken = end


_BARE_PAGE = re.compile(r"\s([0-9]{1,4})(?=\s?[.;,]|\s?$)")


def _marks(text: str, span: Span, patterns: BackReferences) -> list[tuple[re.Match[str], str | None]]:
    """The back-references in a stretch of text, in order, with the notes that they point to."""
    pointers = [
        (match, match["round"] or match["supra"] or match["post"] or match["op"])
        for match in patterns.target.finditer(text, span.start, span.end)
    ]
    covered = [match.span() for match, _ in pointers]
    plain = [
        (match, None)
        for match in patterns.op_cit.finditer(text, span.start, span.end)
        if not any(start <= match.start() < end for start, end in covered)
        and _secondary().match(text, match.start(), span.end) is None
    ]
    return sorted([*pointers, *plain], key=lambda each: each[0].start())


@cache
def _secondary() -> Phrases:
    return Phrases(words().phrases["secondary"])


class _Lead(NamedTuple):
    """What stands before a back-reference: whose work it means, which, and where that begins."""

    start: int
    names: tuple[Name, ...] = ()
    et_al: bool = False
    title: str | None = None


_LEAD_EDGE = " \t\n\u00a0,(.…:;–—-"


def _lead(text: str, start: int, at: int, index: ListIndex) -> _Lead:
    """The names and title in `text[start:at]`: all of it, or its end where it is a sentence."""
    while start < at and text[start] in _LEAD_EDGE:
        start += 1
    own = text[start:at].rstrip(_LEAD_EDGE)
    if not own:
        return _Lead(at)
    plain = own.strip("‘’“”«»\"'*")
    if " " in plain and index.opening_with(fold_words(plain)):
        return _Lead(start, (Name(literal=plain),))
    names, et_al, after = opening_names(own)
    if own[after : after + 1] == " " and joins().match(own, after) and (bare := _bare_names(own, index)):
        return _Lead(start, bare)
    title = own[after:].strip(_LEAD_EDGE + "‘’“”«»\"'*")
    if names and not title:
        own_names = _listed_first(names, et_al, index)
        if len(own_names) < len(names):
            after = own.find(str(names[len(own_names)]), len(str(own_names[-1])))
            return _Lead(start, own_names, et_al, own[after:].strip(_LEAD_EDGE))
        return _Lead(start, names, et_al)
    if any(fit.score >= SURE for fit in index.find_source(own, names)):
        return _Lead(start, names, et_al, title or own)
    tail = _tail().search(own)
    if tail and tail.start() > after and own[: tail.start()].strip() and _prose(own[: tail.start()].strip()):
        named = _TAIL_JOIN.split(tail.group().rstrip(" ,"))
        return _Lead(start + tail.start(), tuple(_one(each.strip()) for each in named))
    return _Lead(start, names, et_al, title or None)


def _listed_first(names: tuple[Name, ...], et_al: bool, index: ListIndex) -> tuple[Name, ...]:
    """The names without those at the end that are words of a title: `Abara, The Low Tide`; all, if no entry fits."""
    for number in range(len(names), 0, -1):
        if index.best_name_fit(names[:number], et_al, index.candidates(names[0], None)) >= MISSPELT:
            return names[:number]
    return names


def _bare_names(own: str, index: ListIndex) -> tuple[Name, ...]:
    """Family names and nothing else, as an entry has them; none if no entry does: `Wilson Reed and Torp`."""
    chunks = [chunk.strip() for chunk in joins().split(own)]
    if not all(chunk[:1].isupper() and len(chunk.split()) <= 3 for chunk in chunks):
        return ()
    names = tuple(Name(family=chunk) for chunk in chunks)
    return names if index.best_name_fit(names, False, index.candidates(names[0], None)) else ()


def _prose(before: str) -> bool:
    """Whether words before names are those of a sentence (`In this sense`), not a title's."""
    first = before.split()[0].strip("(,").lower()
    vocabulary = words()
    return before[:1].islower() or first in vocabulary.function_words or first in vocabulary.openers


_CAPITALIZED = r"[^\W\d_a-zß-öø-ÿ](?:[\w’'-]+|\.)"
_AND = r"(?:,\s|,?\s(?:and|&|und|et|y|e|i|en)\s)"


@cache
def _tail() -> re.Pattern[str]:
    """The names that end a sentence; compiled when a back-reference stands behind one."""
    return re.compile(
        rf"(?:{_CAPITALIZED}\s){{0,2}}{_CAPITALIZED}(?:{_AND}(?:{_CAPITALIZED}\s){{0,2}}{_CAPITALIZED}){{0,4}},?$"
    )


_TAIL_JOIN = re.compile(r",\s(?:(?:and|&)\s)?|,?\s(?:and|&|und|et|y|e|i|en)\s")


def _one(chunk: str) -> Name:
    chunk = re.sub(r"\s(?:et al|and others)\.?$", "", chunk)
    match = re.match(r"^((?:[A-ZÀ-Þ]\.\s?-?)+)\s?(.+)$", chunk)
    if match:
        return Name(family=match.group(2), given=match.group(1).strip())
    return Name(family=chunk)
