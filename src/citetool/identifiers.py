"""DOIs and URLs: find them, and bring them into the one form in which they can be compared. ISBNs: know them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from citetool.model import Span

# The DOI Handbook, 2.2: prefix `10.` and a registrant's number, `/`, and any printable characters. Brackets belong to
# it in pairs, as in the SICI (ANSI/NISO Z39.56) of `10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6`.
_DOI = re.compile(
    r"(?<!10\.)10\.[0-9]{4,9}(?:/|%2[Ff])"
    r"(?:[^\s\"“”‘’«»<>()\[\]{}]|\([^\s()]*\)|\[[^\s\[\]]+\]|<[0-9]+:[^\s<>]*>)*"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHENS = str.maketrans("‐‑–", "---")
_PAGE_OF_A_SITE = re.compile(r"/(?:full|abstract|pdf|epdf|meta|fulltext|summary)/?$")

_URL = re.compile(
    r"(?:https?://|ftp://|(?<![\w@.])(?-i:www\.))[^\s<>\"“”‘«»]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:org|com|eu|int|gov|edu|net|info)(?:\.[a-z]{2})?/[^\s<>\"“”‘«»]+",
    re.IGNORECASE,
)


def find_dois(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """The DOIs in `text[start:end]`: the span as printed and the bare DOI in lower case."""
    if text.find("10.", start, end) < 0:
        return
    for match in _DOI.finditer(text, start, end):
        span = _trimmed(text, match.start(), match.end())
        doi = normalise_doi(text[span.start : span.end])
        if doi is not None:
            yield span, doi


def normalise_doi(printed: str) -> str | None:
    """A printed DOI as registries know it: bare, lower case, escapes resolved; `None` if it is none.

    Knows URLs and `doi:`, percent and HTML escapes, invisible characters and look-alike hyphens, LaTeX escapes, and the
    ends of publishers' addresses (`/full`). A closing full stop, which very few DOIs have, is taken for a sentence's.
    """
    plain = _UNSEEN.sub("", printed).translate(_HYPHENS)
    if "%" in plain:
        plain = unquote(plain)
    if "&" in plain:
        from html import unescape

        plain = unescape(plain)
    match = _DOI.search(plain.replace("\\_", "_"))
    if match is None:
        return None
    span = _trimmed(match.string, match.start(), match.end())
    return _PAGE_OF_A_SITE.sub("", match.string[span.start : span.end].lower())


def find_urls(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """The web addresses in `text[start:end]`, without the punctuation of the sentence around them."""
    if text.find("/", start, end) < 0 and text.find("www.", start, end) < 0:
        return
    for match in _URL.finditer(text, start, end):
        span = _trimmed(text, match.start(), match.end())
        if span.end - span.start > 4:
            yield span, text[span.start : span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without closing punctuation, and without a bracket that opens outside."""
    depth = 0
    for at in range(start, end):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth -= 1
            if depth < 0:
                end = at
                break
    while end > start and text[end - 1] in ".,;:!?'’*":
        end -= 1
    return Span(start, end)


def bare_url(url: str) -> str:
    """A URL as it is compared: no scheme, no `www.`, no closing slash, lower case."""
    bare = url.lower()
    for lead in ("https://", "http://", "ftp://"):
        bare = bare.removeprefix(lead)
    return bare.removeprefix("www.").rstrip("/")


def bare_doi(doi: str) -> str:
    """A DOI as its registrant writes it, without the address or the label that stands before it."""
    lowered = doi.lower()
    for lead in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"):
        if lowered.startswith(lead):
            return doi[len(lead) :].lstrip()
    return doi


_ISBN = re.compile(r"(?:97[89])?[0-9]{9}[0-9X]")


def is_isbn(text: str) -> bool:
    """Whether a text has the form of one ISBN, with hyphens or without."""
    return _ISBN.fullmatch(re.sub(r"[\s‐-–-]", "", text)) is not None
