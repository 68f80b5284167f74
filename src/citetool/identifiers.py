"""DOIs and URLs: find them, and bring them into the one form in which they can be compared. ISBNs: know them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from citetool.model import Span

# The DOI Handbook, 2.2: prefix `10.` and a registrant's number, `/`, and any printable characters. Brackets belong to
# it in pairs, as in the SICI (ANSI/NISO Z39.56) of `10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6`.
_SUFFIX = r"(?:[^\s\x00-\x1f\x7f\"“”‘’«»<>()\[\]{}]|\([^\s()]*\)|\[[^\s\[\]]+\]|<[0-9]+:[^\s<>]*>)*"
_REGISTRANT = r"[0-9]{4,9}(?:\.[0-9]{1,9}){0,4}"
_DOI = re.compile(rf"10\.(?<![0-9]10\.)(?<![0-9]\.10\.){_REGISTRANT}(?:/|%(?:25)?2[Ff]){_SUFFIX}")

# An address may go on in the next line behind a hyphen, where programs break it.
_ADDRESS = r"(?:[^\s<>\"“”‘«»]|(?<=\w-)\n(?=[a-z0-9]))+"
_URL = re.compile(
    rf"(?:https?://|ftp://|(?<![\w@.])(?-i:www\.)){_ADDRESS}"
    rf"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:org|com|eu|int|gov|edu|net|info)(?:\.[a-z]{{2}})?/{_ADDRESS}",
    re.IGNORECASE,
)

_MOST_SPELLINGS = 4
"""A registry is asked about so many spellings of one DOI, and not more."""

_DEEPEST = 5
"""Escapes of escapes (`%25252F`) lie no deeper in anything that was printed."""


def find_dois(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """The DOIs in `text[start:end]`: the span as printed and the bare DOI in lower case."""
    if text.find("10.", start, end) < 0:
        return
    for match in _DOI.finditer(text, start, end):
        span = _trimmed(text, match.start(), match.end())
        # An address tells what the end of a publisher's page is; the rest of the text has no say.
        lead = text[max(start, span.start - len("doi.org/")) : span.start]
        doi = normalise_doi((lead if lead.endswith(("/", "=")) else "") + text[span.start : span.end])
        if doi is not None:
            yield span, doi


def normalise_doi(printed: str) -> str | None:
    """A printed DOI as registries know it: bare, lower case, escapes resolved; `None` if it is none.

    Knows URLs and `doi:`, percent and HTML escapes, invisible characters and look-alike hyphens, LaTeX escapes, the
    ends of publishers' addresses (`/full`), and spaces and line breaks where it plainly goes on after them. A closing
    full stop, which very few DOIs have, is taken for a sentence's.
    """
    plain = _plain().fullmatch(printed)
    return plain[1].lower() if plain else next(_spellings(printed), None)


@cache
def _plain() -> re.Pattern[str]:
    # The forms that nearly all DOIs are printed in, with nothing in them that could be an escape or a page's end.
    return re.compile(
        r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:doi|DOI):?\s?)?"
        r"(10\.[0-9]{4,9}/[A-Za-z0-9._-]*[A-Za-z0-9])[.,;]?"
    )


def doi_spellings(printed: str) -> tuple[str, ...]:
    """The DOIs that a printed form may mean, what `normalise_doi` takes it for first; none if it is no DOI.

    The others are worth asking a registry about: with the stop or bracket after it (`10.21297/ballak.2017.124.` is
    registered so), with what looks like the end of a publisher's address, joined across a break or not.
    """
    found: list[str] = []
    for each in _spellings(printed):
        if each not in found:
            found.append(each)
        if len(found) == _MOST_SPELLINGS:
            break
    return tuple(found)


def _spellings(printed: str) -> Iterator[str]:
    plain = _unescaped(_without_fragment(printed))
    if plain is None:
        return
    if len(plain.split(maxsplit=1)) < 2:
        yield from _readings(plain)
    else:
        breaks = doi_breaks(plain)
        yield from _readings(without_breaks(plain, breaks))
        if breaks:
            yield from _readings(plain)
        elif gap := _last_gap(plain):
            yield from _readings(without_breaks(plain, (gap,)))
    if "10/" in plain and (short := _short_doi().search(plain)):
        yield "10/" + short["code"].lower()


def _readings(plain: str) -> Iterator[str]:
    """What the first DOI of a text without escapes may be: without and with a publisher's end, with what follows."""
    match = _DOI.search(plain)
    if match is None:
        return
    start = match.start()
    if any(each in match.group() for each in "?&#"):
        plain = plain[:start] + _query().sub("", plain[start:])
        match = _DOI.match(plain, start)
        if match is None:
            return
    run = match.group().lower()
    suffix = run.index("/") + 1
    lead = plain[max(0, start - len("doi.org/")) : start].lower()
    of_a_site = lead.endswith(("/", "=")) and lead != "doi.org/"
    end = _end(run, suffix, ())
    short = _end(run, suffix, _FILES if of_a_site else _PAGES)
    if of_a_site and (version := _version_of_preprint().fullmatch(run, 0, short)):
        short = version.start("version")
    if not any(char.isalnum() for char in run[suffix:short]):
        return
    yield run[:short]
    if short < end:
        yield run[:end]
    mark = (run[end:] + plain[match.end() :])[:1]
    if mark in _MARKS:
        yield run[:end] + mark


_CLOSING = ".,;:!?'*/…。、"
_MARKS = frozenset(".,;:!?'/)]")
_PAGES = ("/full", "/pdf", "/epdf", "/pdfdirect", "/epub", "/abstract", "/meta", "/fulltext", "/summary", "/html")
"""Ends of publishers' addresses, which people copy with the DOI."""

_FILES = (*_PAGES, ".pdf", ".html", ".htm", ".xml", ".full", ".abstract", ".full-text")
"""Such ends too, but only in an address: a DOI of a file may end in its name."""


def _end(run: str, start: int, ends: tuple[str, ...]) -> int:
    """Where a DOI ends if it doesn't end in marks of punctuation, nor in one of `ends`."""
    end = len(run)
    while True:
        before = end
        while end > start and run[end - 1] in _CLOSING:
            end -= 1
        if run.endswith(ends, start, end):
            end -= max(len(each) for each in ends if run.endswith(each, start, end))
        if end == before:
            return end


@cache
def _query() -> re.Pattern[str]:
    return re.compile(r"[?&][a-z][\w.-]*=\S*|#(?:citeas|abstract|page=)\S*", re.IGNORECASE)


@cache
def _version_of_preprint() -> re.Pattern[str]:
    # bioRxiv and medRxiv have one DOI for all versions of a paper, and an address for each.
    return re.compile(r"10\.1101/(?:[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.)?[0-9]{6}(?P<version>v[0-9]{1,2})")


@cache
def _short_doi() -> re.Pattern[str]:
    # https://shortdoi.org gives `10/` and some letters and digits; a date such as `10/2018` has digits alone.
    return re.compile(
        r"(?:^\s*|(?<![\w.-])doi\s?:\s?|doi\.org/)10/(?P<code>(?=[0-9]*[a-z])[a-z0-9]{3,10})(?=[.,;)\]>]*(?:\s|$))",
        re.IGNORECASE | re.ASCII,
    )


def _without_fragment(printed: str) -> str:
    """An address without what follows `?` or `#`, which in a DOI's own address are `%3F` and `%23`."""
    at = printed.find("10.")
    if at > 0 and printed[at - 1] in "/=" and ("?" in printed or "#" in printed):
        return printed[:at] + re.sub(r"[?#]\S*", "", printed[at:])
    return printed


DOI_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""Characters that stand in printed DOIs for a hyphen."""


_UNSEEN = (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)


def is_unseen(char: str) -> bool:
    """Whether a character shows nothing: a soft hyphen, a joiner, a mark of direction."""
    return ord(char) in _UNSEEN


@cache
def _look_alikes() -> dict[int, str | None]:
    """Hyphens, full-width forms and ligatures as the plain characters that they stand for; none for invisible ones."""
    return {
        **dict.fromkeys(_UNSEEN),
        **dict.fromkeys(map(ord, DOI_HYPHENS), "-"),
        **{wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
        **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    }


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});", re.IGNORECASE)


@cache
def _tex() -> re.Pattern[str]:
    marks = r"[_%&#$~<>{}-]"
    name = r"\\text(?P<name>less|greater|underscore|endash|hyphen)(?:\{\}|\s(?=\S)|(?![a-z]))"
    return re.compile(rf"\{{(?P<inner>-|\\{marks})\}}|\$(?P<math>[<>_])\$|\\(?P<mark>{marks})|{name}", re.IGNORECASE)


_TEX_NAMES = {"less": "<", "greater": ">", "underscore": "_", "endash": "-", "hyphen": "-"}


def _unescaped(printed: str) -> str | None:
    """The text with all escapes resolved, those within others too; `None` if there is no end to them."""
    plain = printed
    for _ in range(_DEEPEST):
        before = plain
        if not plain.isascii():
            plain = plain.translate(_look_alikes())
        if "\\" in plain or "$" in plain or "{-}" in plain:
            plain = _tex().sub(
                lambda found: (
                    _TEX_NAMES[found["name"].lower()]
                    if found["name"]
                    else found["math"] or found["mark"] or found["inner"][-1]
                ),
                plain,
            )
        if "&" in plain and ";" in plain:
            from html import unescape

            plain = _entity().sub(
                lambda found: unescape(found.group().lower()), re.sub("&(?:amp;)+", "&", plain, flags=re.IGNORECASE)
            )
        if "%" in plain:
            plain = unquote(re.sub("%(?:25)+", "%", plain))
        if plain == before:
            return plain
    return None


@cache
def _head() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![0-9])(?<![0-9]\.)10(\s{{0,2}})\.(\s{{0,2}}){_REGISTRANT}(\s{{0,2}})/(\s{{0,3}})(?=[^\W_]|\()"
    )


@cache
def _run() -> re.Pattern[str]:
    return re.compile(_SUFFIX)


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(r"(?P<gap>\s{1,4})(?P<next>[^\W_]\S{0,80})")


def doi_breaks(text: str) -> tuple[Span, ...]:
    """The spaces and line breaks in the first DOI of a text, where it plainly goes on after them."""
    head = _head().search(text)
    if head is None:
        return ()
    breaks = [Span(*head.span(group)) for group in range(1, 5) if head[group]]
    if head[4]:
        # “10.1000/ and” is no DOI, nor part of one.
        following = _gap().match(head[4] + text[head.end() : head.end() + 80])
        if following is None or not _has_digit(following["next"]):
            return ()
    if any(head[group] for group in range(1, 4)):
        lead = text[max(0, head.start() - 20) : head.start()]
        if lead.strip() and not re.search(r"doi(?:\.org)?\W{0,6}$", lead, re.IGNORECASE):
            return ()
    at = head.end()
    for _ in range(3):
        run = _run().match(text, at)
        end = run.end() if run else at
        gap = _gap().match(text, end)
        if gap is None or not _goes_on("".join(text[head.end() : end].split()), gap["gap"], gap["next"]):
            break
        breaks.append(Span(*gap.span("gap")))
        at = gap.end("gap")
    return tuple(breaks)


def _goes_on(suffix: str, gap: str, following: str) -> bool:
    """Whether a DOI goes on after a gap: what stands before it can't be its end, and what follows can."""
    if not _has_digit(following) or re.match(r"(?:1[89]|20)[0-9]{2}(?![0-9.])|10\.[0-9]{4}|https?:", following):
        return False
    if suffix.endswith(("-", "_")):
        return True
    if suffix.endswith("/"):
        return not _has_digit(suffix)
    if not suffix.endswith(".") or not following[0].isdigit():
        return False
    numbers = re.match(r"[0-9]+(?:[.-][0-9]+)+\W*$", following) is not None
    if not _has_digit(suffix):
        return numbers or len(following.rstrip(".,;)]")) > 4
    # After digits and a full stop a sentence may end, but not where a line of Elsevier's `j.cell.2019.01.001` breaks.
    if re.match(r"j\.[a-z]+\.[0-9]{4}\.(?:[0-9]{2}\.)?$", suffix, re.IGNORECASE):
        return re.match(r"(?:[0-9]{2}\.)?[0-9]{3}\W*$", following) is not None
    return numbers and "\n" in gap


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _last_gap(plain: str) -> Span | None:
    """The gap before the last word of a text that is a DOI and one word that has digits."""
    match = _DOI.search(plain)
    gap = _gap().match(plain, match.end()) if match else None
    if gap is None or gap.end() < len(plain.rstrip()) or not _has_digit(gap["next"]):
        return None
    return Span(*gap.span("gap"))


def without_breaks(text: str, spans: tuple[Span, ...]) -> str:
    """The text without its `doi_breaks`."""
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    return text


def find_urls(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """The web addresses in `text[start:end]`, without the punctuation around them and line ends within."""
    if text.find("/", start, end) < 0 and text.find("www.", start, end) < 0:
        return
    for match in _URL.finditer(text, start, end):
        span = _trimmed(text, match.start(), match.end())
        if span.end - span.start > 4:
            yield span, text[span.start : span.end].replace("\n", "")


def url_spellings(text: str, span: Span) -> tuple[str, ...]:
    """The addresses that a printed one may be: as it stands, and where its line ends, with the next line's first word.

    Drafts of plain text are wrapped, and long addresses with them.
    """
    printed = text[span.start : span.end].replace("\n", "")
    after = text[span.end : span.end + 200]
    if not after.startswith("\n") or not after[1:2].strip():
        return (printed,)
    end = span.end + 1 + len(after[1:].split(None, 1)[0])
    joined = _trimmed(text, span.end + 1, end)
    return (printed, printed + text[joined.start : joined.end])


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


_DOI_HOSTS = ("doi.org/", "dx.doi.org/")
_RESERVED = (".example", ".test", ".invalid", ".localhost", "example.com", "example.org", "example.net")


def is_doi_address(url: str) -> bool:
    """Whether an address is a DOI's at doi.org, which registries answer for."""
    return bare_url(url).startswith(_DOI_HOSTS)


def is_reserved(url: str) -> bool:
    """Whether an address is of a name kept for examples (RFC 2606, RFC 6761)."""
    return bare_url(url).split("/", 1)[0].split(":", 1)[0].endswith(_RESERVED)


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


def check_digit(digits: str) -> str:
    """The digit (or `X`) that belongs after the others of an ISBN (ISO 2108: 9 or 12) or an ISSN (ISO 3297: 7)."""
    if len(digits) == 12:
        return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)
    weighted = sum(int(digit) * (len(digits) + 1 - place) for place, digit in enumerate(digits))
    return "0123456789X"[-weighted % 11]
