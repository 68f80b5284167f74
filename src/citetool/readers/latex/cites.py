r"""Commands that cite by key: natbib's, biblatex's, jurabib's, apacite's and, by their names, those like them.

Sources: the manuals of natbib (2.3 to 2.8), biblatex (3.9 "citation commands"), jurabib (4), apacite (4.1) and csquotes
(8.3). All take their keys in braces, behind up to two arguments in brackets: one alone is what stands behind the keys.
"""

import re
from enum import Enum
from typing import NamedTuple


class Setting(Enum):
    """How a cite stands in the text."""

    BRACKETS = "(key, p. 3)"
    TEXTUAL = "key"
    NOTE = "a note"
    UNSEEN = "nothing"


class CiteCommand(NamedTuple):
    r"""What a command that cites does.

    Attributes:
        setting: how it stands in the text.
        several: whether it takes groups of arguments one after another (`\autocites[3]{a}[4]{b}`).
        volume: whether a volume stands between what is before and behind the key (`\volcite`).
        unmarked: whether it leaves the note's mark to another command (`\footcitetext`).
        quotes: whether a quotation stands behind the key (`\textcquote{key}{text}`).
    """

    setting: Setting
    several: bool = False
    volume: bool = False
    unmarked: bool = False
    quotes: bool = False


_CITING = re.compile(r"[A-Za-z]{0,20}(?:[Cc]ite|cquote)[A-Za-z]{0,20}\*?")

_NOT_CITING = frozenset(
    [
        "setcitestyle", "citestyle", "citation", "bibcite", "citeindextrue", "citeindexfalse", "citetrackertrue",
        "citetrackerfalse", "citereset", "mancite", "citeauthoryear", "citename", "citesetup", "citenumfont",
        "citeform",
        "citeleft", "citeright", "citemid", "citepunct", "citedash", "citeyearleft", "citeyearright", "newcites",
        "bibnamecite", "postcitedelim", "multicitedelim", "citetext", "citeproctext", "citeproc", "defcitealias",
        "DeclareCiteCommand", "ifciteseen", "citesep", "aftercite", "citestarts", "citedas", "excite", "recite",
        "incite", "citetrackerglobal", "citekey", "precite", "nociteprefix",
    ]
)  # fmt: skip
"""What has `cite` in its name and takes no key, or takes one and prints none."""

_TEXTUAL = (
    "textcite", "citet", "citeauthor", "citeyear", "citetitle", "citealt", "citealp", "citenum", "citedate", "citeurl",
    "citefield", "citelist", "fullcite", "citeA", "citeNP", "shortciteA", "shortciteNP", "citefullauthor", "tvolcite",
    "onlinecite", "entrycite", "volcite", "cite*",
)  # fmt: skip
"""How the names begin of commands that put no brackets around the key."""

_BRACKETED = frozenset(["citeyearpar"])
_NOTES = frozenset(["fvolcite", "ftvolcite", "fnotecite", "fullfootcite", "notecite"])


def cite_command(name: str, in_note: bool = False, autocite_is_note: bool = False) -> CiteCommand | None:
    r"""What a command does if it cites by key.

    Args:
        name: without backslash, with its star.
        in_note: whether it stands in a note: then it makes none.
        autocite_is_note: whether the style that the draft has chosen makes notes of `\autocite`.
    """
    plain = name.rstrip("*")
    if plain == "bibentry":
        return CiteCommand(Setting.TEXTUAL)
    if _CITING.fullmatch(name) is None or plain in _NOT_CITING:
        return None
    several = plain.endswith(("cites", "citetexts"))
    single = plain[:-1] if several else plain
    single = single[0].lower() + single[1:]
    volume = single.endswith("volcite")
    if single.startswith("nocite"):
        return CiteCommand(Setting.UNSEEN)
    if single.endswith("cquote"):
        return CiteCommand(Setting.BRACKETS, quotes=True)
    noted = single.startswith("foot") or single in _NOTES or single == "smartcite"
    if noted or (single == "autocite" and autocite_is_note):
        return CiteCommand(Setting.BRACKETS if in_note else Setting.NOTE, several, volume, single.endswith("text"))
    if single not in _BRACKETED and single.startswith(_TEXTUAL):
        return CiteCommand(Setting.TEXTUAL, several, volume)
    return CiteCommand(Setting.BRACKETS, several, volume)


_NOTE_STYLES = ("verbose", "authortitle", "footnote", "historian", "historische", "archaeologie", "philosophy-verbose")
_OPTION = re.compile(r"(?<![\w-])(autocite|style|citestyle)\s{0,5}=\s{0,5}\{?([\w-]{1,60})")


def makes_notes(package: str, options: str) -> bool | None:
    r"""Whether a package with these options makes notes of `\autocite`; `None` where that isn't a matter of it."""
    if package == "biblatex-chicago":
        return "authordate" not in options
    if package != "biblatex":
        return None
    chosen = {found[1]: found[2] for found in _OPTION.finditer(options)}
    if "autocite" in chosen:
        return chosen["autocite"].startswith("foot")
    style = chosen.get("citestyle", chosen.get("style", ""))
    return style.startswith(_NOTE_STYLES) or style == "chicago-notes"


_NO_KEY = re.compile(r"[\\{}#%]")
"""What no key holds: a command, the parameter of a macro, a comment."""

_KEY = re.compile(r"%[^\n]*|[^,%\s](?:[^,%\n]*[^,%\s])?")


def keys_in(source: str, start: int, end: int) -> list[tuple[str, int]]:
    """The keys of an argument that stands at a place of the source, and where each begins."""
    return [
        (each.group(), each.start()) for each in _KEY.finditer(source, start, end) if not _NO_KEY.search(each.group())
    ]
