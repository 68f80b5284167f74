"""Author-year citations: `Marsh 2018, p. 207`, `(Marsh, 2018: 207)`, `Marsh (2018)`, `Marsh et al. 2012; 2014a, b`."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from citetool.citations.zones import Zone
from citetool.dates import YEAR, before_is_month, same_year, year_date
from citetool.folding import WORD, fold, fold_words
from citetool.locators import locator_after
from citetool.model import Citation, Date, Form, Name, Span
from citetool.names import PARTICLES, conjunctions, et_al_before
from citetool.references.index import MISSPELT, OPENING, ListIndex, index_references
from citetool.vocabulary import words

_WINDOW = 260
"""Characters before a year in which its names stand; eight long names fit."""

_LINE_END = re.compile(r"(?<=[-‐‑])\n[ \t]*")
_TOKEN = re.compile(
    r"[^\W\d_](?:[\w’'ʼ´`]|[-‐‑–](?=\w)|[-‐‑]\n[ \t]{0,8}(?=[^\W\d_])|\.(?=[^\W\d_]))*\.?|[0-9]+|[^\s\w]"
)
"""A word, also one that goes on in the next line behind its hyphen, a number or a mark."""
_BETWEEN = re.compile(r"[\s,.:;]*\(?(?:\[[0-9]{4}\]\s?)?[(\[]{0,2}\s*$")
_ORIGINAL = re.compile(r"\[(?:1[4-9]|20)[0-9]{2}\]\s?(?=(?:1[4-9]|20)[0-9]{2})")
"""The year of a first edition before that of the one cited: `Weber [1922] 1978`."""
_STUCK_YEAR = re.compile(
    r"(?P<year>(?:1[89]|20)[0-9]{2})(?<=[^\W\d_A-Z]{2}[0-9]{4})(?P<end>(?!))?(?P<suffix>[a-z](?!\w))?(?!\w)"
)
"""A year whose space before was lost, as in texts taken from PDFs: `Moor and Osei1983`."""
_CLOSING_APOSTROPHE = re.compile(r"(?:[’'](?:s)?)$")
_NEVER_IN_NAMES = re.compile(r"[()\[\]“”«»!?\"]")
_SMALL = frozenset(
    [
        "of",
        "the",
        "for",
        "do",
        "da",
        "dos",
        "das",
        "de",
        "du",
        "des",
        "on",
        "in",
        "und",
        "für",
        "et",
        "e",
        "y",
        "and",
        "la",
        "le",
        "&",
        "to",
    ]
)
"""Words that stand in lower case inside an institution's name."""

_MORE_SUFFIX = re.compile(r"\s?[,;/&]\s?(?P<suffix>[a-z])(?![\w.])")


class Candidate(NamedTuple):
    """A citation found, and how surely it is one.

    Attributes:
        citation: as read.
        fit: 1 if the list has an entry of these names and this year, less the less they agree, 0 if it has none.
        bracketed: whether it stands in brackets, or its year does.
    """

    citation: Citation
    fit: float
    bracketed: bool


class _Names(NamedTuple):
    names: tuple[Name, ...]
    start: int
    et_al: bool
    score: float


def find_author_year(text: str, zone: Zone, index: ListIndex, undated: re.Pattern[str] | None) -> Iterator[Candidate]:
    """The author-year citations in a zone of `text` (as `readable` gives it), in order.

    `undated` finds what stands for a year, as `undated_pattern` gives it for the text. Where names begin
    is decided by the list where it can be: of all starts, the one whose names fit an entry best.
    """
    note = zone.note.label if zone.note else None
    end = zone.span.end
    done = zone.span.start
    for match, date in _years(text, zone.span, undated):
        if match.start() < done or before_is_month(text, match.start()) or _ORIGINAL.match(text, match.start() - 1):
            continue
        found = _names_before(text, max(zone.span.start, done), match.start(), date, index, zone.note is not None)
        if found is None or (found.score < 1.0 and text[match.start() - 1].isalpha()):
            continue
        opened = _open_bracket(text, zone.span.start, match.start())
        # Of the names' own bracket, `Lindqvist (2018), p. 68`, the year alone stands inside.
        own_bracket = text[max(0, match.start() - 1)] in "(["
        fit = found.score
        start = found.start
        at = match.end()
        while True:
            close = re.compile(r"\s?[)\]]").match(text, at, end) if own_bracket else None
            locator = locator_after(
                text, close.end() if close else at, end, bare=not close or text.startswith(":", close.end())
            )
            if locator is not None and close and not re.match(r"[\s,:]", text[close.end() : close.end() + 1]):
                locator = None
            stop = locator.span.end if locator else close.end() if close and "(" in text[start:at] else at
            yield Candidate(
                Citation(
                    span=Span(start, stop),
                    form=Form.SHORT,
                    names=found.names,
                    et_al=found.et_al,
                    date=date,
                    locator=locator,
                    note=note,
                    text=text[start:stop],
                ),
                fit,
                opened or own_bracket,
            )
            done = stop
            if close and locator:
                break
            more = _another_year(text, stop, end, date)
            if more is None and own_bracket:
                more = _years_in_own_bracket(text, stop, end, found, index)
            if more is None:
                break
            start, at, date = more
            fit = _score(found.names, found.et_al, date, index)


def _years(text: str, span: Span, undated: re.Pattern[str] | None) -> list[tuple[re.Match[str], Date]]:
    found = [(match, year_date(match)) for match in YEAR.finditer(text, span.start, span.end)]
    stuck = [(match, year_date(match)) for match in _STUCK_YEAR.finditer(text, span.start, span.end)]
    if stuck:
        found = sorted([*found, *stuck], key=lambda each: each[0].start())
    if undated is not None:
        spoken = undated.finditer(text, span.start, span.end)
        found += [(match, Date(None, suffix=match["suffix"], text=match.group())) for match in spoken]
        found.sort(key=lambda each: each[0].start())
    return found


@cache
def _more_years() -> re.Pattern[str]:
    return re.compile(rf"\s*[,;]\s*(?:(?:{conjunctions()})\s)?|\s+(?:{conjunctions()})\s+")


def _another_year(text: str, at: int, end: int, before: Date) -> tuple[int, int, Date] | None:
    """Start, end and date of a further year (or suffix letter) behind the same names."""
    if suffix := _MORE_SUFFIX.match(text, at, end):
        if before.suffix and suffix["suffix"] > before.suffix:
            return suffix.start("suffix"), suffix.end(), before._replace(suffix=suffix["suffix"], text=suffix["suffix"])
        return None
    lead = _more_years().match(text, at, end)
    year = YEAR.match(text, lead.end(), end) if lead else None
    return (year.start(), year.end(), year_date(year)) if year else None


_OWN_BRACKET = re.compile(r"(?:[’']?s)?\s\((?:[^\W\d_][^()\d]{0,8}\s)?\(?")


def _years_in_own_bracket(
    text: str, at: int, end: int, found: _Names, index: ListIndex
) -> tuple[int, int, Date] | None:
    """Years in a further bracket behind the same names, if an entry has them: `Moor (1988)s (z. B. (1988, 1993))`."""
    lead = _OWN_BRACKET.match(text, at, end)
    year = YEAR.match(text, lead.end(), end) if lead else None
    if year is None or _score(found.names, found.et_al, year_date(year), index) < 1.0:
        return None
    return year.start(), year.end(), year_date(year)


def _score(names: tuple[Name, ...], et_al: bool, date: Date, index: ListIndex) -> float:
    """How well the best entry of the list fits names and year, 0 to 1."""
    best = 0.0
    for each, fit in index.name_fits(names, et_al, index.candidates(names[0], date)):
        best = max(best, fit.score * _year_weight(date, index, each))
    return best


def _open_bracket(text: str, start: int, at: int) -> bool:
    """Whether an offset lies inside brackets that open after `start` and within a few hundred characters.

    Brackets that close before it may have opened earlier than that.
    """
    window = text[max(start, at - 400) : at]
    return _unclosed(window, "(", ")") or _unclosed(window, "[", "]")


def _unclosed(text: str, opening: str, closing: str) -> bool:
    end = len(text)
    while (at := text.rfind(opening, 0, end)) >= 0:
        if text.count(closing, at) < text.count(opening, at):
            return True
        end = at
    return False


def _names_before(text: str, start: int, at: int, date: Date, index: ListIndex, in_note: bool) -> _Names | None:
    """The names that end right before offset `at`, or `None` if no name does."""
    window = max(start, at - _WINDOW)
    between = _BETWEEN.search(text, max(window, at - 14), at)
    stop = between.start() if between else at
    if stop == window:
        return None
    spoken = _spoken_head(text, window, stop, date, index)
    if spoken is not None and in_note and "," in text[spoken.start : stop]:
        # A note that goes on from a name to a title gives the source in full.
        spoken = None
    if spoken is not None and spoken.score == 1.0:
        return spoken
    last = text[stop - 1]
    if not (last.isalnum() or last in ".’')]") or last.isdigit():
        return spoken
    et_al = (begin := et_al_before(text, window, stop)) is not None
    stop = stop if begin is None else begin
    for mark in _NEVER_IN_NAMES.finditer(text, window, stop):
        window = mark.start()
    run = _run(text, window, stop)
    if not run:
        return spoken
    chosen = _best(text, run, stop, et_al, date, index)
    if chosen is not None and _torn(text, start, run, chosen, index):
        chosen = None
    if spoken is not None and (chosen is None or spoken.score > chosen.score):
        return spoken
    divided = between is not None and ";" in between.group()
    if divided and (chosen is None or chosen.score < 1.0):
        # `Moor; 2005` is a slip where an entry has just this; else the names are those of another citation.
        return None
    if chosen is not None:
        return chosen
    return _unlisted(text, run, et_al)


def _torn(text: str, start: int, run: list[re.Match[str]], chosen: _Names, index: ListIndex) -> bool:
    """Whether names chosen leave out one that "and" joins to them: `Brandt and Corelli 2018` is no Corelli (2018).

    Where a bracket or segment opens with the one left out it is surely a name; elsewhere it speaks against a poor fit.
    Names that the entry has both were misread there.
    """
    place = next((place for place, token in enumerate(run) if token.start() == chosen.start), 0)
    if place < 2 or run[place - 1].group().lower() not in (*words().phrases["and"], "&"):
        return False
    joined = run[place - 2].group()
    plain = joined.rstrip(".").lower()
    if not joined[0].isupper() or plain in words().openers or plain in words().function_words:
        return False
    before = text[max(start, run[0].start() - 8) : run[0].start()].rstrip(" ,")
    if chosen.score >= MISSPELT and before and before[-1] not in "([;":
        return False
    fits = index.name_fits(chosen.names, chosen.et_al, index.candidates(chosen.names[0], None))
    return not any(fold(joined) in fold_words(index.references[each].text[:OPENING]) for each, _ in fits)


_AFTER_HEAD = re.compile(r"(?:\s?[(\[][^\W\d_][\w/&.-]{1,14}[)\]])?[”’»\"'*]{0,2},?$")
"""What may stand between an institution or title and the year: its acronym in brackets, the end of its marks."""

_OPENING = {"”": "“„", "’": "‘", "»": "«", '"': '"', "'": "'", "*": "*", "“": "„"}


_LONGEST_HEAD = 170
"""Characters of an institution's name or a title that a cite gives."""


def _spoken_head(text: str, window: int, stop: int, date: Date, index: ListIndex) -> _Names | None:
    """The institution, or the title of a work without an author, that ends before a year: as an entry has it."""
    after = _AFTER_HEAD.search(text, max(window, stop - 24), stop)
    end = after.start() if after else stop
    spoken = list(WORD.finditer(text, max(window, end - _LONGEST_HEAD), end))
    opens = _OPENING.get(text[end : end + 1], "")
    for place, word in enumerate(spoken):
        start = word.start()
        if not (text[start].isupper() or text[start - 1] in opens) or not index.opens(fold(word.group())):
            continue
        if index.opening_with(tuple(fold(each.group()) for each in spoken[place:])):
            names = (Name(literal=text[start:end]),)
            score = _score(names, False, date, index)
            if score:
                opener = text[window:start].rstrip(" \u00a0")[-1:]
                if opener and opener in _OPENING.get(text[end : end + 1], text[end : end + 2].strip()[:1]):
                    start = text.rfind(opener, window, start)
                return _Names(names, start, False, score)
    return None


def _run(text: str, window: int, stop: int) -> list[re.Match[str]]:
    """The tokens before `stop` that may belong to names, in order: words with capitals, particles, connectors."""
    tokens = list(_TOKEN.finditer(text, window, stop))
    vocabulary = words()
    run: list[re.Match[str]] = []
    lower = 0
    for token in reversed(tokens):
        word = token.group()
        plain = word.rstrip(".").lower()
        if word in ",;&/":
            if run and run[-1].group() == ",":
                break
        elif word in "’'":
            if run:
                break
            continue
        elif word[0].isupper():
            lower = 0
            if word.endswith(".") and run and len(plain) > 4 and run[-1].group()[0].isupper():
                break
        elif plain in PARTICLES or plain in vocabulary.phrases["and"] or plain in _SMALL:
            lower += 1
            if lower > 3 or not run:
                break
        elif run or "." not in word[:-1]:
            # A web address may stand as a name: `example.com (2022)`.
            break
        if run and "\n\n" in text[token.end() : run[-1].start()]:
            break
        run.append(token)
        if len(run) > 45:
            break
    run.reverse()
    while run and not (
        run[0].group()[0].isupper() or run[0].group().lower() in PARTICLES or "." in run[0].group()[:-1]
    ):
        run = run[1:]
    return run


def _best(text: str, run: list[re.Match[str]], stop: int, et_al: bool, date: Date, index: ListIndex) -> _Names | None:
    """Of all places where the names may begin, the one whose names fit an entry of the list best."""
    best: _Names | None = None
    literal_end = _bare_end(text, run[-1].end())
    for place, token in enumerate(run):
        word = token.group()
        if not (word[0].isupper() or word.lower() in PARTICLES or "." in word[:-1]):
            continue
        options: list[tuple[Name, ...]] = []
        if len(run) - place <= 14 and fold(text[token.start() : literal_end]) in index.by_first:
            options.append((_as_listed(text[token.start() : literal_end], "", index),))
        options.append(_chunks(text, run[place:], index))
        for names in options:
            if not names:
                continue
            score = _score(names, et_al, date, index)
            if score and (best is None or (score, len(names)) > (best.score, len(best.names))):
                best = _Names(names, _true_start(text, run[place:], names[0]), et_al, score)
                if score == 1.0:
                    # A later start has no more names, and can't fit better.
                    return best
    return best


def _year_weight(date: Date, index: ListIndex, each: int) -> float:
    issued = index.references[each].item.issued
    if issued is None:
        return 0.5
    return 1.0 if same_year(date, issued) else 0.6


def _bare_end(text: str, end: int) -> int:
    match = _CLOSING_APOSTROPHE.search(text, end - 2, end)
    return match.start() if match else end


def _chunks(text: str, run: list[re.Match[str]], index: ListIndex) -> tuple[Name, ...]:
    """The names of a run of tokens, cut at commas, semicolons and "and"."""
    chunks: list[list[re.Match[str]]] = [[]]
    joiners = words().phrases["and"]
    for token in run:
        word = token.group()
        if word in ",;&/" or word.lower() in joiners:
            if chunks[-1]:
                chunks.append([])
        else:
            chunks[-1].append(token)
    names: list[Name] = []
    for chunk in chunks:
        if not chunk:
            continue
        name = _name(text, chunk, index)
        if name is None:
            # `Smith, J. and Jones, A. 2010`: initials alone belong to the name before them.
            if names and all(_initial(token.group()) for token in chunk):
                continue
            return ()
        names.append(name)
    return tuple(names)


def _initial(word: str) -> bool:
    return len(word.rstrip(".")) <= 2 and word[0].isupper() and (word.endswith(".") or word.isupper())


def _name(text: str, chunk: list[re.Match[str]], index: ListIndex) -> Name | None:
    """The name that a chunk of tokens is: its longest end that the list knows as a family name, else all of it."""
    core = [token for token in chunk if not _initial(token.group())]
    if not core:
        return None
    end = _bare_end(text, core[-1].end())
    for token in core:
        key = fold(text[token.start() : end])
        if key in index.by_any or key in index.by_part:
            given = text[chunk[0].start() : token.start()].strip(" ,")
            if token is core[0] and chunk[-1].start() > core[-1].start():
                given = given or text[core[-1].end() : chunk[-1].end()].strip(" ,")
            return _as_listed(text[token.start() : end], given, index)
    first = core[0]
    family = _on_one_line(text[first.start() : end])
    if not any(char.isupper() for char in family):
        return None
    before = text[chunk[0].start() : first.start()].strip()
    return Name(family=family, given=before or None)


def _on_one_line(name: str) -> str:
    return _LINE_END.sub("", name) if "\n" in name else name


def _as_listed(text: str, given: str, index: ListIndex) -> Name:
    """An institution where the list has one of this name or acronym, else a person."""
    text = _on_one_line(text)
    if fold(text) in index.literals:
        return Name(literal=text)
    plain = given if given and given[0].isupper() and given.lower() not in words().openers else None
    return Name(family=text, given=plain if plain and not _common(plain) else None)


def _common(given: str) -> bool:
    vocabulary = words()
    known = (vocabulary.function_words, vocabulary.openers, _ends_of_signals())
    return all(any(word.lower().rstrip(".") in each for each in known) for word in given.split())


@cache
def _ends_of_signals() -> frozenset[str]:
    """The last words of all signals: `Ansicht` of `anderer Ansicht` is nobody's given name."""
    return frozenset(phrase.split()[-1] for phrase in words().phrases["signals"])


def _true_start(text: str, run: list[re.Match[str]], first: Name) -> int:
    """Where the first name itself begins: its given name if it has one, else its family name."""
    shown = first.literal or (first.given or first.family or "")
    for opening in shown.split()[:1]:
        # A line may end within it, behind a hyphen.
        for part in (opening, re.split("[-‐‑]", opening)[0]):
            at = text.find(part, run[0].start(), run[-1].end())
            if at >= 0:
                return at
    return run[0].start()


def _unlisted(text: str, run: list[re.Match[str]], et_al: bool) -> _Names | None:
    """Names that no entry has, as far as their form alone tells where they begin."""
    vocabulary = words()
    own = list(run)
    # A semicolon divides citations; a sentence's first word is no name.
    for place in range(len(own) - 1, -1, -1):
        if own[place].group() == ";":
            own = own[place + 1 :]
            break
    while own:
        plain = own[0].group().rstrip(".").lower()
        if (
            own[0].group() in ",;&/"
            or plain in vocabulary.openers
            or (plain in vocabulary.function_words and plain not in PARTICLES)
        ):
            own = own[1:]
        else:
            break
    if not own or (len(own) == 1 and _ABBREVIATION.match(text, own[0].start())):
        return None
    empty = _EMPTY_INDEX
    names = _chunks(text, own, empty)
    if not names or any(_no_name(name) for name in names):
        return None
    return _Names(names, own[0].start(), et_al, 0.0)


_ABBREVIATION = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]+\.")
"""A word that lacks a vowel and ends with a full stop: `(Stb. 2010, 134)` gives a gazette."""


def _no_name(name: Name) -> bool:
    vocabulary = words()
    own = [word.lower().rstrip(".") for word in (name.family or "").split()]
    if not own or len(own) > 6:
        return True
    return (
        own[-1] in vocabulary.months
        or own[-1] in vocabulary.openers
        or own[-1] in vocabulary.function_words
        or own[-1] in vocabulary.locators
    )


_EMPTY_INDEX = index_references(())
