"""The people and institutions that a stretch of an entry names: `Marsh, T., van Aerts, P. and Okafor, N. (eds)`.

`names.read_name_list` finds where names end in a text; here the stretch is known, and all of it is names.
"""

import re
from typing import NamedTuple

from citetool.folding import fold
from citetool.model import Name
from citetool.names import PARTICLES, et_al_before, institution
from citetool.references.labelling.lexicon import lexicon

# `E` and `I` are initials; as conjunctions they are small letters.
_AND = r"(?:and|und|et|(?-i:y|e|i|en)|och|og|ed|with|mit)"
_ROLE_WORD = (
    r"(?:eds?|editors?|edited|hrsgg?|hg{1,2}|herausgegeben|dirs?|coords?|coordinador[ae]?s?|orgs?|organizador(?:es)?|comps?|"
    r"editad[oa]s?|organizad[oa]s?|coordinad[oa]s?|édité|dirigé|red|bearb|curador|uitg|éds?|ed|trans|transl|translators?|translated|trad|übers|producers?|directors?)"
)
_ROLE = re.compile(
    rf"[,;]?\s*[(\[]\s*(?:{_ROLE_WORD}\.?|sous\s(?:la\s)?(?:dir|direction)\.?|a\scura\s[a-z]+|and|&|\s|\.|,)+\s*[)\]]"
    rf"|,\s*(?:{_ROLE_WORD}\b\.?|a\scura\s[a-z]+)(?:\s(?:and|&)\s{_ROLE_WORD}\.?)?[\s.,:;]*$"
    rf"|\s(?:Hrsgg?|Hg{{1,2}}|editors?|eds?)\.?[\s.,:;]*$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^[\s\[(,;:]*(?:(?-i:[Ii]n|[Dd]ans|[Ee]n|[Ee]m|w)\b:?\s+|\[w:\]\s*)?"
    rf"(?:{_ROLE_WORD}\.?\s(?:(?:and|&)\s{_ROLE_WORD}\.?\s)?(?:(?:by|von|v\.|par|por|di|da|de)\s+)?"
    r"|a\scura\sd(?:i|ei|egli|ella|a)\s|sous\sla\sdir(?:ection|\.)?\sde\s|dir(?:ected)?\.?\s(?:by|par)\s|by\s|(?-i:par)\s"
    r"|hrsg\.\s?v(?:on|\.)\s)?",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"[,;]?\s*\[?(?:\b(?:et\sal(?:ii)?|u\.\s?a|and\sothers|y\sotros|e\soutros|e\saltri|et\sautres|i\sin|"
    r"and\scolleagues|\.\.\.|…)\b|…|\.\.\.)\.?\]?[\s.,;:]*$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:[^\W\d_][a-zß-ÿ]?[hr]?(?:\.|-(?=[^\W\d_]))[\s-]*)+(?<=\.)[\s-]*$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ-]{0,3})$")
_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Júnior|Filho|Neto|II|III|IV)\.?$")
_BRACKETED_GIVEN = re.compile(r"(?P<family>[^()]+?)\s*\((?P<given>[^()]{1,30})\)$")
_SPLIT_WEAK = re.compile(rf"(\s*,\s*(?:{_AND}|&)\s+|\s+(?:{_AND}|&)\s+|\s*&\s*|\s*,\s*)", re.IGNORECASE)
_SPLIT_AND = re.compile(rf"\s*[,;]?\s+(?:{_AND}|&)\s+|\s*&\s*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_ACRONYM = re.compile(r"[A-Z][A-Za-z/&-]{1,14}$")
_ASIDE = re.compile(r"(?<=\.)\s*\([^()]{4,60}\)\.?")
"""What is said of an author in brackets: `Marsh, T. (Harbour Circle)`."""

_TRIM = " \t,;:*_“”\"'‘’«»"


class People(NamedTuple):
    """Names, in order, and whether more are hidden behind `et al.`."""

    names: tuple[Name, ...]
    et_al: bool = False


_EDITORS_MARK = re.compile(
    r"[(\[]\s*(?:eds?|editors?|hrsgg?|hg{1,2}|dirs?|coords?|orgs?|comps?|red|éds?|a\scura\s\w+|sous\sla\s\w+)\b[^)\]]{0,12}[)\]]?\W*$"
    r"|,\s*(?:eds?|editors?|a\scura\s\w+)\.?\W*$",
    re.IGNORECASE,
)


def marked_as_editors(text: str) -> bool:
    """Whether names bear a mark that says they are editors: `(eds)`, `, ed.`, `(Hrsg.)`, `a cura di …`."""
    return _EDITORS_MARK.search(text) is not None or text.lower().startswith("a cura d")


def read_people(text: str) -> People:
    """The names in a stretch of an entry that holds nothing but names and words for what they did."""
    own = _SPACE.sub(" ", text.replace("*", " ")).strip()
    own = _LEAD.sub("", own, count=1) or own
    own = _ROLE.sub("", own)
    own = _ASIDE.sub("", own).strip(" ,;:")
    et_al = False
    if (others := _OTHERS.search(own)) and others.start() > 0:
        et_al, own = True, own[: others.start()]
    elif (begin := et_al_before(own, 0, len(own))) is not None and begin > 0:
        et_al, own = True, own[:begin]
    own = own.strip(" ,;:")
    if not own or not any(char.isalpha() for char in own):
        return People((), et_al)
    whole = _whole(own)
    names = [whole] if whole is not None else _several(own)
    return People(tuple(names), et_al)


def reads_forward(text: str, names: tuple[Name, ...]) -> bool:
    """Whether a stretch was read as one name written forwards whose given name is no known one: `Harbour Weekly`."""
    if len(names) != 1 or not names[0].given or re.search("[,.]", text):
        return False
    first = text.split()[0]
    return not first.isupper() and names[0].given.startswith(first) and fold(first) not in lexicon()["given_names"]


def _whole(own: str) -> Name | None:
    """The institution that a stretch is as a whole, if it is one."""
    words = re.findall(r"[^\W\d_]+", own)
    if ";" in own:
        return None
    if len(words) == 1:
        return Name(family=_cased(own.strip(" .,"))) if _name_like(own) else institution(own)
    pieces = [piece.strip(_TRIM) for piece in own.split(",")]
    if any(_has_initials(piece) for piece in pieces):
        return None
    known = lexicon()
    if len(pieces) == 1 and own.isupper() and not any(fold(word) in known["given_names"] for word in words):
        # `THE HARBOURMASTER`, `NATIONAL SCHOOL OF PIERS`: a person has an initial or a comma.
        return institution(own)
    if len(pieces) > 2 and fold(words[0]) in known["institutions"] and _institutional(pieces[0]):
        # `Bureau of Piers, Human Rights, and Labor`
        return institution(own)
    if _SPLIT_AND.search(own) and "," in own:
        return None
    if words[0].lower() == "the" or (_outlet(words) and not re.search("[,(]", own)):
        return institution(own)
    plain = not re.search("[,.(]", own) and len(words) in (2, 3)
    if plain and fold(words[0]) not in known["given_names"] and any(fold(word) in known["journals"] for word in words):
        return institution(own)
    head = re.sub(r"\s*\([^)]*\)$", "", own)
    if _institutional(head):
        return None if _several_institutions(head) else institution(own)
    return None


def _outlet(words: list[str]) -> bool:
    """Whether words open with an acronym without vowels, as no person's name does: `HBC News`."""
    acronym = words[0].isupper() and 2 <= len(words[0]) <= 4 and not _VOWEL.search(words[0])
    known = any(fold(word) in lexicon()["given_names"] for word in words[1:])
    return len(words) in (2, 3) and acronym and words[1][1:].islower() and not known


_VOWEL = re.compile("[AEIOUY]")


def _has_initials(piece: str) -> bool:
    """Whether a piece has a person's initials: `T. Marsh`, `Marsh T.`, `Marsh TB`, `T. B.`."""
    words = piece.split()
    if any(_DOTTED.match(word) and len(word) <= 3 for word in words):
        return True
    return len(words) in (2, 3) and _short_capitals(words[-1], piece) and fold(words[-1]) not in _ABBREVIATED


_ABBREVIATED = frozenset(["eu", "un", "uk", "us", "usa", "uae", "ddr", "brd", "ue"])
"""Names of states and unions that close an institution's name in capitals."""


_BODIES = frozenset(
    ["commission", "council", "parliament", "ministry", "office", "institute", "agency", "representative", "bank"]
)
"""Words of institutions that are joined to one another; other conjunctions stand inside a name."""


def _several_institutions(own: str) -> list[str]:
    """The two institutions that a conjunction joins (`European Commission and High Representative …`); none if one."""
    for match in re.finditer(r"\s(?:and|und|et|y|e)\s(?:the\s)?", own):
        left, right = own[: match.start()], own[match.end() :]
        if fold(left.split()[-1]) in _BODIES and _BODIES.intersection(map(fold, right.split()[:2])):
            return [left, right]
    return []


def _institutional(piece: str) -> bool:
    """Whether a piece has a word of institutions, or words in small letters that no person's name has."""
    words = piece.split()
    folded = [fold(word) for word in words]
    if any(word in lexicon()["institutions"] for word in folded) and len(words) > 1:
        return True
    small = [
        word
        for word in words
        if word.islower() and fold(word) not in PARTICLES and fold(word) not in ("and", "und", "e", "y", "et")
    ]
    return bool(small) or (len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 8 and "," not in piece)


def _name_like(word: str) -> bool:
    """Whether a word alone is a person's family name rather than an acronym or an outlet: capitalised, no acronym."""
    plain = word.strip(" .,")
    return plain[:1].isupper() and plain[1:].islower() and "-" in plain


def _several(own: str) -> list[Name]:
    institutions = _several_institutions(own)
    if institutions:
        return [institution(piece) for piece in institutions]
    if ";" in own:
        pieces = [piece for piece in re.split(r"\s*;\s*", own) if piece.strip(_TRIM)]
        last = _SPLIT_AND.split(pieces[-1]) if pieces else []
        pieces = [*pieces[:-1], *[piece for piece in last if piece.strip(_TRIM)]]
        pieces = [re.sub(rf"^(?:{_AND}|&)\s+", "", piece) for piece in pieces]
        return [
            name
            for piece in pieces
            for name in (_paired(piece) if piece.count(",") > 2 else [_one(piece)])
            if name is not None
        ]
    if "/" in own and not re.search(r"\w/\w", own.replace(" / ", "")):
        return [name for piece in re.split(r"\s*/\s*", own) if (name := _one(piece)) is not None]
    if re.search(r"[^\W\d_]{3,}/\s?[^\W\d_]", own):
        return [name for piece in re.split(r"\s*/\s*", own) if (name := _one(piece)) is not None]
    if " - " in own or " – " in own:
        dashed = re.split(r"\s[-–]\s", own)
        if all("." in piece or len(piece.split()) >= 2 for piece in dashed):
            return [name for piece in dashed for name in _paired(piece)]
    return _paired(own)


def _paired(own: str) -> list[Name]:
    """Names that commas and conjunctions divide: a family name may have its given names behind the next comma."""
    split = _SPLIT_WEAK.split(own)
    pieces, joined = [], []
    for place in range(0, len(split), 2):
        if split[place].strip(_TRIM):
            pieces.append(split[place])
            joined.append(place > 0 and split[place - 1].strip() != ",")
    names: list[Name] = []
    at = 0
    # The first name of a list may be inverted alone; one written forwards has none inverted after it.
    forward = False
    while at < len(pieces):
        piece = pieces[at].strip(_TRIM)
        following = pieces[at + 1].strip(_TRIM) if at + 1 < len(pieces) else ""
        beyond = pieces[at + 2].strip(_TRIM) if at + 2 < len(pieces) else ""
        if _SUFFIX.match(piece) and names and not _DOTTED.match(following):
            names[-1] = names[-1]._replace(suffix=piece)
            at += 1
            continue
        comma = at + 1 < len(pieces) and not joined[at + 1]
        if following and _SUFFIX.match(following) and beyond and _given(beyond):
            names.append(_person(piece, beyond)._replace(suffix=following))
            at += 3
            continue
        if comma and not forward and _bare_family(piece, following) and _given(following, piece, first=at == 0):
            names.append(_person(piece, following))
            at += 2
            continue
        name = _one(piece)
        if name is not None:
            names.append(name)
            forward = forward or (at == 0 and name.given is not None)
        at += 1
    return names


def _bare_family(piece: str, following: str) -> bool:
    """Whether a piece is a family name without given names, which may be what follows: no initials in it, few words."""
    words = piece.split()
    if not words or any(_DOTTED.match(word) for word in words) or "(" in piece:
        return False
    core = [word for word in words if fold(word) not in PARTICLES]
    if len(words) > 1 and _CAPITALS.match(words[-1]) and len(words[-1]) <= 3 and not piece.isupper():
        return False
    if (
        len(core) == 2
        and fold(core[0]) in lexicon()["given_names"]
        and not words[0].isupper()
        and not _DOTTED.match(following)
    ):
        return False
    if len(core) == 2 and _given_last(core) and not _DOTTED.match(following):
        return False
    return 1 <= len(core) <= 3 and (len(words) == 1 or not _institutional(piece))


def _given_last(words: list[str]) -> bool:
    """Whether two words are a family name and then a given name: `Griselini Francesco`."""
    return fold(words[1]) in lexicon()["given_names"] and fold(words[0]) not in lexicon()["given_names"]


def _given(piece: str, family: str = "", first: bool = False) -> bool:
    """Whether a piece can be the given names of the family name before it; of a list's `first`, they may be several."""
    if _DOTTED.match(piece) or _CAPITALS.match(piece):
        return True
    words = piece.split()
    core = [word for word in words if fold(word) not in PARTICLES]
    if (
        not 1 <= len(core) <= 3
        or (len(core) > 1 and " " in family)
        or not all(word[0].isupper() for word in core)
        or _institutional(piece)
    ):
        return False
    if len(core) == 1 or all(len(word.strip(".")) == 1 for word in core):
        return True
    if all(_DOTTED.match(word) or fold(word) in lexicon()["given_names"] or len(word) <= 2 for word in core[1:]):
        return True
    # `Elen Marsh` after `Okafor` is somebody else, unless it is how the list begins: `Miller, Linda Patterson`.
    return first


def _one(piece: str) -> Name | None:
    """The name that a piece is: given names first, last, in brackets, or as capitals at its end; or an institution."""
    piece = re.sub(r"(?:(?<=\))|(?<=[A-ZÀ-Þ]{2}))\.$", "", piece.strip(_TRIM))
    if not any(char.isalpha() for char in piece):
        return None
    if "," in piece:
        family, _, given = piece.partition(",")
        given = given.strip(_TRIM)
        first, _, rest = given.partition(",")
        if _SUFFIX.match(first.strip()) and rest:
            return _person(family, rest)._replace(suffix=first.strip())
        if rest and _SUFFIX.match(rest.strip()):
            return _person(family, first)._replace(suffix=rest.strip())
        if _institutional(piece) and not _DOTTED.match(given):
            return institution(piece)
        return _person(family, given)
    if bracketed := _BRACKETED_GIVEN.match(piece):
        inside = bracketed["given"].strip()
        if _DOTTED.match(inside) or (_CAPITALS.match(inside) and len(bracketed["family"].split()) == 1):
            return _person(bracketed["family"], inside)
        if fold(inside.split()[0]) in lexicon()["given_names"] and len(inside.split()) == 1:
            return _person(bracketed["family"], inside)
        if _ACRONYM.match(inside) or _institutional(bracketed["family"]):
            return institution(piece)
        piece = bracketed["family"].strip()
    if _institutional(piece):
        return institution(piece)
    words = piece.split()
    if len(words) == 1:
        return Name(family=_cased(words[0].strip(".")))
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) else None
    # Initials at the end: `McKay RD`, `Cozzi G.`, `FERRIERES Madeleine`.
    trailing = len(words)
    while trailing > 1 and (_DOTTED.match(words[trailing - 1]) or _short_capitals(words[trailing - 1], piece)):
        trailing -= 1
    if trailing < len(words) and not _DOTTED.match(words[0]):
        return Name(*_family(" ".join(words[:trailing])), suffix=suffix)._replace(given=" ".join(words[trailing:]))
    if words[0].isupper() and len(words[0]) > 2 and not words[-1].isupper() and not _DOTTED.match(words[0]):
        capital = [word for word in words if word.isupper() and len(word) > 1]
        return _person(" ".join(capital), " ".join(word for word in words if word not in capital))
    if len(words) == 2 and _given_last(words):
        return _person(words[0], words[1])
    # Given names first; the family name is the last word with the particles before it.
    begin = len(words) - 1
    while begin > 1 and (fold(words[begin - 1]) in PARTICLES and words[begin - 1].islower()):
        begin -= 1
    initials = [place for place, word in enumerate(words) if _DOTTED.match(word) or len(word.strip(".")) == 1]
    if initials and initials[-1] < len(words) - 1:
        # All after the last initial is the family name: `O. Arne Westad`, `J. van der Berg`.
        begin = initials[-1] + 1
    elif (
        len(words) == 3
        and fold(words[0]) in lexicon()["given_names"]
        and fold(words[1]) not in lexicon()["given_names"]
        and begin == 2
    ):
        begin = 2
    if begin == 0:
        return Name(*_family(piece))
    return Name(*_family(" ".join(words[begin:])), suffix=suffix)._replace(given=" ".join(words[:begin]))


def _short_capitals(word: str, piece: str) -> bool:
    return _CAPITALS.match(word) is not None and len(word) <= 3 and not piece.isupper()


def _person(family: str, given: str) -> Name:
    """A person of a family name (with its particle) and given names, which may end in the particle."""
    given = given.strip(" ,;:").strip("()[]")
    words = given.split()
    trailing: list[str] = []
    while len(words) > 1 and fold(words[-1]) in PARTICLES and words[-1].islower():
        trailing.insert(0, words.pop().rstrip("."))
    found = Name(*_family(family.strip(_TRIM)))
    if trailing and found.particle is None:
        found = found._replace(particle=" ".join(trailing))
    shown = " ".join(words)
    if shown.endswith(".") and len(words[-1]) > 3 and not _DOTTED.match(words[-1]):
        shown = shown[:-1]
    return found._replace(given=shown or None)


def _family(text: str) -> tuple[str, None, str | None]:
    """Family name, no given name, and the particle that the family name opens with."""
    words = text.strip(" ,;:.").split()
    particle: list[str] = []
    while len(words) > 1 and words[0].islower() and fold(words[0]) in PARTICLES:
        particle.append(words.pop(0))
    family = " ".join(words)
    return _cased(family), None, " ".join(particle) or None


def _cased(family: str) -> str:
    """`ALMEIDA` as `Almeida`."""
    letters = [char for char in family if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return re.sub(r"[^\W\d_]+", lambda match: match.group()[0] + match.group()[1:].lower(), family)
    return family
