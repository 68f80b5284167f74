"""Names of persons and institutions: read them from an entry's head, fold them, compare them."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from citetool.folding import fold
from citetool.model import Name
from citetool.vocabulary import words
from citetool.vocabulary.phrases import Phrases

PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "dello",
        "dei",
        "degli",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "les",
        "los",
        "ten",
        "ter",
        "te",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "bin",
        "ibn",
        "al",
        "el",
        "vom",
    ]
)
"""Words that stand in lower case inside family names (CSL 1.0.2, appendix III: dropping and non-dropping particles)."""

# A letter that is no small one of Latin-1, and the reverse: beyond U+0100 either may be the other. Naming what is left
# out compiles many times faster than naming thousands of letters, and a small letter where a capital is meant is rare.
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_SMALL_LETTER = r"[^\W\d_A-ZÀ-ÖØ-Þ]"

# The words of PARTICLES, and those that stand before them without a space.
_PARTICLE = (
    r"(?:(?:d(?:e[lnr]?|ell[ao]|e(?:i|gli)|[iu]|[ao]s?|es)|v[ao]n|vom|l(?:es?|a)|t(?:en|er?)|zu[mr]?|a[flv]|bin|ibn|el)"
    r"[ \u00a0]|d[’']|[ae]l-)"
)
# A set compiles fast as long as what it holds beyond \w lies in two runs of code points at most. ʼ (U+02BC) is in \w;
# ‐-– (U+2010 to U+2013) are all the hyphens, and the dash, that stand in names.
_HYPHEN = "[-‐-–]"
_FAMILY_WORD = rf"{_CAPITAL}[\w’']+(?:{_HYPHEN}[\w’']+(?!\.))*"
_GIVEN_WORD = rf"{_CAPITAL}(?:-?[\w’'])+"
_FAMILY = (
    rf"(?P<particle>{_PARTICLE}{{0,3}})"
    rf"(?P<family>{_FAMILY_WORD}(?:[ \u00a0](?:{_PARTICLE}{{0,2}})?{_FAMILY_WORD}){{0,3}})"
)
_SUFFIX = r"(?:,?\s(?P<suffix>Jr|Sr|Jnr|Júnior|III|II|IV)\b\.?)?"
_INITIAL = rf"(?:(?:de|da|do|dos|von|van)[ \u00a0])?{_CAPITAL}(?:{_SMALL_LETTER}|{_HYPHEN}{_CAPITAL})?\."
_TRAILING_PARTICLE = (
    r"(?:[ \u00a0](?P<after>(?:de|da|do|dos|du|van|von|der)(?:[ ](?:la|las|los|der|den))?)"
    r"(?=\s?[,;.&(]|\s(?:et|and|und|e|y)\s))?"
)

_SURNAME_INITIALS = re.compile(
    rf"{_FAMILY}{_SUFFIX}\.?,\s?"
    rf"(?P<given>{_INITIAL}(?:[ \u00a0]?{_HYPHEN}?{_INITIAL}){{0,4}}(?:{_CAPITAL}(?=[,;]))?"
    rf"|{_CAPITAL}{_HYPHEN}?{_CAPITAL}?(?=[,;:& ]|$))(?:[ ]L\.)?{_TRAILING_PARTICLE}"
)
_SURNAME_GIVEN = re.compile(
    rf"{_FAMILY}{_SUFFIX},[ \u00a0]"
    rf"(?P<given>{_GIVEN_WORD}(?:[ \u00a0](?:{_PARTICLE}){{0,2}}{_GIVEN_WORD}){{0,2}}"
    rf"(?:[ \u00a0]{_CAPITAL}\.){{0,3}}){_TRAILING_PARTICLE}"
)
_SURNAME_CAPITALS = re.compile(
    rf"{_FAMILY}[ \u00a0](?P<given>(?!(?:USA|UK|EU|UN|NGO|LLC)\b){_CAPITAL}{{1,3}}(?:-{_CAPITAL}{{1,2}})?)"
    rf"(?=[,;:&)]|\.(?!\w)|\s(?:\(|\[|and\s|&|et\s|y\s|und\s|e\s)|$)(?:[ ](?P<suffix>Jr|Sr|[0-9](?:nd|rd|th))\b\.?)?"
)
_GIVEN_SURNAME = re.compile(
    rf"(?P<given>(?:{_CAPITAL}\.[ \u00a0-]?(?:{_CAPITAL}\.[ \u00a0-]?)*"
    rf"|{_CAPITAL}(?:-?[\w’'])*{_SMALL_LETTER}[ \u00a0](?:{_CAPITAL}\.?[ \u00a0])*"
    rf"(?:{_GIVEN_WORD}[ \u00a0](?={_GIVEN_WORD}))?))"
    rf"(?P<particle>{_PARTICLE}{{0,3}})(?P<family>{_FAMILY_WORD}(?:[ \u00a0](?:[ey][ \u00a0])?{_FAMILY_WORD})?)"
)

# What follows few names is compiled when it is met.


@cache
def _middle() -> re.Pattern[str]:
    """A name written out after an initial: `Marsh, F. Robert`."""
    return re.compile(rf"[ \u00a0]{_GIVEN_WORD}(?:[ ]{_CAPITAL}\.)?")


@cache
def _no_title_before() -> re.Pattern[str]:
    """What follows such a name, and no title of one word."""
    return re.compile(r";|,\s(?:and|&|und|et|y|e)\s|(?:[.,]|[.,]?\s\(?(?:1[4-9]|20)[0-9]{2}[a-z]?\)?[.,:]?)\s[“‘«„\"']")


@cache
def _dotted() -> re.Pattern[str]:
    """The stop of an initial, and further ones with stops: `Marsh F. R.`."""
    return re.compile(rf"\.(?:[ \u00a0]?-?{_CAPITAL}\.)*(?=\s?[,;:&(]|\s(?:and|und|et|y|e)\s)")


@cache
def _late_suffix() -> re.Pattern[str]:
    return re.compile(r"(?:,\s(?P<suffix>Jr|Sr|Jnr|II|III|IV)|\s(?P<bare>Jr|Sr|Jnr))\b\.?(?=\s?[,;.&(])")


_SUFFIX_STARTS = frozenset(("Jr", "Sr", "Jn", "II", "IV"))


@cache
def _lone_family() -> re.Pattern[str]:
    return re.compile(rf"(?P<family>{_FAMILY_WORD})(?=,\s)")


@cache
def _only_initials() -> re.Pattern[str]:
    return re.compile(rf"(?:{_CAPITAL}\.[ \u00a0-]?)+")


@cache
def _year_follows() -> re.Pattern[str]:
    return re.compile(r"[.,]?\s\(?(?:1[4-9]|20)[0-9]{2}")


@cache
def conjunctions() -> str:
    """A pattern for "and" in all languages."""
    return "|".join(sorted(map(re.escape, words().phrases["and"]), key=len, reverse=True))


@cache
def joins() -> re.Pattern[str]:
    """What stands between two names in a sentence: a comma, "and", or both."""
    return re.compile(rf",\s(?:(?:{conjunctions()})\s)?|\s(?:{conjunctions()})\s")


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(
        rf"\s?[,;]?\s?(?:(?:{conjunctions()})\s)|\s?[,;/]\s|/(?=[^\W\d_])"
        r"|\s?[–-]\s?(?=[^\W\d_]\.)|\s[–-]\s(?=[^\W\d_][\w’'-]+,\s[^\W\d_])",
        re.IGNORECASE,
    )


@cache
def _et_al() -> Phrases:
    return Phrases(words().phrases["et_al"])


@cache
def _et_al_endings() -> frozenset[str]:
    """The last words of `et al.` and its like."""
    return frozenset(_last_word(phrase) for phrase in words().phrases["et_al"])


def _last_word(text: str) -> str:
    """In small letters, also where no space divides it from an abbreviation before it (`u.a.`)."""
    return re.split(r"[\s.]+", text.rstrip("."))[-1].lower()


_ET_AL_LEAD = re.compile(r"[,;]?\s?\[?(?<!\w)(?=[^\W\d_])")

_LONGEST_ET_AL = 30
"""Characters; the longest phrase for `et al.` of any language, and what stands around it, is shorter."""


def et_al_after(text: str, at: int, end: int) -> int | None:
    """Where `et al.` (or its like in any language) ends that stands at `text[at:end]`; `None` if none does."""
    lead = _ET_AL_LEAD.match(text, at, end)
    reach = _et_al().match(text, lead.end(), end) if lead else None
    if reach is None:
        return None
    return reach + 1 if text.startswith("]", reach) and reach < end else reach


def et_al_before(text: str, start: int, end: int) -> int | None:
    """Where `et al.` begins that ends `text[start:end]`, with or without its full stop; `None` if none does."""
    start = max(start, end - _LONGEST_ET_AL)
    if _last_word(text[start:end]) not in _et_al_endings():
        return None
    for lead in _ET_AL_LEAD.finditer(text, start, end):
        reach = et_al_after(text, lead.start(), min(len(text), end + 1))
        if reach is not None and reach >= end:
            return lead.start()
    return None


@cache
def _editors() -> Phrases:
    return Phrases(words().phrases["editors"])


_ROLE_OPENS = re.compile(r"\s?[(\[]|,\s?")


def editors_after(text: str, at: int, end: int) -> int | None:
    """Where `(eds)`, `[Hrsg.]` or `, ed.` ends that stands at `text[at:end]`; `None` if nothing of the kind does."""
    lead = _ROLE_OPENS.match(text, at, end)
    reach = _editors().match(text, lead.end(), end) if lead else None
    if lead is None or reach is None:
        return None
    closer = {"(": ")", "[": "]"}.get(lead.group()[-1:])
    if closer:
        if text[reach : reach + 1] != closer:
            return None
        reach += 1
    elif text[reach - 1] != "." and text[reach : reach + 1] not in ("", " ", ",", ".", ":"):
        return None
    return reach + 1 if reach < len(text) and text[reach] in ".," else reach


_DASH = r"(?:[—–―─⸺⸻_-]{2,}+|[—―─⸺⸻])"
REPEATED = re.compile(rf"(?:\s*+{_DASH}[.,;:]?\s*+)++")
"""A dash (a line, underscores) for the authors of the entry before, or one for each of them."""


_DRAWN = re.compile(r"[.,]\s+(?=\w)|(?=&\s)")


def repeated_author(entry: str) -> int | None:
    """Where the dash ends that an entry opens with for the author of the one before; `None` if it has none.

    Programs that draw it as a line leave nothing of it in the text of a PDF but the mark behind it.
    """
    match = REPEATED.match(entry) or _DRAWN.match(entry)
    return match.end() if match else None


def dashes(text: str) -> int:
    """How many dashes for authors a text opens with."""
    match = REPEATED.match(text)
    # One that is drawn in several strokes is one.
    return len(re.findall(rf"{_DASH}(?:\s*{_DASH})*", match.group())) if match else 0


class NameList(NamedTuple):
    """Names read from the head of a text, and where they end."""

    names: tuple[Name, ...]
    end: int
    et_al: bool = False
    editors: bool = False


Order = Literal["any", "inverted", "forward"]
"""How the first name of a list may be written: the entries of a list invert it (`Alesina, Alberto`), notes don't."""


def read_name_list(text: str, at: int = 0, limit: int = 400, *, order: Order = "any") -> NameList:
    """The names that an entry (or a full citation) opens with, at `text[at:]`; none if it opens with something else.

    Knows `Abara, D.`, `McKay RD`, `ALMEIDA, S.`, `Alesina, Alberto`, `D. Christensen`, `Lael Brainard`, several of
    them joined by commas, semicolons or "and", closed by "et al." or "(eds)". With order `inverted`, a first name
    written out before the family name is none: `Daily Express` is no Ms Express. With `forward`, one written out after
    it is none: `Chernow, Grant` is an author and a title; and `Ada N. Brandt` is no Ms Ada.
    """
    stop = min(len(text), at + limit)
    first = _first_name(text, at, stop, order)
    if first is None:
        return NameList((), at)
    found = [first]
    end = first.end
    et_al = closed = False
    while end < stop:
        if reach := et_al_after(text, end, stop):
            et_al, end = True, reach
            break
        if text.startswith((".,", ".;"), end):
            end += 1
        separator = _separator().match(text, end, stop)
        following = (
            _next_name(text, separator, stop, first.style) or _institution_among(text, separator.end(), stop)
            if separator
            else _without_comma(text, end, stop, found[-1])
        )
        if following and closed and following.style in ("forward", "given", "institution") and not _last(separator):
            # Behind "and" and the last name stands the title: `Ada Moor and Ben Osei, Tides of the North`.
            following = None
        closed = _last(separator)
        if following is None:
            reach = et_al_after(text, separator.end(), stop) if separator else None
            if separator and reach and ";" not in text[separator.end() : reach]:
                et_al, end = True, reach
            break
        end = following.end
        found.append(following)
    editors = False
    if role := editors_after(text, end, stop):
        editors, end = True, role
    return NameList(_told_apart(found), end, et_al, editors)


class _Found(NamedTuple):
    """A name as it was found: how it is written, and where it ends."""

    name: Name
    end: int
    style: str


_FAMILY_AFTER = re.compile(rf"\.[ \u00a0](?:{_CAPITAL}\.[ \u00a0]?)*{_PARTICLE}{{0,3}}{_FAMILY_WORD}")
"""After `Ada N` of `Ada N. Brandt`: the initial belongs to the names before the family name."""


def _first_name(text: str, at: int, stop: int, order: Order) -> _Found | None:
    for style, pattern in (
        ("initials", _SURNAME_INITIALS),
        ("capitals", _SURNAME_CAPITALS),
        ("given", _SURNAME_GIVEN),
        ("forward", _GIVEN_SURNAME),
    ):
        if match := pattern.match(text, at, stop):
            if style == "forward" and not (_ends_well(text, match.end()) and _personal(match)):
                continue
            if style == "forward" and order == "inverted" and "." not in match["given"]:
                continue
            if style == "capitals" and match["family"] == "The":
                continue
            if style == "given" and order == "forward":
                continue
            if style == "initials" and order == "forward" and _locator_stands(text, match):
                continue
            if style == "capitals" and order == "forward" and _FAMILY_AFTER.match(text, match.end(), stop):
                continue
            if style == "given" and not _plausible_given(text, match):
                continue
            return _found(text, match, stop, style)
    return None


_NUMBER_FOLLOWS = re.compile(r"\s?(?!(?:1[4-9]|20)[0-9]{2}\b)[0-9]")


def _locator_stands(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like an initial is the label of a number: `Hollmann, S. 12`."""
    label = match["given"].lower().rstrip(".")
    return label in words().locators and _NUMBER_FOLLOWS.match(text, match.end()) is not None


_FOLLOWING = {
    "initials": (("initials", _SURNAME_INITIALS), ("forward", _GIVEN_SURNAME), ("capitals", _SURNAME_CAPITALS)),
    "capitals": (("capitals", _SURNAME_CAPITALS), ("initials", _SURNAME_INITIALS), ("forward", _GIVEN_SURNAME)),
    "dotted": (("capitals", _SURNAME_CAPITALS), ("initials", _SURNAME_INITIALS)),
    "given": (("forward", _GIVEN_SURNAME), ("initials", _SURNAME_INITIALS), ("given", _SURNAME_GIVEN)),
    "given;": (("initials", _SURNAME_INITIALS), ("given", _SURNAME_GIVEN), ("forward", _GIVEN_SURNAME)),
    "forward": (("forward", _GIVEN_SURNAME),),
}
"""How the names after a first one may be written, by how that one is."""


def _last(separator: re.Match[str] | None) -> bool:
    """Whether what stands between two names says that the second is the last one: "and", `&`."""
    return separator is not None and any(char.isalpha() or char == "&" for char in separator.group())


def _next_name(text: str, separator: re.Match[str], stop: int, first: str) -> _Found | None:
    at = separator.end()
    # After the last name may stand a colon, as after any that is inverted; `The Moor Papers: Letters` is no Ms Papers.
    colon = _last(separator) or "/" in separator.group()
    for style, pattern in _FOLLOWING["given;" if first == "given" and ";" in separator.group() else first]:
        if match := pattern.match(text, at, stop):
            ends = _ends_well(text, match.end()) or (colon and text.startswith(":", match.end()))
            if style == "forward" and not (ends and _personal(match)):
                continue
            if style == "capitals" and first == "initials" and not _dotted().match(text, match.end(), stop):
                continue
            return _found(text, match, stop, style)
    if first == "capitals" and (lone := _lone_family().match(text, at, stop)):
        # A name that lost its initials, among others.
        further = _separator().match(text, lone.end(), stop)
        if further and _SURNAME_CAPITALS.match(text, further.end(), stop):
            return _Found(_person(lone), lone.end(), first)
    return None


def _without_comma(text: str, at: int, stop: int, before: _Found) -> _Found | None:
    """The name after one with initials where the comma between is lost: `ABARA, N. BRANDT, L., …`."""
    if before.style != "initials" or text[at - 1 : at + 1] != ". ":
        return None
    match = _SURNAME_INITIALS.match(text, at + 1, stop)
    if match is None:
        return None
    separator = _separator().match(text, match.end(), stop)
    another = separator is not None and _SURNAME_INITIALS.match(text, separator.end(), stop) is not None
    return _found(text, match, stop, "initials") if another or _year_follows().match(text, match.end()) else None


def _found(text: str, match: re.Match[str], stop: int, style: str) -> _Found:
    """The person that was matched, with what may follow a name: further names, initials with stops, `Jr.`."""
    name, end = _person(match), _without_tail(text, match)
    further = None
    after = text[end : end + 4]
    if style == "initials" and after[:1].isspace() and after[1:2].isupper():
        middle = _middle().match(text, end, stop)
        if middle and (_no_title_before().match(text, middle.end(), stop) or et_al_after(text, middle.end(), stop)):
            further = middle
    elif style == "capitals" and after[:1] == ".":
        further = _dotted().match(text, end, stop)
    if further:
        name, end = name._replace(given=text[match.start("given") : further.end()]), further.end()
        style = "given" if style == "initials" else "dotted"
        after = text[end : end + 4]
    if after.lstrip(", ")[:1] in ("J", "S", "I") and (suffix := _late_suffix().match(text, end, stop)):
        name, end = name._replace(suffix=suffix["suffix"] or suffix["bare"]), suffix.end()
    return _Found(name, end, style)


def _told_apart(found: list[_Found]) -> tuple[Name, ...]:
    """The names; among given names that are written out, `C. Neal Tarn` is Tarn, not Neal Tarn."""
    names = [each.name for each in found]
    for place, each in enumerate(found):
        family = (each.name.family or "").split() if each.style == "forward" else []
        if len(family) == 2 and _only_initials().fullmatch(each.name.given or "") and any(map(_written_out, names)):
            names[place] = each.name._replace(given=f"{each.name.given} {family[0]}", family=family[1])
    return tuple(names)


def _written_out(name: Name) -> bool:
    return any(len(word) > 2 and word.isalpha() for word in (name.given or "").split())


_AMONG = re.compile(
    rf"(?P<name>{_CAPITAL}(?:[\w’']|[&-])*(?:\s(?:(?:of|for|the|on|de|und|für)\s)?{_CAPITAL}(?:[\w’']|[&-])*){{1,6}})"
    r"(?=\s\((?:1[4-9]|20)[0-9]{2})"
)


def _institution_among(text: str, at: int, stop: int) -> _Found | None:
    """An institution among persons, right before the year: `Kelly SA, Plant Name Group (2013)`."""
    match = _AMONG.match(text, at, stop)
    return _Found(institution(match["name"]), match.end(), "institution") if match else None


def _ends_well(text: str, at: int) -> bool:
    """A name written forwards is followed by a separator, a bracket, a quote or a year, not by further words."""
    rest = text[at : at + 12]
    return (
        not rest
        or rest[0] in ",;.()[]*"
        or rest[:2] in (" (", " [", " “", " ‘", " «", " &", ' "', " '", " *")
        or bool(_separator().match(rest))
        or et_al_after(rest, 0, len(rest)) is not None
        or bool(re.match(r"\s(?:1[4-9]|20)[0-9]{2}", rest))
        or bool(re.match(r"\s(?:ed|eds|and others)\b", rest))
    )


def _personal(match: re.Match[str]) -> bool:
    """Whether a name written forwards holds no word of titles or institutions."""
    vocabulary = words()
    family = match["family"]
    if family.isupper() and len(family) <= 4 and not match["given"].isupper():
        return False
    spoken = match.group().lower().split()
    return not any(
        word in vocabulary.function_words or word in vocabulary.openers or word in vocabulary.phrases["institutions"]
        for word in spoken
        if word not in PARTICLES
    )


def _plausible_given(text: str, match: re.Match[str]) -> bool:
    """`Alberto` after `Alesina, ` is a given name; after `Council of the EU, ` or before a longer title it is none."""
    after = text[match.end() : match.end() + 2]
    if any(word in words().phrases["institutions"] for word in match.group().lower().replace(",", " ").split()):
        return False
    if match["given"] == match["family"]:
        return False
    return (
        match["given"].endswith(".")
        or not after
        or after[0] in ",;.:([&*"
        or (after[0] == " " and after[-1].isdigit())
        or after in (" (", " [", " &", " “", " ‘", " «", " e", " y", " u", " a", " *")
        or bool(_separator().match(text, match.end()))
    )


def _without_tail(text: str, match: re.Match[str]) -> int:
    end = match.end()
    while end > match.start() and text[end - 1] in " \u00a0-‐‑–":
        end -= 1
    return end


def _person(match: re.Match[str]) -> Name:
    groups = match.groupdict()
    given = (groups.get("given") or "").strip(" \u00a0-‐‑–") or None
    particle = (groups.get("particle") or groups.get("after") or "").strip() or None
    if given and particle is None and given.istitle() and given.lower() in PARTICLES and match["family"][:1].isupper():
        # Where the given name is left out, Dutch has the particle with a capital: `De Vries`.
        particle, given = given.lower(), None
    family, suffix = groups["family"], groups.get("suffix") or None
    if suffix is None and family.lower().endswith((" jr", " sr")):
        family, suffix = family[:-3], family[-2:].title()
    if family.isupper() and len(family) > 1:
        family = _title_case(family)
    return Name(family=family, given=given, particle=particle, suffix=suffix)


def _title_case(family: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m.group()[0] + m.group()[1:].lower(), family)


_ACRONYM = re.compile(
    r"^(?P<long>.+?)\s*(?:\((?P<in>[A-Z][A-Za-z/&.-]{1,14})\)|\s[–—-]\s(?P<after>[A-Z][A-Z/&.-]{1,11}))$"
)
_ACRONYM_FIRST = re.compile(r"^(?P<in>[A-Z][A-Za-z/&.-]{1,11})\s+[–—-]\s+(?P<long>.+)$")


def institution(text: str) -> Name:
    """An institution's name; an acronym printed beside it is kept apart (`European Harbour Service (EHS)`)."""
    text = " ".join(text.replace("*", "").split()).strip(" ,.;:")
    match = _ACRONYM.match(text)
    if match:
        return Name(literal=match["long"], acronym=match["in"] or match["after"])
    match = _ACRONYM_FIRST.match(text)
    if match and sum(char.isupper() for char in match["in"]) > 1:
        return Name(literal=match["long"], acronym=match["in"])
    return Name(literal=text)


_SMALL = frozenset(
    [
        "of",
        "the",
        "for",
        "and",
        "on",
        "in",
        "de",
        "la",
        "le",
        "des",
        "du",
        "do",
        "da",
        "dos",
        "das",
        "e",
        "et",
        "und",
        "für",
        "der",
        "die",
        "y",
        "en",
        "a",
        "an",
        "to",
    ]
)


@lru_cache(maxsize=65536)
def acronyms(name: Name) -> frozenset[str]:
    """Folded acronyms an institution may be cited by: the printed one, and the initials of its words."""
    found = set()
    if name.acronym:
        found.add(fold(name.acronym))
    if name.literal:
        parts = [part for part in re.findall(r"[^\W\d_]+", name.literal) if part.lower() not in _SMALL]
        if len(parts) > 1:
            found.add(fold("".join(part[0] for part in parts)))
    return frozenset(each for each in found if len(each) > 1)


_DOMAIN = re.compile(r"\.(?:com|org|net|eu|gov|info)$")


@lru_cache(maxsize=65536)
def keys(name: Name) -> frozenset[str]:
    """The folded forms under which a listed name is looked up."""
    if name.literal is not None:
        found = {fold(name.literal)} | set(acronyms(name))
        if name.literal.lower().startswith("the "):
            found.add(fold(name.literal[4:]))
        return frozenset(found - {""})
    if not name.family:
        return frozenset()
    family = fold(name.family)
    found = {family, fold(f"{name.particle or ''}{name.family}")}
    if "." in name.family:
        found.add(fold(_DOMAIN.sub("", name.family)))
    if name.suffix:
        found.add(fold(name.family + name.suffix))
    if name.given and " " in name.given and not name.given.endswith("."):
        # A middle name written out may be the first part of a double family name: `M. Garza Ruiz`.
        found.add(fold(name.given.split()[-1] + name.family))
    own_words = name.family.split()
    while len(own_words) > 1 and own_words[0].lower() in PARTICLES:
        own_words = own_words[1:]
        found.add(fold("".join(own_words)))
    return frozenset(found - {""})


@lru_cache(maxsize=65536)
def parts(name: Name) -> frozenset[str]:
    """The folded words of a double family name (`Arne Viken` may be cited as `Viken`), if it is one."""
    if not name.family:
        return frozenset()
    found = [fold(word) for word in re.split(r"[\s‐-–-]+", name.family) if word.lower() not in PARTICLES]
    return frozenset(each for each in found if len(each) > 2) if len(found) > 1 else frozenset()


NEAR_SHARE = 0.2
"""A spelling differs in at most this share of its letters: one in five to nine (`Keller`/`Keler`, `Schmidt`/`Schmit`),
two in ten and more. `Martin`/`Martinova` and `Brown`/`Bruno` differ more; among names of up to four letters one
letter's difference is another name (`Kim`/`Kin`)."""


@lru_cache(maxsize=65536)
def near(one: str, other: str) -> bool:
    """Whether two folded names are spellings of one, a misprint apart."""
    if one == other:
        return True
    longer = max(len(one), len(other))
    allowed = int(longer * NEAR_SHARE)
    if not allowed or abs(len(one) - len(other)) > allowed:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def initials(name: Name) -> str:
    """The folded initials of the given names: `J. A.` and `James Alan` give `ja`."""
    if not name.given:
        return ""
    given = name.given.strip()
    if given.isupper() and "." not in given and " " not in given and len(given) <= 4:
        return fold(given)
    return "".join(fold(part)[:1] for part in re.split(r"[\s.‐-–-]+", given) if part)


def same_initials(one: Name, other: Name) -> bool:
    """Whether the initials of two names can be one person's: one is the start of the other, or one has none."""
    first, second = initials(one), initials(other)
    return first.startswith(second) or second.startswith(first)
