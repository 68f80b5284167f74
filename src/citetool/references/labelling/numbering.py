"""Volume, issue and pages of a periodical or a larger work, as entries print them."""

import re
from typing import NamedTuple


class Volume(NamedTuple):
    """What stands where volume and issue do."""

    volume: str | None = None
    issue: str | None = None
    page: str | None = None


_N = r"[0-9]+[a-zA-Z]?(?:\s?[-‐-–/]\s?[0-9]+[a-zA-Z]?)?"
_ROMAN = r"[IVXLCDM]+(?:\s?[-‐-–/]\s?[IVXLCDM]+)?"
_VOLUME_WORD = (
    r"(?:vols?|volumes?|bde?|bände|band|tomes?|tomo|tom|t|jg|jahrgang|année|anno|año|ano|a|v|serie|ser|annata|årg|"
    r"rocznik|r)"
)
_ISSUE_WORD = (
    r"(?:no|nos|nr|nrs|n|nn|num|núm|number|numbers|numéro|número|n°|nº|№|issue|issues|iss|hefte?|h|fasc|fascicolo|cuad|"
    r"zeszyt|z|wp|paper)"
)
_VOLUME_LABELLED = re.compile(rf"\b{_VOLUME_WORD}[.,]?\s*(?P<n>{_N}|{_ROMAN}|[ivxlc]+)\b", re.I)
_ISSUE_LABELLED = re.compile(rf"(?:\b{_ISSUE_WORD}|n[°º]|№|#)[.,]?\s*(?:°|º)?\s*(?P<n>{_N}|{_ROMAN})\b", re.I)
_YEAR_BRACKET = re.compile(r"[(\[]\s*(?:[^\W\d_]+\.?\s*)?(?:1[4-9]|20)[0-9]{2}(?:\s?[-‐-–/]\s?[0-9]{2,4})?\s*[)\]]")
_RANGE = r"\s?[-‐-—]+\s?[a-zA-Z]?[0-9]+"
_GLUED = re.compile(
    rf"(?P<v>{_N}|{_ROMAN})?\s?(?:\(\s?(?P<i>[^)]{{1,24}})\))?\s?"
    rf"(?::\s?(?:pp?\.?\s?)?(?P<p>[a-zA-Z]?[0-9]+(?:{_RANGE})?)|[,.]\s?(?:pp?\.?\s?)?(?P<q>[a-zA-Z]?[0-9]+{_RANGE}))\W*$"
)
_DATE_BEFORE = re.compile(
    r"^\W*(?:1[4-9]|20)[0-9]{2}(?:\s[^\W\d_]{3,9}\.?(?:\s?[-–]\s?[^\W\d_]{3,9})?(?:\s[0-9]{1,2})?)?\s?[;:]\s?"
    r"(?=[0-9IVX(])"
)
"""The date of `2010;375(9721):1145–59.`, `2004 Mar;12(1):3`."""

_VOLUME_ISSUE = re.compile(
    rf"\W*(?P<v>{_N}|{_ROMAN})\s?,?\s?(?:\(\s?(?P<i>{_N}(?:\s?suppl\.?)?|suppl\.?[^)]{{0,8}})\s?\)|[:.]\s?(?P<j>{_N})\b)",
    re.I,
)


def read_volume(text: str) -> Volume:
    """Volume, issue and glued pages of `Vol. 48, No. 3 (Summer),` · `17(2):` · `2010;375(9721):1145–59.` · `20/46`."""
    own = _DATE_BEFORE.sub("", " ".join(text.replace("*", "").split()))
    bare = " ".join(_YEAR_BRACKET.sub(" ", own).split()).strip(" ,;:.")
    labelled = _VOLUME_LABELLED.search(bare)
    rest = f"{bare[: labelled.start()]} {bare[labelled.end() :]}" if labelled else bare
    numbered = _ISSUE_LABELLED.search(rest)
    if labelled or numbered:
        return _labelled(bare, rest, labelled, numbered)
    if glued := _GLUED.match(bare):
        return Volume(_tight(glued["v"]), _tight(glued["i"]), pages(glued["p"] or glued["q"]))
    if pair := _VOLUME_ISSUE.match(bare):
        return Volume(_tight(pair["v"]), _tight(pair["i"] or pair["j"]), pages(bare[pair.end() :]))
    if re.fullmatch(r"[0-9]+/[0-9]+(?:[-–][0-9]+)?", bare):
        return Volume(None, bare)
    if number := re.match(rf"\W*(?P<v>{_N}|{_ROMAN})\b", bare):
        further = re.match(rf",?\s\(?(?P<i>{_N})\)?$", bare[number.end() :])
        issue = further["i"] if further and not re.fullmatch(r"(?:1[4-9]|20)[0-9]{2}", further["i"]) else None
        return Volume(_tight(number["v"]), _tight(issue))
    found = re.findall(rf"\b(?:{_N}|{_ROMAN})\b", bare)
    return Volume(_tight(found[-1])) if found else Volume(bare.strip("() ") or None)


def _labelled(bare: str, rest: str, volume: re.Match[str] | None, issue: re.Match[str] | None) -> Volume:
    """Where one of the two bears a label, or both do; one without stands beside it: `68 no.4`, `Vol. 9(2)`."""
    if volume and not issue:
        after = re.match(rf"\W{{0,3}}\(\s?(?P<i>{_N})\s?\)|\s?[/:]\s?(?P<s>{_N})", bare[volume.end() :])
        return Volume(_tight(volume["n"]), _tight((after["i"] or after["s"]) if after else None))
    if issue and not volume:
        before = re.match(rf"\W*(?P<v>{_N}|{_ROMAN})(?=[\s,.(])", rest[: issue.start()])
        return Volume(_tight(before["v"]) if before else None, _tight(issue["n"]))
    return Volume(_tight(volume["n"]) if volume else None, _tight(issue["n"]) if issue else None)


def _tight(number: str | None) -> str | None:
    if number is None:
        return None
    return re.sub(r"\s*([-‐-–/])\s*", r"\1", number.strip(" ,.;:"))


_PAGES = re.compile(
    r"(?P<first>[a-zA-Z]{0,2}[0-9]+[a-zA-Z]?)(?:\s?[-‐-—]+\s?(?P<last>[a-zA-Z]{0,2}[0-9]+[a-zA-Z]?))?"
    r"|(?<![a-z])[ivxlc]+(?:\s?[-‐-—]+\s?[ivxlc]+)?(?![a-z])"
)
_LABEL = re.compile(r"^\W*(?:pages?|pp?|ss?|seiten?|pagg?|pg|art\.?|article|col|k|str)\b[.:]?\s*", re.IGNORECASE)
_OTHER_LOCATOR = re.compile(r"\W*(?:paras?|paragraphs?|§+|ch|chap|chapter|sec|section)\b", re.IGNORECASE)
_MORE = re.compile(r"\s?[,;&]\s?(?P<pages>[0-9]+\s?[-‐-—]\s?[0-9]+)")


def pages(text: str) -> str | None:
    """The pages of `pp. 133-153` · `S. 45–67.` without label; `419–20` is `419–420`; `None` if there are none."""
    if _OTHER_LOCATOR.match(text):
        return None
    own = _LABEL.sub("", text.strip())
    found = [*_PAGES.finditer(own)]
    match = next((each for each in found if each["first"]), found[0] if found else None)
    if match is None:
        return None
    more = _MORE.match(own, match.end())
    return _whole(match.group()) + (f", {_whole(more['pages'])}" if more else "")


def _whole(printed: str) -> str:
    """A range without spaces, its last page in full."""
    tight = re.sub(r"\s", "", printed)
    ends = re.fullmatch(r"([0-9]+)([-‐-—]+)([0-9]+)", tight)
    if ends and len(ends[3]) < len(ends[1]):
        return ends[1] + ends[2] + ends[1][: -len(ends[3])] + ends[3]
    return tight
