"""The text of a Word file: its body, its notes and its comments, as the page shows them when all changes are accepted.

Sections in brackets are those of ECMA-376 Part 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from citetool.model import Item
from citetool.readers.flow import Flow, plain_text
from citetool.readers.layout import Paragraph
from citetool.readers.managers import NOTHING, Behind, Bookmarks, behind_control, behind_field
from citetool.readers.word.notes import ENDNOTE, FOOTNOTE, NoteFormat, NoteFormats, Reference
from citetool.readers.word.numbering import Counters
from citetool.readers.word.package import Package
from citetool.readers.word.styles import NO_STYLE, Style, is_on, whole
from citetool.readers.xml import SKIP, Attributes, Closer, Handler

_BULLET = "•"
_SPACE = "http://www.w3.org/XML/1998/namespace:space"


@dataclass(slots=True)
class _Field:
    """A field whose end hasn't come (17.16.18).

    Attributes:
        outer: whether what it prints is printed.
        behind: what is known of what it prints; of a field without any, what the one around it says.
        printing: whether its instruction is over.
    """

    outer: bool
    behind: Behind
    printing: bool = False
    instruction: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        return self.outer and self.printing


@dataclass(slots=True)
class _ParagraphState:
    """What a paragraph says of itself before its text comes."""

    style: Style = NO_STYLE
    list: str | None = None
    level: int | None = None
    heading: bool | None = None
    joined: bool = False
    section: dict[str, NoteFormat] | None = None


@dataclass(slots=True)
class _RunState:
    """What a run says of itself; `mark` takes a note's mark that the author typed (17.11.14)."""

    hidden: bool = False
    raised: bool = False
    emphasised: bool = False
    note: str | None = None
    mark: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Control:
    """A content control (17.5.2): what its properties say."""

    behind: Behind
    placeholder: bool = False


class Stories:
    """Reads the parts of a file that hold text."""

    def __init__(
        self,
        package: Package,
        styles: Mapping[str, Style],
        counters: Counters,
        sources: Mapping[str, Item],
        bookmarks: Bookmarks,
    ) -> None:
        """Nothing read so far; `sources` are the works that Word itself keeps."""
        self.references: list[Reference] = []
        self.sections: list[dict[str, NoteFormat]] = []
        self.notes: dict[str, tuple[Paragraph, ...]] = {}
        self._package = package
        self._styles = styles
        self._counters = counters
        self._sources = sources
        self._bookmarks = bookmarks
        self._marks: dict[str, Behind] = {}
        self._comments: dict[str, str] = {}
        self._commented: set[str] = set()
        self._flow = Flow()
        self._paragraph = _ParagraphState()
        self._run = _RunState()
        self._in_properties = False
        self._in_row = False
        self._deleted = 0
        self._fields: list[_Field] = []
        self._controls: list[_Control] = []
        self._texts: list[str] | None = None
        self._space = "default"
        self._choices: list[bool] = []
        self._formats = NoteFormats()
        self._handlers = self._all_handlers()

    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside notes; afterwards, `references` and `sections` are known."""
        self._read("comments")
        self._read("officeDocument")
        self._flow.end()
        body = tuple(self._flow.paragraphs)
        for kind in (FOOTNOTE, ENDNOTE):
            self._read(f"{kind}s")
        return body

    def _read(self, kind: str) -> None:
        self._flow = Flow()
        self._fields = []
        self._marks = {}
        self._package.walk(kind, self._handlers, self._characters)

    def _all_handlers(self) -> dict[str, Handler]:
        def skip(attributes: Attributes) -> Closer:
            return SKIP

        def says(text: str) -> Handler:
            return lambda attributes: self._say(text)

        handlers: dict[str, Handler] = dict.fromkeys(
            (
                "w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:trPrChange", "w:tcPrChange",
                "w:tblGridChange", "w:tblPrExChange", "w:numberingChange", "w:rt", "w:delText", "w:delInstrText",
                "w:numPicBullet",
            ),
            skip,
        )  # fmt: skip
        handlers |= {
            "w:document": self._start_story,
            "w:footnotes": self._start_story,
            "w:endnotes": self._start_story,
            "w:p": self._start_paragraph,
            "w:pPr": self._paragraph_properties,
            "w:pStyle": self._paragraph_style,
            "w:numId": self._list,
            "w:ilvl": self._level,
            "w:outlineLvl": self._outline,
            "w:framePr": self._frame,
            "w:sectPr": self._section,
            "w:r": self._start_run,
            "w:rStyle": self._run_style,
            "w:vanish": self._vanish,
            "w:vertAlign": self._align,
            "w:i": self._italic,
            "w:t": self._text,
            "m:t": self._text,
            "w:instrText": self._instruction,
            "w:tab": self._tab,
            "w:ptab": says(" "),
            "w:br": says("\n"),
            "w:cr": says("\n"),
            "w:noBreakHyphen": says("-"),
            "w:sym": self._symbol,
            "w:fldChar": self._field_character,
            "w:fldData": self._field_data,
            "w:fldSimple": self._simple_field,
            "w:footnoteReference": lambda attributes: self._refer(FOOTNOTE, attributes),
            "w:endnoteReference": lambda attributes: self._refer(ENDNOTE, attributes),
            "w:footnote": lambda attributes: self._note(FOOTNOTE, attributes),
            "w:endnote": lambda attributes: self._note(ENDNOTE, attributes),
            "w:comment": self._comment,
            "w:commentRangeStart": self._commented_on,
            "w:commentReference": self._commented_on,
            "w:bookmarkStart": self._bookmark,
            "w:bookmarkEnd": self._bookmark_ends,
            "w:del": self._delete,
            "w:moveFrom": self._delete,
            "w:cellDel": self._delete_cell,
            "w:trPr": self._row_properties,
            "w:tr": self._deletable,
            "w:tc": self._cell,
            "w:txbxContent": self._text_box,
            "mc:AlternateContent": self._alternatives,
            "mc:Choice": self._choice,
            "mc:Fallback": self._choice,
            "w:sdt": self._control,
            "w:sdtPr": self._control_properties,
            "w:tag": self._tagged,
            "w:bibliography": self._list_of_works,
            "w:showingPlcHdr": self._placeholder,
            "w:sdtContent": self._controlled,
        }
        return handlers | self._formats.handlers

    # Text.

    def _characters(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)

    def _say(self, text: str) -> None:
        run = self._run
        if self._deleted or run.hidden or self._in_properties:
            return
        if self._fields and not self._fields[-1].shown:
            return
        if run.note is not None:
            run.mark.append(text)
            return
        behind = self._behind
        in_list = behind.bibliography and not self._heading
        self._flow.say(text, behind.items, raised=run.raised, emphasised=run.emphasised, entry=in_list)

    @property
    def _heading(self) -> bool:
        """Whether the paragraph is a heading, also one of a list of works."""
        own = self._paragraph
        return bool(own.style.heading if own.heading is None else own.heading)

    @property
    def _behind(self) -> Behind:
        """What is known of the words that come next: of the innermost field or, without one, bookmark or control."""
        behind = self._fields[-1].behind if self._fields else NOTHING
        if behind == NOTHING and self._marks:
            behind = next(reversed(self._marks.values()))
        return behind if behind != NOTHING or not self._controls else self._controls[-1].behind

    def _start_story(self, attributes: Attributes) -> None:
        # What it says of white space holds for all that is in it (2.10 of XML 1.0).
        self._space = attributes.get(_SPACE, "default")

    def _text(self, attributes: Attributes) -> Closer:
        texts: list[str] = []
        self._texts = texts
        kept = attributes.get(_SPACE, self._space) == "preserve"

        def end() -> None:
            self._texts = None
            text = "".join(texts).replace("\n", " ").replace("\t", " ").replace("\xad", "")
            self._say(text if kept else text.strip(" \r"))

        return end

    def _tab(self, attributes: Attributes) -> None:
        # Among a paragraph's properties, it is a place that tabs go to.
        self._say(" ")

    def _symbol(self, attributes: Attributes) -> None:
        """A character of a font of symbols (17.3.3.30), whose codes are those of ASCII put off by F000."""
        try:
            code = int(attributes.get("w:char", ""), 16)
        except ValueError:
            return
        if 0xF020 <= code < 0xF0FF:
            character = chr(code - 0xF000)
            code = ord(character if attributes.get("w:font") == "Symbol" and character in "*+()[]/.,:;" else _BULLET)
        if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000:
            self._say(chr(code))

    # Paragraphs and runs.

    def _start_paragraph(self, attributes: Attributes) -> Closer:
        before, self._paragraph = self._paragraph, _ParagraphState()
        own = self._paragraph

        def end() -> None:
            if not own.joined:
                self._flow.end()
            if own.section is not None:
                self.sections.append(own.section)
            self._paragraph = before

        return end

    def _paragraph_properties(self, attributes: Attributes) -> Closer:
        self._in_properties = True

        def end() -> None:
            self._in_properties = False
            own, style = self._paragraph, self._paragraph.style
            number = own.list if own.list is not None else style.list
            if number is None or own.joined or self._deleted:
                return
            level = own.level if own.level is not None else style.level or 0
            label = self._counters.next(number, level)
            if label is not None and not self._heading:
                self._flow.number(label)

        return end

    def _paragraph_style(self, attributes: Attributes) -> None:
        self._paragraph.style = self._styles.get(attributes.get("w:val", ""), NO_STYLE)

    def _list(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._paragraph.list = attributes.get("w:val")

    def _level(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._paragraph.level = whole(attributes.get("w:val"))

    def _outline(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._paragraph.heading = attributes.get("w:val") != "9"

    def _frame(self, attributes: Attributes) -> None:
        # The letter that begins a chapter in a frame of its own is of the next paragraph's first word (17.3.1.11).
        if attributes.get("w:dropCap", "none") != "none":
            self._paragraph.joined = True

    def _start_run(self, attributes: Attributes) -> Closer:
        before = self._run
        self._run = own = _RunState(hidden=bool(self._paragraph.style.hidden))

        def end() -> None:
            self._run = before
            if own.note is not None:
                self._flow.mark(own.note)
                mark = "".join(own.mark).strip()
                self.references.append(Reference(own.note, len(self.sections), mark or None))

        return end

    def _run_style(self, attributes: Attributes) -> None:
        style = self._styles.get(attributes.get("w:val", ""), NO_STYLE)
        if not self._in_properties:
            self._run.hidden = self._run.hidden or bool(style.hidden)
            self._run.raised = self._run.raised or bool(style.raised)
            self._run.emphasised = self._run.emphasised or bool(style.emphasised)

    def _vanish(self, attributes: Attributes) -> None:
        if not self._in_properties:
            self._run.hidden = is_on(attributes)
        elif is_on(attributes):
            self._paragraph.joined = True

    def _align(self, attributes: Attributes) -> None:
        if not self._in_properties:
            self._run.raised = attributes.get("w:val") == "superscript"

    def _italic(self, attributes: Attributes) -> None:
        if not self._in_properties:
            self._run.emphasised = is_on(attributes)

    # Changes (17.13.5).

    def _delete(self, attributes: Attributes) -> Closer | None:
        if self._in_properties:
            self._paragraph.joined = True
            return None
        if self._in_row:
            self._deleted += 1
            return None
        self._deleted += 1
        return self._restore(self._deleted - 1)

    def _restore(self, deleted: int) -> Closer:
        def end() -> None:
            self._deleted = deleted

        return end

    def _row_properties(self, attributes: Attributes) -> Closer:
        self._in_row = True

        def end() -> None:
            self._in_row = False

        return end

    def _deletable(self, attributes: Attributes) -> Closer:
        return self._restore(self._deleted)

    def _delete_cell(self, attributes: Attributes) -> None:
        self._deleted += 1

    def _cell(self, attributes: Attributes) -> Closer:
        deleted = self._deleted

        def end() -> None:
            self._flow.end()
            self._deleted = deleted

        return end

    # Notes and comments.

    def _refer(self, kind: str, attributes: Attributes) -> None:
        if self._deleted or self._run.hidden or (self._fields and not self._fields[-1].shown):
            return
        note = f"{kind} {attributes.get('w:id', '')}"
        if "w:customMarkFollows" in attributes and is_on({"w:val": attributes["w:customMarkFollows"]}):
            self._run.note = note
        else:
            self._flow.mark(note)
            self.references.append(Reference(note, len(self.sections)))

    def _note(self, kind: str, attributes: Attributes) -> Closer:
        # Those that draw the line above notes have no reference.
        self._flow, self._fields = Flow(), []

        def end() -> None:
            self._flow.end()
            self.notes.setdefault(f"{kind} {attributes.get('w:id', '')}", tuple(self._flow.paragraphs))

        return end

    def _comment(self, attributes: Attributes) -> Closer:
        self._flow, self._fields = Flow(), []

        def end() -> None:
            self._flow.end()
            self._comments.setdefault(attributes.get("w:id", ""), plain_text(self._flow.paragraphs))

        return end

    def _commented_on(self, attributes: Attributes) -> None:
        own = attributes.get("w:id", "")
        if own in self._comments and own not in self._commented and not self._deleted:
            self._commented.add(own)
            self._flow.comment(self._comments[own])

    # Sections (17.6).

    def _section(self, attributes: Attributes) -> Closer:
        said: dict[str, NoteFormat] = {}
        self._formats.said = said

        def end() -> None:
            if self._in_properties:
                # The paragraph that bears them is the last of its section.
                self._paragraph.section = said
            else:
                self.sections.append(said)

        return end

    # Fields (17.16).

    def _field_character(self, attributes: Attributes) -> None:
        match attributes.get("w:fldCharType"):
            case "begin":
                self._fields.append(self._new_field())
            case "separate" if self._fields:
                self._print(self._fields[-1])
            case "end" if self._fields:
                ended = self._fields.pop()
                if self._fields and not self._fields[-1].printing:
                    # EndNote keeps the data of a field, also or only, in one within its instruction.
                    self._fields[-1].data = self._fields[-1].data or ended.data

    def _new_field(self) -> _Field:
        return _Field(not self._fields or self._fields[-1].shown, self._behind)

    def _print(self, own: _Field) -> None:
        own.printing = True
        behind = behind_field("".join(own.instruction), "".join(own.data), self._sources)
        own.instruction.clear()
        own.data.clear()
        if behind != NOTHING:
            own.behind = Behind(behind.items, behind.bibliography or own.behind.bibliography)

    def _instruction(self, attributes: Attributes) -> Closer:
        texts: list[str] = []
        self._texts = texts

        def end() -> None:
            self._texts = None
            if self._fields and not self._fields[-1].printing and not self._deleted:
                self._fields[-1].instruction += texts

        return end

    def _field_data(self, attributes: Attributes) -> Closer:
        texts: list[str] = []
        self._texts = texts

        def end() -> None:
            self._texts = None
            if self._fields:
                self._fields[-1].data += texts

        return end

    def _simple_field(self, attributes: Attributes) -> Closer:
        own = self._new_field()
        own.instruction.append(attributes.get("w:instr", ""))
        depth = len(self._fields)
        self._print(own)
        self._fields.append(own)

        def end() -> None:
            del self._fields[depth:]

        return end

    def _bookmark(self, attributes: Attributes) -> None:
        behind = self._bookmarks.behind(attributes.get("w:name", ""))
        if behind != NOTHING:
            self._marks[attributes.get("w:id", "")] = behind

    def _bookmark_ends(self, attributes: Attributes) -> None:
        self._marks.pop(attributes.get("w:id", ""), None)

    # Boxes, alternatives and content controls.

    def _text_box(self, attributes: Attributes) -> Closer:
        outer, fields, run, paragraph = self._flow, self._fields, self._run, self._paragraph
        in_properties = self._in_properties
        shown = not self._deleted and not run.hidden
        self._flow, self._fields, self._run, self._in_properties = Flow(), [], _RunState(), False

        def end() -> None:
            self._flow.end()
            if shown:
                outer.paragraphs += self._flow.paragraphs
            self._flow, self._fields, self._run, self._paragraph = outer, fields, run, paragraph
            self._in_properties = in_properties

        return end

    def _alternatives(self, attributes: Attributes) -> Closer:
        self._choices.append(False)

        def end() -> None:
            self._choices.pop()

        return end

    def _choice(self, attributes: Attributes) -> Closer | None:
        """The first of several forms of the same content (Part 3, 10.2)."""
        if not self._choices or self._choices[-1]:
            return SKIP
        self._choices[-1] = True
        return None

    def _control(self, attributes: Attributes) -> Closer:
        self._controls.append(_Control(self._controls[-1].behind if self._controls else NOTHING))

        def end() -> None:
            self._controls.pop()

        return end

    def _control_properties(self, attributes: Attributes) -> Closer:
        # Those of runs among them are of what will be typed there.
        before, self._run = self._run, _RunState()

        def end() -> None:
            self._run = before

        return end

    def _tagged(self, attributes: Attributes) -> None:
        behind = behind_control(attributes.get("w:val", ""))
        if self._controls and behind != NOTHING:
            self._controls[-1].behind = behind

    def _list_of_works(self, attributes: Attributes) -> None:
        if self._controls:
            self._controls[-1].behind = Behind(bibliography=True)

    def _placeholder(self, attributes: Attributes) -> None:
        if self._controls and is_on(attributes):
            self._controls[-1].placeholder = True

    def _controlled(self, attributes: Attributes) -> Closer | None:
        return SKIP if self._controls and self._controls[-1].placeholder else None
