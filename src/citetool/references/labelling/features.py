"""What the labeller sees of an entry: its tokens, and of each token the evidence for what it is part of.

A feature is a short string; the same strings are seen in training and in use. What depends on a token alone is worked
out once for each different token and kept.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from citetool.folding import fold
from citetool.references.labelling.lexicon import lexicon

_TOKEN = re.compile(r"\S+")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_CLOSERS = {"“": "”", "‘": "’'", "«": "»", "„": "“”", "‹": "›", "‚": "‘’", '"': '"', "'": "'’", "`": "'"}
"""Opening quotation mark -> those that may close it."""

_FLAGS = {
    "places": "place",
    "publishers": "publ",
    "journals": "jour",
    "given_names": "given",
    "institutions": "inst",
    "editors": "ed",
    "translators": "tr",
    "in": "in",
    "volumes": "vol",
    "pages": "pp",
    "editions": "edn",
    "genres": "genre",
    "notes": "note",
    "meetings": "meet",
    "name_particles": "part",
    "months": "month",
    "function_words": "func",
}
"""Set of the lexicon -> how a feature names it."""


@cache
def _flags() -> tuple[tuple[str, frozenset[str]], ...]:
    sets = lexicon()
    return tuple((flag, sets[name]) for name, flag in _FLAGS.items())


# Number forms, the first that fits; each is matched against a token's core.
_NUMBERS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("year", r"(?:1[4-9]|20)[0-9]{2}[a-z]?$"),
        ("years", r"(?:1[4-9]|20)[0-9]{2}[-–/](?:(?:1[4-9]|20)[0-9]{2}|[0-9]{2})$"),
        ("date;vol", r"(?:1[4-9]|20)[0-9]{2}[;:][0-9]"),
        ("vol(iss):pp", r"[0-9]{1,4}\s?\([0-9–/-]+\)\s?[:,]\s?[a-zA-Z]?[0-9]+"),
        ("vol(iss)", r"[0-9]{1,4}\([^)]{1,8}\)?$"),
        ("vol:pp", r"[0-9]{1,4}:[a-zA-Z]?[0-9]+(?:[-–][a-zA-Z]?[0-9]+)?$"),
        ("vol/iss", r"[0-9]{1,4}/[0-9]{1,4}(?:[-–][0-9]+)?$"),
        ("range", r"[a-zA-Z]?[0-9]+[-–—‐‑][a-zA-Z]?[0-9]+$"),
        ("pp.n", r"(?:pp?|[SsPpVv]|vol|no|nr|n|Nr|Bd)\.?[0-9]"),
        ("ordinal", r"[0-9]+(?:st|nd|rd|th|e|º|ª|ème)$"),
        ("day", r"[0-3]?[0-9]$"),
        ("number", r"[0-9]+$"),
        ("enum", r"[a-zA-Z]{1,2}[0-9]+$"),
        ("isbn", r"(?:97[89][-– ]?)?[0-9]{1,5}[-–][0-9]+[-–][0-9]+[-–][0-9X]$"),
        ("roman", r"[IVXLC]+$|[ivxlc]+$"),
        ("mixed", r".*[0-9]"),
    )
)

_ADDRESS = re.compile(r"https?:|www\.|[a-z0-9-]+\.(?:org|com|eu|int|gov|edu|net|info)(?:/|$)", re.IGNORECASE)
_DOI = re.compile(r"(?:doi\b|.*doi\.org|.*\b10\.[0-9]{4,9}/)", re.IGNORECASE)


class Token(NamedTuple):
    """A stretch between white space of an entry's text."""

    start: int
    end: int
    text: str


def tokenize(text: str) -> list[Token]:
    """The tokens of an entry, in order."""
    return [Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]


class _Seen(NamedTuple):
    """What a token shows for itself, and the marks that what follows it depends on."""

    own: list[str]
    before: list[str]
    after: list[str]
    second: tuple[str, str]
    opens: str
    closes: str
    apostrophe: bool
    emphasis: int
    brackets: int
    year: bool
    stop: bool
    shape: str
    last: str
    flags: str
    kind: str
    naming: bool
    role: str
    ends: bool
    capital: int
    marks: int


@lru_cache(maxsize=65536)
def _seen(token: str) -> _Seen:
    match = _CORE.search(token)
    core = match.group() if match else ""
    lead = token[: match.start()] if match else token
    tail = token[match.end() :] if match else ""
    folded = fold(core)
    flags = [name for name, known in _flags() if folded in known]
    number = ""
    if any(map(str.isdigit, core)) or core.isupper() or (core and core.strip("ivxlc") == ""):
        number = next((name for name, pattern in _NUMBERS if pattern.match(core)), "")
    address = "doi" if _DOI.match(core) else "url" if _ADDRESS.search(token) else ""
    shape = _shape(core)
    first = lead[-1:]
    joined = "+".join(flags)
    word = "#" if number and not core.isalpha() else folded[:20]
    end = tail.rstrip("*_")[-1:] or ""
    if not core:
        joined, shape = ("dash", "-") if token.strip("—–―_-.,:;") == "" and len(token) > 1 else ("", token[:2])
    own = [
        "w=" + word,
        "s=" + shape,
        "a=" + lead[:3],
        "z=" + tail[:3],
        "e=" + end,
        "sz=" + shape + end,
        "wz=" + word + end,
        "f=" + joined,
        "fz=" + joined + end,
        "n=" + number + address,
        "nz=" + number + address + end,
        "na=" + first + number + address,
        "len=" + str(min(len(core), 8)),
        *("f:" + name for name in flags),
    ]
    if not number and folded:
        own += ["p2=" + folded[:2], "p3=" + folded[:3], "p4=" + folded[:4]]
        own += ["x2=" + folded[-2:], "x3=" + folded[-3:], "x4=" + folded[-4:]]
    kind = number + address or joined
    before = ["-w=" + word + end, "-s=" + shape, "-e=" + end, "-k=" + kind, "-ks=" + kind + shape + end]
    after = ["+w=" + word, "+s=" + shape, "+a=" + first, "+k=" + kind, "+ke=" + kind + end, "+se=" + shape + end]
    second = (shape + end, kind)
    return _Seen(
        own,
        before,
        after,
        second,
        opens=next((mark for mark in lead if mark in _CLOSERS), ""),
        closes="".join(mark for mark in tail if mark in "”’»“‘›\"'"),
        apostrophe=tail in ("'", "’"),
        emphasis=(1 if "*" in lead or lead.endswith("_") else 0) + (2 if "*" in tail or tail.startswith("_") else 0),
        brackets=sum(token.count(mark) for mark in "([") - sum(token.count(mark) for mark in ")]"),
        year=number in ("year", "years", "date;vol"),
        stop=(end == "." and len(folded) > 2) or end in ("?", "!"),
        shape=shape,
        last=end,
        flags=joined,
        kind=number + address,
        naming=_naming(core, folded, flags, number),
        role="ed" if "ed" in flags else "tr" if "tr" in flags else "",
        ends=_ends(core, end, tail),
        capital=1 if core[:1].isupper() else -1 if core[:1].islower() and "func" not in flags else 0,
        marks=sum(1 << bit for bit, (_, name) in enumerate(_MARKS) if name in joined),
    )


def _naming(core: str, folded: str, flags: list[str], number: str) -> bool:
    """Whether a token may stand in a list of names: a capitalised word, a particle, a conjunction."""
    if "part" in flags or folded in ("and", "und", "et", "y", "e", "i", "en", "al", "with"):
        return True
    if number and not core.isalpha():
        return False
    return (core[:1].isupper() or not core) and not {"jour", "publ", "meet", "pp", "vol"}.intersection(flags)


def _ends(core: str, end: str, tail: str) -> bool:
    """Whether a part of the entry may end with a token: at punctuation that is no initial's full stop."""
    if end == ".":
        return len(core) > 2 or core.islower() or core.isdigit()
    return end in (",", ";", ":", "?", "!", ")", "]", "”", "»", '"') or ")" in tail


def _shape(core: str) -> str:
    """`Xx` a capitalised word, `X` a capital, `XX` capitals, `x` small letters, `9` digits; marks stay."""
    if core.isalpha():
        if core.islower():
            return "x"
        if len(core) == 1:
            return "X"
        if core.isupper():
            return "XX" if len(core) > 3 else "XX" + str(len(core))
        if core[0].isupper() and core[1:].islower():
            return "Xx"
        return "xX"
    shape: list[str] = []
    for char in core[:24]:
        kind = "9" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if not shape or shape[-1] != kind:
            shape.append(kind)
    return "".join(shape)[:10]


_POSITIONS = [f"pos={number}" for number in range(11)]
_STOPS = [f"stops={number}" for number in range(5)]
_SINCE_STOP = [f"ss={number}" for number in range(5)]
_FEW = "01233"
_FROM_START = [f"i={number}" for number in range(5)]
_FROM_END = [f"j={number}" for number in range(4)]


def features(tokens: list[str]) -> list[list[str]]:
    """The features of each token of an entry, in order, of the tokens' texts."""
    seen = [_seen(token) for token in tokens]
    number = len(seen)
    years = [place for place, each in enumerate(seen) if each.year]
    whole = _whole(seen)
    whole_feature = "whole=" + whole
    parts, names = _parts(seen), _names(seen)
    colon = _next_colon(seen)
    found: list[list[str]] = []
    quoted = ""
    emphasized = False
    depth = stops = quotations = emphases = 0
    year_index = 0
    since_quote = since_emphasis = since_stop = 0
    for place, each in enumerate(seen):
        if each.opens and not quoted:
            quoted, quotations = each.opens, min(quotations + 1, 2)
        if each.emphasis & 1 and not emphasized:
            emphasized, emphases = True, min(emphases + 1, 2)
        inside = ("q" if quoted else "") + ("*" if emphasized else "") + ("(" if depth > 0 or each.brackets > 0 else "")
        while year_index < len(years) and years[year_index] < place:
            year_index += 1
        dated = ("y" if year_index else "n") + ("y" if year_index < len(years) else "n")
        state = f"{inside}|{quotations}{emphases}|{dated}"
        shape = each.shape
        own = [
            *each.own,
            _POSITIONS[10 * place // number],
            "in=" + inside,
            "st=" + state,
            "dated=" + dated,
            _STOPS[stops],
            _SINCE_STOP[since_stop] + shape,
            "stE=" + state + each.last,
            whole_feature,
            "wi=" + whole + inside + dated,
            "dS=" + dated + _FEW[stops] + shape,
            *parts[place],
        ]
        if names[place]:
            own.append(names[place])
            own.append(names[place] + inside + dated)
        if colon[place]:
            own.append(f"colon={colon[place]}{each.shape}")
            own.append(f"colon={colon[place]}{inside}{dated}")
        if place < 5:
            own.append(_FROM_START[place])
        if number - place < 5:
            own.append(_FROM_END[number - place - 1])
        if quotations and not quoted:
            own.append(f"aq={since_quote}")
        if emphases and not emphasized:
            own.append(f"ae={since_emphasis}")
        if place:
            previous = seen[place - 1]
            own += previous.before
            both = previous.shape + previous.last + shape
            own += ("-s+s=" + both, "-f+f=" + previous.flags + previous.last + each.flags)
            if place > 1:
                shown, kind = seen[place - 2].second
                own += ("--=" + shown, "--k=" + kind, "--s=" + shown + both)
        else:
            own.append("first")
        if place + 1 < number:
            following = seen[place + 1]
            own += following.after
            own.append("+s+=" + shape + each.last + following.shape + following.last)
            if place + 2 < number:
                shown, kind = seen[place + 2].second
                own += ("++=" + shown, "++k=" + kind)
                if place + 3 < number:
                    own.append("+3k=" + seen[place + 3].second[1])
        else:
            own.append("last")
        found.append(own)
        since_quote = min(since_quote + 1, 4)
        since_emphasis = min(since_emphasis + 1, 4)
        since_stop = min(since_stop + 1, 4)
        if quoted and _closed(quoted, each, seen, place):
            quoted, since_quote = "", 0
        if emphasized and each.emphasis & 2:
            emphasized, since_emphasis = False, 0
        if each.stop:
            stops, since_stop = min(stops + 1, 4), 0
        depth = max(0, depth + each.brackets)
    return found


def _parts(seen: list[_Seen]) -> list[list[str]]:
    """Of each token, what the part that it stands in shows, and the parts beside it: up to the next punctuation."""
    bounds = [0]
    for place, each in enumerate(seen):
        if each.ends:
            bounds.append(place + 1)
    if bounds[-1] != len(seen):
        bounds.append(len(seen))
    parts = [seen[start:end] for start, end in pairwise(bounds)]
    shown = [_shown(part) for part in parts]
    found: list[list[str]] = []
    for number, part in enumerate(parts):
        before = shown[number - 1] if number else "^"
        after = shown[number + 1] if number + 1 < len(parts) else "$"
        own = shown[number]
        beyond = shown[number + 2] if number + 2 < len(parts) else "$"
        end_before = parts[number - 1][-1].last if number else "^"
        end = part[-1].last
        length = str(min(len(part), 6))
        common = [
            "P=" + own,
            "P-=" + before,
            "P+=" + after,
            "P++=" + after + ">" + beyond,
            "PL=" + length + end,
            "Pe=" + end_before + own + end,
            "P-P=" + before + end_before + own,
            "PP+=" + own + end + after,
            "Pn=" + str(min(number, 6)) + own,
            "P0=" + part[0].flags + part[0].kind,
            "P+0=" + (parts[number + 1][0].flags + parts[number + 1][0].kind if number + 1 < len(parts) else "$"),
        ]
        found += [[*common, f"Pi={min(place, 3)}{min(len(part) - place, 3)}"] for place in range(len(part))]
    return found


_MARKS = (
    ("J", "jour"),
    ("B", "publ"),
    ("L", "place"),
    ("M", "meet"),
    ("V", "vol"),
    ("S", "pp"),
    ("E", "ed"),
    ("G", "genre"),
    ("T", "edn"),
    ("O", "month"),
    ("A", "note"),
)
"""How a part's words are noted, by what a token's flags hold; `_Seen.marks` has a bit for each."""


@cache
def _noted(marks: int) -> str:
    return "".join(mark for bit, (mark, _) in enumerate(_MARKS) if marks >> bit & 1)


def _shown(part: list[_Seen]) -> str:
    """What a part between punctuation shows: the kind of its number, or its words."""
    kind, marks, capitals = "", 0, 0
    for each in part:
        kind = kind or each.kind
        marks |= each.marks
        capitals += each.capital
    case = "C" if capitals == len(part) else "c" if capitals > 0 else "l"
    return kind + _noted(marks) + case + ("1" if len(part) == 1 else "")


_LONGEST_NAMES = 40


def _names(seen: list[_Seen]) -> list[str]:
    """Of each token, whether nothing but names stands between it and a word for editors or translators."""
    found = [""] * len(seen)
    for place, each in enumerate(seen):
        if not each.role:
            continue
        at = place - 1
        while at >= 0 and place - at < _LONGEST_NAMES and seen[at].naming and not seen[at].stop:
            found[at] = "role+" + each.role
            at -= 1
        at = place + 1
        while at < len(seen) and at - place < _LONGEST_NAMES and (seen[at].naming or seen[at].flags in ("func", "in")):
            found[at] = found[at] or "role-" + each.role
            if seen[at].ends and seen[at].last != ",":
                break
            at += 1
    return found


def _next_colon(seen: list[_Seen]) -> list[int]:
    """Of each token, how many tokens on the next colon stands, up to 4; 0 if none is so near."""
    found = [0] * len(seen)
    distance = 0
    for place in range(len(seen) - 1, -1, -1):
        if seen[place].last == ":":
            distance = 1
        elif distance:
            distance = distance + 1 if distance < 4 and seen[place].last not in (".", ";") else 0
        found[place] = distance
    return found


def _closed(quoted: str, each: _Seen, seen: list[_Seen], place: int) -> bool:
    """Whether a token closes the quotation: an apostrophe at a word's end does only if no surer mark follows."""
    closers = _CLOSERS[quoted]
    if not any(mark in closers for mark in each.closes):
        return False
    if not each.apostrophe:
        return True
    return not any(mark in closers for other in seen[place + 1 :] if not other.apostrophe for mark in other.closes)


def _whole(seen: list[_Seen]) -> str:
    """What an entry as a whole shows: quotation marks, emphasis, "in", pages, volumes."""
    quotes = emphasis = within = False
    marks = 0
    for each in seen:
        quotes = quotes or each.opens != ""
        emphasis = emphasis or each.emphasis > 0
        within = within or each.flags.startswith("in")
        marks |= each.marks
    noted = _noted(marks)
    return (
        ("q" if quotes else "")
        + ("*" if emphasis else "")
        + ("i" if within else "")
        + ("p" if "S" in noted else "")
        + ("v" if "V" in noted else "")
    )
