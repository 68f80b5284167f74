"""What reference managers leave in a draft behind the citations that they print: the works, with their fields.

Zotero: https://github.com/zotero/zotero/blob/main/chrome/content/zotero/xpcom/integration.js and
https://www.zotero.org/support/kb/word_field_codes (`ADDIN ZOTERO_ITEM CSL_CITATION {…}`, `ADDIN ZOTERO_BIBL {…}
CSL_BIBLIOGRAPHY`; the same as names of LibreOffice's reference marks and sections; or at bookmarks `ZOTERO_BREF_…`, and
then in the file's properties of these names, in parts `_1`, `_2`). Mendeley Desktop: `ADDIN CSL_CITATION {…}`, `ADDIN
Mendeley Bibliography CSL_BIBLIOGRAPHY`; Mendeley Cite: content controls whose tag is `MENDELEY_BIBLIOGRAPHY`, or
`MENDELEY_CITATION_v3_` and base64. Their JSON:
https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-citation.json. EndNote: `ADDIN EN.CITE`
with XML in the field or, in base64, in its data; `ADDIN EN.REFLIST`. Citavi: `ADDIN CitaviPlaceholder{…}` with JSON of
its own in base64, `ADDIN CitaviBibliography`. JabRef: a section `JR_bib` of LibreOffice. Word: `CITATION tag`,
`BIBLIOGRAPHY` (17.16.5 of ECMA-376 Part 1), with the works in a part of their own (22.6.2).
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import NamedTuple

from citetool.csl import from_csl
from citetool.errors import UnreadableInput
from citetool.model import Item, Name
from citetool.readers.xml import SKIP, Attributes, Closer, Handler, walk

LONGEST = 4_000_000
"""Characters of what stands behind a citation; one of a hundred works with their abstracts has half a million."""


class Behind(NamedTuple):
    """What is behind some words of a draft.

    Attributes:
        items: the works that they cite.
        bibliography: whether they are a list of works.
    """

    items: tuple[Item, ...] = ()
    bibliography: bool = False


NOTHING = Behind()

_LISTS = re.compile(
    r"(?:ADDIN\s+)?(?:(?:ZOTERO_)?BIBL\b|EN\.REFLIST\b|Citavi ?Bibliography\b|CITAVI[ .]BIBLIOGRAPHY\b"
    r"|BIBLIOGRAPHY\b|JR_bib\b|[^{]{0,40}\bCSL_BIBLIOGRAPHY\b)"
)
_CITAVI = re.compile(r"ADDIN\s+CitaviPlaceholder\s*\{?(?P<data>[^}]*)")
_MENDELEY = "MENDELEY_CITATION_v3_"
_MENDELEY_LIST = "MENDELEY_BIBLIOGRAPHY"
_WORD = re.compile(r"CITATION\s+(?P<rest>\S.*)", re.DOTALL)
_SWITCH = re.compile(r'\\(?P<switch>\w+)\s*(?P<value>"[^"]*"|[^\s\\"]+)?')


def behind_field(instruction: str, data: str, sources: Mapping[str, Item]) -> Behind:
    """What a field of Word says, or the name of a reference mark or section of LibreOffice.

    Args:
        instruction: of the field.
        data: what it keeps in base64.
        sources: the works that Word's own citations name, by tag.
    """
    if len(instruction) > LONGEST or len(data) > LONGEST:
        return NOTHING
    instruction = instruction.strip()
    if _LISTS.match(instruction):
        return Behind(bibliography=True)
    head = instruction[:80]
    if "CSL_CITATION" in head:
        return Behind(_csl_items(instruction))
    if "EN.CITE" in head:
        xml = instruction[at:] if (at := instruction.find("<EndNote")) != -1 else _decoded(data)
        return Behind(_endnote_items(xml) if "<EndNote" in xml[:200] else ())
    if match := _CITAVI.match(instruction):
        return Behind(_citavi_items(_decoded(match["data"])))
    if match := _WORD.match(instruction):
        return Behind(tuple(sources[tag] for tag in _tags(match["rest"]) if tag in sources))
    return NOTHING


class Bookmarks:
    """What Zotero keeps in a file's properties, for bookmarks that stand around the words that it printed."""

    def __init__(self, attribute: str) -> None:
        """Nothing so far; `attribute` holds the name of a property."""
        self._parts: dict[str, dict[int, str]] = {}
        self._attribute = attribute
        self._texts: list[str] | None = None

    def property(self, attributes: Attributes) -> Closer:
        """Handle a property of the file."""
        self._texts = texts = list[str]()

        def end() -> None:
            self._texts = None
            if match := _BOOKMARKED.fullmatch(attributes.get(self._attribute, "")):
                self._parts.setdefault(match["bookmark"], {})[int(match["part"])] = "".join(texts)

        return end

    def characters(self, text: str) -> None:
        """Take some text of the XML."""
        if self._texts is not None:
            self._texts.append(text)

    def behind(self, bookmark: str) -> Behind:
        """What is behind the words that a bookmark stands around."""
        parts = self._parts.get(bookmark)
        return behind_field("".join(parts[each] for each in sorted(parts)), "", {}) if parts else NOTHING


_BOOKMARKED = re.compile(r"(?P<bookmark>ZOTERO_BREF_\w{1,60})_(?P<part>[0-9]{1,6})")


def behind_control(tag: str) -> Behind:
    """What the tag of a content control says."""
    if tag.startswith(_MENDELEY) and len(tag) <= LONGEST:
        return Behind(_csl_items(_decoded(tag[len(_MENDELEY) :])))
    return Behind(bibliography=True) if tag.startswith((_MENDELEY_LIST, "CitaviBibliography")) else NOTHING


def _tags(rest: str) -> list[str]:
    r"""`Mar15 \l 1033 \m Lin18`: the work named first, and those that `\m` adds."""
    first = rest.split(None, 1)[0].strip('"')
    return [first, *((m["value"] or "").strip('"') for m in _SWITCH.finditer(rest) if m["switch"] == "m")]


def _decoded(text: str) -> str:
    try:
        padded = "".join(text.split())
        return b64decode(padded + "=" * (-len(padded) % 4)).decode("utf-8", "replace").strip("\0")
    except (binascii.Error, ValueError):
        return ""


def _csl_items(text: str) -> tuple[Item, ...]:
    # Old fields of Mendeley have another bracket before the mark.
    works = _within(_json(text, max(text.find("CSL_CITATION"), 0)), "citationItems", "itemData")
    return tuple(from_csl(each) for each in works)


def _citavi_items(text: str) -> tuple[Item, ...]:
    items = []
    for work in _within(_json(text, 0), "Entries", "Reference"):
        people = work.get("Authors")
        authors = [each for each in people if isinstance(each, dict)] if isinstance(people, list) else []
        names = [{"family": each.get("LastName"), "given": each.get("FirstName")} for each in authors]
        items.append(from_csl({"title": work.get("Title"), "issued": work.get("Year"), "author": names}))
    return tuple(items)


def _json(text: str, at: int) -> object:
    """The first object from a place on; `None` where there is none."""
    start = text.find("{", at)
    try:
        found: object = json.JSONDecoder().raw_decode(text, start)[0] if start != -1 else None
    except (ValueError, RecursionError):
        # Cut off, or changed by hand: the words stand there all the same.
        return None
    return found


def _within(found: object, listed: str, wanted: str) -> list[dict[str, object]]:
    """Of an object, what each of those has under one name that it lists under another."""
    cited = found.get(listed) if isinstance(found, dict) else None
    works = [each.get(wanted) for each in cited if isinstance(each, dict)] if isinstance(cited, list) else []
    return [each for each in works if isinstance(each, dict)]


_ENDNOTE_TYPES = {
    "Journal Article": "article-journal",
    "Electronic Article": "article-journal",
    "Magazine Article": "article-magazine",
    "Newspaper Article": "article-newspaper",
    "Book": "book",
    "Edited Book": "book",
    "Electronic Book": "book",
    "Book Section": "chapter",
    "Electronic Book Section": "chapter",
    "Conference Paper": "paper-conference",
    "Conference Proceedings": "paper-conference",
    "Report": "report",
    "Government Document": "report",
    "Thesis": "thesis",
    "Web Page": "webpage",
    "Blog": "post-weblog",
}
_ENDNOTE_TEXTS = {
    "title": "title",
    "secondary-title": "container-title",
    "full-title": "container-title",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "year": "issued",
    "edition": "edition",
    "publisher": "publisher",
    "pub-location": "publisher-place",
    "electronic-resource-num": "DOI",
    "isbn": "ISBN",
    "url": "URL",
}
"""Element of EndNote's XML -> CSL variable."""


def _endnote_items(xml: str) -> tuple[Item, ...]:
    items: list[Item] = []
    fields: dict[str, object] = {}
    names: dict[str, list[Name]] = {"author": [], "editor": []}
    role = "author"
    texts: list[str] = []

    def record(attributes: Attributes) -> Closer:
        fields.clear()
        for own in names.values():
            own.clear()

        def end() -> None:
            item = from_csl(fields)
            items.append(item._replace(author=tuple(names["author"]), editor=tuple(names["editor"])))

        return end

    def kind(attributes: Attributes) -> None:
        fields["type"] = _ENDNOTE_TYPES.get(attributes.get("name", ""), "document")

    def people(of: str) -> Handler:
        def start(attributes: Attributes) -> Closer:
            nonlocal role
            role = of

            def end() -> None:
                nonlocal role
                role = ""

            return end

        return start

    def text(take: Callable[[str], object]) -> Handler:
        def start(attributes: Attributes) -> Closer:
            texts.clear()

            def end() -> None:
                take("".join(texts).strip())

            return end

        return start

    def name(said: str) -> None:
        if role in names and (found := _inverted(said)):
            names[role].append(found)

    def field(variable: str) -> Handler:
        return text(lambda said: fields.setdefault(variable, said))

    handlers: dict[str, Handler] = {element: field(variable) for element, variable in _ENDNOTE_TEXTS.items()}
    handlers |= {
        "record": record,
        "ref-type": kind,
        "authors": people("author"),
        "secondary-authors": people("editor"),
        "tertiary-authors": people(""),
        "author": text(name),
        "foreign-keys": lambda attributes: SKIP,
        "alt-periodical": lambda attributes: SKIP,
    }
    try:
        walk([xml.encode("utf-8", "surrogatepass")], {}, handlers, texts.append)
    except UnreadableInput:
        # What is behind a citation is a help; what it prints can be read without.
        return ()
    return tuple(items)


def _inverted(text: str) -> Name | None:
    """`Marsh, Dana` is a person; an institution ends in a comma, as EndNote has it."""
    family, comma, given = text.partition(",")
    if not family.strip():
        return None
    if comma and given.strip():
        return Name(family=family.strip(), given=given.strip())
    return Name(literal=family.strip()) if comma or " " in family.strip() else Name(family=family.strip())


_WORD_TYPES = {
    "Book": "book",
    "BookSection": "chapter",
    "JournalArticle": "article-journal",
    "ArticleInAPeriodical": "article-magazine",
    "ConferenceProceedings": "paper-conference",
    "Report": "report",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "Case": "legal_case",
    "Patent": "patent",
    "Interview": "interview",
}
_WORD_TEXTS = {
    "Title": "title",
    "BookTitle": "container-title",
    "JournalName": "container-title",
    "PeriodicalTitle": "container-title",
    "ConferenceName": "container-title",
    "Year": "issued",
    "Volume": "volume",
    "Issue": "issue",
    "Pages": "page",
    "Edition": "edition",
    "Publisher": "publisher",
    "City": "publisher-place",
    "URL": "URL",
    "DOI": "DOI",
}
"""Element of a source of Word (22.6.2 of ECMA-376 Part 1) -> CSL variable."""


class WordSources:
    """Collects the works of a draft that Word itself keeps, by tag."""

    def __init__(self) -> None:
        """None so far."""
        self.found: dict[str, Item] = {}
        self._fields: dict[str, object] = {}
        self._names: dict[str, list[Name]] = {}
        self._person: dict[str, str] = {}
        self._roles: list[str] = []
        self._texts: list[str] = []
        self.handlers: dict[str, Handler] = {
            "b:Source": self._source,
            "b:Tag": self._text(lambda text: self._fields.update(tag=text)),
            "b:SourceType": self._text(lambda text: self._fields.update(type=_WORD_TYPES.get(text, "document"))),
            "b:Author": lambda attributes: self._role("author"),
            "b:Editor": lambda attributes: self._role("editor"),
            "b:Translator": lambda attributes: self._role("translator"),
            "b:Corporate": self._text(self._corporate),
            "b:Person": self._one,
            "b:Last": self._text(lambda text: self._person.update(last=text)),
            "b:First": self._text(lambda text: self._person.update(first=text)),
            "b:Middle": self._text(lambda text: self._person.update(middle=text)),
        }
        self.handlers |= {f"b:{element}": self._field(variable) for element, variable in _WORD_TEXTS.items()}

    def characters(self, text: str) -> None:
        """Take some text of a source."""
        self._texts.append(text)

    def _source(self, attributes: Attributes) -> Closer:
        self._fields = {}
        self._names = {}

        def end() -> None:
            tag = self._fields.get("tag")
            if isinstance(tag, str) and tag:
                people = {role: tuple(names) for role, names in self._names.items()}
                item = from_csl(self._fields)
                self.found.setdefault(
                    tag,
                    item._replace(
                        author=people.get("author", ()),
                        editor=people.get("editor", ()),
                        translator=people.get("translator", ()),
                    ),
                )

        return end

    def _text(self, take: Callable[[str], object]) -> Handler:
        def start(attributes: Attributes) -> Closer:
            self._texts = []

            def end() -> None:
                take("".join(self._texts).strip())

            return end

        return start

    def _field(self, variable: str) -> Handler:
        return self._text(lambda text: self._fields.setdefault(variable, text))

    def _role(self, role: str) -> Closer:
        # The authors' own element stands in one that holds those of every role, and has the same name.
        self._roles.append(role)

        def end() -> None:
            self._roles.pop()

        return end

    def _one(self, attributes: Attributes) -> Closer:
        self._person = {}

        def end() -> None:
            given = " ".join(each for each in (self._person.get("first"), self._person.get("middle")) if each)
            if (last := self._person.get("last")) and self._roles:
                self._names.setdefault(self._roles[-1], []).append(Name(family=last, given=given or None))

        return end

    def _corporate(self, text: str) -> None:
        if text and self._roles:
            self._names.setdefault(self._roles[-1], []).append(Name(literal=text))
