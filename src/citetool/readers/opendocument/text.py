"""The text of an OpenDocument file, as its pages show it when all changes are accepted.

Numbers in brackets are sections of Open Document Format for Office Applications 1.3, Part 3.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citetool.csl import from_csl
from citetool.model import Item
from citetool.names import read_name_list
from citetool.readers.flow import Flow, plain_text
from citetool.readers.layout import NoteBody, Paragraph
from citetool.readers.managers import NOTHING, Behind, Bookmarks, behind_field
from citetool.readers.opendocument.styles import Count, Styles, whole
from citetool.readers.xml import SKIP, Attributes, Closer, Handler

_BLANK = re.compile("[ \t\r\n]+")
_MOST_SPACES = 20
_FIELD_CODE = "vnd.oasis.opendocument.field.code"
_MARK_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "incollection": "chapter",
    "conference": "paper-conference",
    "inproceedings": "paper-conference",
    "proceedings": "book",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "techreport": "report",
    "www": "webpage",
}
_MARK_FIELDS = {
    "title": "title",
    "year": "issued",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "publisher": "publisher",
    "address": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "isbn": "ISBN",
    "url": "URL",
}
"""Attribute of a bibliography mark (7.1.4, after BibTeX) -> CSL variable."""


class _Look(NamedTuple):
    """How text looks at a place."""

    hidden: bool = False
    raised: bool = False
    emphasised: bool = False


class _List(NamedTuple):
    """A list that is open (5.3.1)."""

    style: str | None
    counter: Count
    level: int


class Texts:
    """Reads the content of a file."""

    def __init__(self, styles: Styles, bookmarks: Bookmarks) -> None:
        """Nothing read so far."""
        self._bookmarks = bookmarks
        self.notes: list[NoteBody] = []
        self._styles = styles
        self._flow = Flow()
        self._open = False
        self._heading = False
        self._space = True
        self._look = _Look()
        self._lists: list[_List] = []
        self._counts: dict[tuple[str, str], Count] = {}
        self._item: int | None = None
        self._starts_item = False
        self._label: list[str] | None = None
        self._labels: list[str] = []
        self._region = ""
        self._deletions: set[str] = set()
        self._deleting: set[str] = set()
        self._marks: dict[str, Behind] = {}
        self._containers: list[Behind] = []
        self._fields: list[Behind] = []
        self._in_field_start = False
        self.handlers = self._all_handlers()

    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs read, outside notes."""
        self._flow.end()
        return tuple(self._flow.paragraphs)

    def _all_handlers(self) -> dict[str, Handler]:
        def skip(attributes: Attributes) -> Closer:
            return SKIP

        handlers: dict[str, Handler] = dict.fromkeys(
            (
                "office:master-styles", "office:settings", "office:scripts", "office:forms",
                "office:event-listeners", "office:font-face-decls", "text:insertion", "text:format-change",
                "text:ruby-text", "text:script", "text:number",
                "text:bibliography-source", "text:table-of-content-source", "text:alphabetical-index-source",
                "text:illustration-index-source", "text:table-index-source", "text:user-index-source",
                "text:object-index-source", "table:covered-table-cell", "table:tracked-changes", "svg:title",
                "svg:desc", "draw:object", "draw:object-ole", "office:binary-data", "office:change-info",
            ),
            skip,
        )  # fmt: skip
        return handlers | {
            "text:changed-region": self._changed_region,
            "text:deletion": self._deletion,
            "text:change-start": self._change_start,
            "text:change-end": self._change_end,
            "text:p": self._start_paragraph,
            "text:h": self._start_heading,
            "text:span": self._span,
            "text:s": self._spaces,
            "text:tab": lambda attributes: self._say(" "),
            "text:line-break": lambda attributes: self._say("\n"),
            "text:hidden-text": self._hidden,
            "text:note": self._note,
            "text:note-citation": self._note_citation,
            "text:note-body": self._note_body,
            "office:annotation": self._annotation,
            "text:list": self._list,
            "text:list-item": self._list_item,
            "text:section": self._section,
            "text:bibliography": self._works,
            "text:index-title": self._index_title,
            "text:bibliography-mark": self._bibliography_mark,
            "text:reference-mark-start": self._mark_start,
            "text:reference-mark-end": self._mark_end,
            "text:bookmark-start": self._bookmark,
            "text:bookmark-end": self._mark_end,
            "field:fieldmark-start": self._field_start,
            "field:param": self._field_parameter,
            "field:fieldmark-end": self._field_end,
        }

    # Text (6.1).

    def characters(self, text: str) -> None:
        """Take some text of the XML."""
        if self._label is not None:
            self._label.append(text)
        elif self._open:
            shown = _BLANK.sub(" ", text).replace("\xad", "")
            if self._space:
                shown = shown.removeprefix(" ")
            self._say(shown)
            self._space = shown.endswith(" ") or (self._space and not shown)

    def _say(self, text: str) -> None:
        if self._open and not self._look.hidden and not self._deleting:
            self._space = False
            behind = self._behind
            self._flow.say(
                text,
                behind.items,
                raised=self._look.raised,
                emphasised=self._look.emphasised,
                entry=behind.bibliography and not self._heading,
            )

    @property
    def _behind(self) -> Behind:
        """What is known of the words that come next: of the innermost mark, field or section."""
        own = next(reversed(self._marks.values())) if self._marks else NOTHING
        own = own if own != NOTHING or not self._fields else self._fields[-1]
        return own if own != NOTHING or not self._containers else self._containers[-1]

    def _spaces(self, attributes: Attributes) -> None:
        self._say(" " * min(whole(attributes.get("text:c"), 1), _MOST_SPACES))

    def _span(self, attributes: Attributes) -> Closer:
        before = self._look
        own = self._styles.style("text", attributes.get("text:style-name"))
        self._look = _Look(
            before.hidden if own.hidden is None else own.hidden,
            before.raised if own.raised is None else own.raised,
            before.emphasised if own.emphasised is None else own.emphasised,
        )

        def end() -> None:
            self._look = before

        return end

    def _hidden(self, attributes: Attributes) -> Closer | None:
        return SKIP if attributes.get("text:is-hidden", "true") == "true" else None

    # Paragraphs, also those of shapes and frames within paragraphs.

    def _start_paragraph(self, attributes: Attributes) -> Closer:
        return self._paragraph(attributes, numbered=True)

    def _start_heading(self, attributes: Attributes) -> Closer:
        return self._paragraph(attributes, numbered=False)

    def _paragraph(self, attributes: Attributes, *, numbered: bool) -> Closer:
        outer, look, inside, space = self._flow, self._look, self._open, self._space
        heading, self._heading = self._heading, not numbered
        if inside:
            self._flow = Flow()
        style = self._styles.style("paragraph", attributes.get("text:style-name"))
        self._open, self._space = True, True
        self._look = _Look(bool(style.hidden) or (inside and look.hidden), bool(style.raised))
        if self._starts_item and self._lists:
            self._starts_item = False
            own = self._lists[-1]
            label = own.counter.next(self._styles, own.style or style.list, own.level, self._item)
            if label is not None and numbered:
                self._flow.number(label)

        def end() -> None:
            if inside or not self._deleting:
                self._flow.end()
            if inside:
                outer.paragraphs += self._flow.paragraphs
            self._flow, self._look, self._open, self._space = outer, look, inside, space
            self._heading = heading

        return end

    # Changes (5.5): what was deleted stands apart, but some files have it in the text.

    def _changed_region(self, attributes: Attributes) -> None:
        self._region = attributes.get("text:id") or attributes.get("http://www.w3.org/XML/1998/namespace:id") or ""

    def _deletion(self, attributes: Attributes) -> Closer:
        self._deletions.add(self._region)
        return SKIP

    def _change_start(self, attributes: Attributes) -> None:
        change = attributes.get("text:change-id")
        if change and change in self._deletions:
            self._deleting.add(change)

    def _change_end(self, attributes: Attributes) -> None:
        self._deleting.discard(attributes.get("text:change-id", ""))

    # Lists (5.3).

    def _list(self, attributes: Attributes) -> Closer:
        starts, item = self._starts_item, self._item
        around = self._lists[-1] if self._lists else None
        style = attributes.get("text:style-name") or (around.style if around else None)
        if around is not None:
            count = around.counter
        else:
            count = self._continued(attributes, style)
            self._counts["style", style or ""] = count
        if own := attributes.get("http://www.w3.org/XML/1998/namespace:id"):
            self._counts["id", own] = count
        self._lists.append(_List(style, count, len(self._lists) + 1))

        def end() -> None:
            self._lists.pop()
            self._starts_item, self._item = starts and not around, item

        return end

    def _continued(self, attributes: Attributes, style: str | None) -> Count:
        """The count of the list that one goes on with; a new one without."""
        before = None
        if other := attributes.get("text:continue-list"):
            before = self._counts.get(("id", other))
        elif attributes.get("text:continue-numbering") == "true":
            before = self._counts.get(("style", style or ""))
        return before or Count()

    def _list_item(self, attributes: Attributes) -> Closer:
        self._starts_item = True
        start = attributes.get("text:start-value")
        self._item = whole(start, 1) if start is not None else None

        def end() -> None:
            self._starts_item = False

        return end

    # Notes (6.3) and comments (14.1).

    def _apart(self) -> Closer:
        """Read what comes into paragraphs of its own, and return what goes back to those before."""
        saved = (self._flow, self._look, self._open, self._space, self._lists, self._starts_item, self._marks)
        self._flow, self._look, self._open, self._lists = Flow(), _Look(), False, []
        self._starts_item, self._marks = False, {}

        def back() -> None:
            (self._flow, self._look, self._open, self._space, self._lists, self._starts_item, self._marks) = saved

        return back

    def _note(self, attributes: Attributes) -> Closer | None:
        if self._look.hidden or self._deleting or not self._open:
            return SKIP
        self._labels.append("")

        def end() -> None:
            self._labels.pop()

        return end

    def _note_citation(self, attributes: Attributes) -> Closer:
        label: list[str] = []
        self._label = label

        def end() -> None:
            self._label = None
            if self._labels:
                self._labels[-1] = attributes.get("text:label") or " ".join("".join(label).split())

        return end

    def _note_body(self, attributes: Attributes) -> Closer | None:
        if not self._labels:
            return SKIP
        label = self._labels[-1]
        back = self._apart()

        def end() -> None:
            paragraphs = tuple(self._flow.paragraphs)
            back()
            note = f"note {len(self.notes)}"
            self._flow.mark(note, label)
            self._space = False
            self.notes.append(NoteBody(note, label, paragraphs))

        return end

    def _annotation(self, attributes: Attributes) -> Closer:
        back = self._apart()

        def end() -> None:
            said = plain_text(self._flow.paragraphs)
            back()
            self._flow.comment(said)

        return end

    # What reference managers leave, and lists of works.

    def _around(self, behind: Behind) -> Closer:
        self._containers.append(behind)

        def end() -> None:
            self._containers.pop()

        return end

    def _section(self, attributes: Attributes) -> Closer:
        if attributes.get("text:display") == "none" or attributes.get("text:is-hidden") == "true":
            return SKIP
        behind = behind_field(attributes.get("text:name", ""), "", {})
        around = self._containers[-1] if self._containers else NOTHING
        return self._around(behind if behind.bibliography else around)

    def _works(self, attributes: Attributes) -> Closer:
        return self._around(Behind(bibliography=True))

    def _index_title(self, attributes: Attributes) -> Closer:
        return self._around(NOTHING)

    def _bibliography_mark(self, attributes: Attributes) -> Closer:
        mark = f"\0{attributes.get('text:identifier', '')}"
        self._marks[mark] = Behind((_marked(attributes),))

        def end() -> None:
            self._marks.pop(mark, None)

        return end

    def _mark_start(self, attributes: Attributes) -> None:
        name = attributes.get("text:name", "")
        behind = behind_field(name, "", {})
        if behind != NOTHING:
            self._marks[name] = behind

    def _bookmark(self, attributes: Attributes) -> None:
        name = attributes.get("text:name", "")
        behind = self._bookmarks.behind(name)
        if behind != NOTHING:
            self._marks[name] = behind

    def _mark_end(self, attributes: Attributes) -> None:
        self._marks.pop(attributes.get("text:name", ""), None)

    def _field_start(self, attributes: Attributes) -> Closer:
        # What a field within another prints, that one prints too.
        self._fields.append(self._fields[-1] if self._fields else NOTHING)
        self._in_field_start = True

        def end() -> None:
            self._in_field_start = False

        return end

    def _field_parameter(self, attributes: Attributes) -> None:
        if self._in_field_start and attributes.get("field:name") == _FIELD_CODE:
            behind = behind_field(attributes.get("field:value", ""), "", {})
            self._fields[-1] = behind if behind != NOTHING else self._fields[-1]

    def _field_end(self, attributes: Attributes) -> None:
        if self._fields:
            self._fields.pop()


def _marked(attributes: Attributes) -> Item:
    """The work that a bibliography mark of the format itself cites (7.1.4)."""
    fields: dict[str, object] = {
        variable: attributes[f"text:{name}"]
        for name, variable in _MARK_FIELDS.items()
        if attributes.get(f"text:{name}")
    }
    fields["type"] = _MARK_TYPES.get(attributes.get("text:bibliography-type", ""), "document")
    container = attributes.get("text:journal") or attributes.get("text:booktitle")
    if container:
        fields["container-title"] = container
    return from_csl(fields)._replace(author=read_name_list(attributes.get("text:author", "")).names)
