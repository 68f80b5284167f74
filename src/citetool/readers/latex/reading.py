r"""Tokens of LaTeX source to paragraphs and notes, in one pass without recursion, however deep groups are nested."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple, TypeAlias

from citetool.readers.latex import commands
from citetool.readers.latex.cites import CiteCommand, Setting, cite_command, keys_in, makes_notes
from citetool.readers.latex.inclusions import Inclusions, Source
from citetool.readers.latex.tokens import Kind, Token
from citetool.readers.layout import Layout, Marker, NoteBody, Paragraph, Part, Run, Said, raised
from citetool.readers.notes import NUMBERS, raised_numbers
from citetool.tex import COMMANDS, LIGATURES, SYMBOLS, UNSEEN, decode

_PRINTED = COMMANDS | commands.WORDS
_LIGATURES = LIGATURES | {'"`': "„", "\"'": "“"}
_AS_PRINTED = str.maketrans({"\n": " ", "~": " ", "`": "‘"})
_QUOTE = re.compile("[‘']")
_SAID = re.compile(r"%+\s*citetool:\s*(?P<said>[^\n]*)")
_ESCAPED = re.compile(r"\\([%#&_~{}$\\ ])")
_SHORTHAND = re.compile('"([aouAOUs=~|/-])')
_SHORTHANDS = dict(zip("aouAOUs=~|/-", ("ä", "ö", "ü", "Ä", "Ö", "Ü", "ß", "-", "-", "", "/", ""), strict=True))
"""What German babel has for two signs (its manual, on german)."""

_NUMBER = re.compile(r"[0-9][0-9\s,.:%+–-]*")
_BOOKS = frozenset(
    ["book", "report", "memoir", "scrbook", "scrreprt", "extbook", "extreport", "amsbook", "octavo", "tufte-book"]
)
"""Classes that number notes anew in each chapter."""


class Range(NamedTuple):
    """Tokens of a file that are still to be read."""

    source: Source
    start: int
    end: int


Job: TypeAlias = "Range | Callable[[], None]"


class _Flow:
    """Paragraphs in the making: of the body, or of a note."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.parts: list[Part] = []
        self.entry = False
        self.key: str | None = None
        self.one_line = self.quoted = False

    def end_paragraph(self) -> None:
        """Close the paragraph, without white space at its end."""
        while self.parts and isinstance(last := self.parts[-1], Run):
            text = last.text.rstrip()
            if text == last.text:
                break
            self.parts.pop()
            if text:
                length = len(text) if last.length is None else last.length
                self.parts.append(last._replace(text=text, length=None if last.length is None else length))
        if self.parts:
            self.paragraphs.append(Paragraph(tuple(self.parts), self.entry, self.key))
            # What follows a key in the same entry goes on with it, without a key of its own.
            self.parts, self.key, self.quoted = [], None, False

    @property
    def blank(self) -> bool:
        """Whether white space would be the second in a row, or the first of a paragraph."""
        for part in reversed(self.parts):
            if isinstance(part, Run):
                return part.text[-1:] in " \n"
            if isinstance(part, Marker):
                return False
        return True

    @property
    def ends_with_quote(self) -> bool:
        """Whether a quotation mark was put last."""
        last = self.parts[-1] if self.parts else None
        return isinstance(last, Run) and last.text[-1:] in "‘’“”„'\""

    def put(self, run: Run) -> None:
        """Add a run, or join it to the last one where both are the file's characters one after another."""
        last = self.parts[-1] if self.parts else None
        if (
            isinstance(last, Run)
            and last.length is None
            and run.length is None
            and last.key is None
            and run.key is None
            and last.emphasised == run.emphasised
            and last.at + len(last.text) == run.at
        ):
            self.parts[-1] = last._replace(text=last.text + run.text)
        else:
            self.parts.append(run)


class _Numbering:
    """The counters of notes."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._round = 0

    def restart(self) -> None:
        """A chapter begins that numbers notes anew."""
        self.counts.clear()
        self._round += 1

    def next(self, series: str) -> str:
        """The label of the next note of a series."""
        self.counts[series] += 1
        return self.label(series)

    def label(self, series: str) -> str:
        """The label of the note of a series that was numbered last."""
        number = self.counts[series]
        if series == "thanks":
            return commands.SYMBOLS_OF_NOTES[min(max(number, 1), len(commands.SYMBOLS_OF_NOTES)) - 1]
        return str(number)

    def identify(self, series: str, label: str) -> str:
        """What tells a note from those of other series and chapters."""
        return f"{series} {self._round} {label}"


class Reader:
    """Reads a file and those that it includes; `layout` is what came of it."""

    def __init__(self, inclusions: Inclusions) -> None:
        self._inclusions = inclusions
        self._jobs: list[Job] = []
        self._source = inclusions.main
        self._flow = _Flow()
        self._outer: list[tuple[_Flow, str]] = []
        self._notes: dict[str, NoteBody | None] = {}
        self._begun: dict[str, str] = {}
        self._numbering = _Numbering()
        self._environments: list[str] = []
        self._tables = 0
        self._emphasised = 0
        self._muted = False
        self._by_chapter = False
        self._autocite_is_note = self._german = False
        self._macros: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._also_cited: dict[str, None] = {}
        self._bibliographies: dict[str, None] = {}
        self._surveying = self._in_preamble = False

    def layout(self) -> Layout:
        """Read it all."""
        whole = self._inclusions.main.body[0] is not None and not self._is_subfile()
        root = None if whole else self._inclusions.enter_main_file()
        jobs: list[Job] = list(self._whole(self._inclusions.main))
        if root is not None:
            jobs = [*self._survey(root), *jobs]
            self._also_cited["*"] = None
        self._push(jobs)
        while self._jobs:
            job = self._jobs.pop()
            if isinstance(job, Range):
                self._read(job)
            else:
                job()
        self._flow.end_paragraph()
        notes = [note for note in self._notes.values() if note is not None]
        return Layout(
            body=tuple(self._flow.paragraphs),
            notes=tuple(notes),
            source=self._inclusions.main.text,
            also_cited=tuple(self._also_cited),
            bibliographies=tuple(self._bibliographies),
        )

    # What is to be read, and in which order.

    def _push(self, jobs: Iterable[Job]) -> None:
        self._jobs += reversed(list(jobs))

    def _whole(self, source: Source) -> Iterator[Job]:
        """All of a file: of its preamble only what it prints later."""
        begin, end = source.body
        if begin is None:
            yield Range(source, 0, len(source.tokens.all))
            return
        was_muted = self._muted
        yield lambda: self._mute(True)
        yield Range(source, 0, begin)
        yield lambda: self._mute(was_muted)
        yield Range(source, begin + 1, end)

    def _mute(self, muted: bool) -> None:
        self._muted = muted

    def _read(self, job: Range) -> None:
        self._source = job.source
        tokens, at, end = job.source.tokens.all, job.start, job.end
        while at < end:
            waiting = len(self._jobs)
            after = self._step(tokens[at], at, end)
            if len(self._jobs) > waiting:
                # What was put off comes first, then the rest of this.
                self._jobs.insert(waiting, Range(job.source, after, end))
                return
            at = after

    def _step(self, token: Token, at: int, end: int) -> int:
        """Read a token, with what belongs to it; the index of the one to go on with."""
        kind = token.kind
        if kind is Kind.TEXT:
            self._put_verbatim(token)
        elif kind is Kind.SPACE:
            self._put_space(token)
        elif kind is Kind.COMMAND:
            return self._command(token, at, end)
        elif kind is Kind.PAR:
            if self._flow.entry:
                self._put_space(token)
            else:
                self._end_paragraph()
        elif kind is Kind.SIGN:
            self._put(_LIGATURES.get(self._text(token), self._text(token)), token)
        elif kind is Kind.ACCENT:
            self._put(decode(self._text(token)), token)
        elif kind is Kind.SYMBOL:
            return self._symbol(token, at, end)
        elif kind is Kind.COMMENT:
            self._comment(token)
        elif kind is Kind.BEGIN:
            return self._begin(token, at, end)
        elif kind is Kind.END:
            self._end(token.name)
        elif kind is Kind.MATH:
            return self._math(token, at, end)
        elif kind is Kind.CELL:
            self._cell(token)
        elif kind is Kind.ADDRESS:
            self._address(token)
        elif kind is Kind.INPUT:
            self._include(token.name)
        elif kind is Kind.SEVERAL:
            return self._several(token, at, end)
        elif kind in (Kind.OPEN_BRACKET, Kind.CLOSE_BRACKET):
            self._put_verbatim(token)
        return at + 1

    # Putting text.

    def _text(self, token: Token) -> str:
        return self._source.text[token.start : token.end]

    def _put(self, text: str, token: Token) -> None:
        """Add what stands for a token."""
        self._put_at(text, token.start, token.end - token.start)

    def _put_at(self, text: str, start: int, length: int, key: str | None = None) -> None:
        if self._muted or not text:
            return
        whole = None if len(text) == length else length
        self._flow.put(Run(text, self._source.start + start, whole, key, emphasised=self._emphasised > 0))

    def _put_verbatim(self, token: Token) -> None:
        if not self._muted:
            text = self._text(token).translate(_AS_PRINTED)
            if "'" in text or "‘" in text:
                text = _QUOTE.sub(self._quote, text)
            at = 0
            for found in _SHORTHAND.finditer(text) if self._german and '"' in text else ():
                self._put_at(text[at : found.start()], token.start + at, found.start() - at)
                self._put_at(_SHORTHANDS[found[1]], token.start + found.start(), 2)
                at = found.end()
            self._put_at(text[at:], token.start + at, len(text) - at)

    def _quote(self, found: re.Match[str]) -> str:
        """TeX prints `'` as `’`; where one opens a quotation, as people write who don't know, it stays what it is."""
        mark, at = found.group(), found.start()
        if mark == "‘":
            self._flow.quoted = True
            return mark
        before, after = found.string[at - 1 : at] if at else "", found.string[at + 1 : at + 2]
        if before.isalnum() and after.isalnum():
            return "’"
        closes, self._flow.quoted = self._flow.quoted, False
        return "’" if closes else mark

    def _put_space(self, token: Token) -> None:
        if not self._muted and not self._flow.blank:
            self._put(" ", token)

    def _put_mark(self, text: str) -> None:
        """Add what stands in no file, behind what was added last."""
        if self._muted:
            return
        last = next((part for part in reversed(self._flow.parts) if isinstance(part, Run)), None)
        at = 0 if last is None else last.at + (len(last.text) if last.length is None else last.length)
        self._flow.put(Run(text, at, 0))

    def _end_paragraph(self) -> None:
        if not self._muted:
            self._flow.end_paragraph()

    def _comment(self, token: Token) -> None:
        found = _SAID.match(self._source.text, token.start, token.end)
        if found is None:
            return
        line = self._source.text.rfind("\n", 0, token.start) + 1
        alone = not self._source.text[line : token.start].strip()
        self._flow.parts.append(Said(" ".join(found["said"].split()), self._source.start + token.start, alone))

    # Arguments.

    def _next(self, at: int, end: int) -> int:
        """The first token from `at` on that is neither white space nor a comment."""
        tokens = self._source.tokens.all
        while at < end and tokens[at].kind in (Kind.SPACE, Kind.COMMENT):
            at += 1
        return at

    def _optional(self, at: int, end: int) -> tuple[Range | None, int]:
        """The argument in brackets that stands at `at`, if one does, and where to go on."""
        found = self._next(at, end)
        if found < end and self._source.tokens.all[found].kind is Kind.OPEN_BRACKET:
            close = self._source.tokens.partner[found]
            if 0 < close < end:
                return Range(self._source, found + 1, close), close + 1
        return None, at

    def _mandatory(self, at: int, end: int) -> tuple[Range | None, int]:
        """The argument in braces at `at`; a command without them; one that isn't closed goes to its paragraph's end."""
        tokens = self._source.tokens
        found = self._next(at, end)
        if found >= end:
            return None, at
        kind = tokens.all[found].kind
        if kind is Kind.OPEN:
            close = tokens.partner[found]
            if 0 < close < end:
                return Range(self._source, found + 1, close), close + 1
            close = min(tokens.next_par[found], end)
            return Range(self._source, found + 1, close), close
        if kind in (Kind.COMMAND, Kind.SYMBOL, Kind.ACCENT, Kind.SKIPPED):
            return Range(self._source, found, found + 1), found + 1
        return None, at

    def _arguments(self, wanted: str, at: int, end: int) -> tuple[list[Range | None], int]:
        """Arguments as `commands` writes them, and where to go on."""
        found = []
        for each in wanted:
            argument, at = self._optional(at, end) if each == "o" else self._mandatory(at, end)
            found.append(argument)
        return found, at

    def _raw(self, argument: Range | None) -> str:
        """The source of an argument."""
        if argument is None or argument.start >= argument.end:
            return ""
        tokens = argument.source.tokens.all
        return argument.source.text[tokens[argument.start].start : tokens[argument.end - 1].end]

    # Commands.

    def _command(self, token: Token, at: int, end: int) -> int:
        name = token.name
        plain = name.rstrip("*")
        plain = self._aliases.get(plain, plain)
        after = at + 1
        if plain in _PRINTED and not plain.startswith("par"):
            text = _PRINTED[plain]
            if text != " " or not self._flow.blank:
                self._put(text, token)
            return self._empty_group(after, end)
        if plain in commands.INCLUSIONS:
            return self._inclusion(plain, after, end)
        if plain in commands.BIBLIOGRAPHIES:
            return self._bibliography(plain, after, end)
        if plain in ("documentclass", "usepackage", "RequirePackage"):
            return self._package(plain, after, end)
        if plain in commands.DEFINITIONS:
            return self._definition(plain, after, end)
        if plain in ("def", "edef", "gdef", "xdef", "let"):
            return self._plain_definition(plain, after, end)
        if (cite := self._citing(name)) is not None:
            return self._cite(token, cite, after, end)
        if self._muted and (self._surveying or plain not in commands.IN_PREAMBLE):
            return after
        if plain in commands.SECTIONS or plain in commands.BLOCKS:
            return self._block(plain, after, end)
        if plain in commands.NOTES:
            return self._note(token, commands.NOTES[plain], after, end)
        if plain in commands.NOTE_MARKS:
            return self._note_mark(token, commands.NOTE_MARKS[plain], after, end)
        if plain in commands.NOTE_TEXTS:
            return self._note_text(token, commands.NOTE_TEXTS[plain], after, end)
        if plain in ("textsuperscript", "textsu", "up", "sups"):
            return self._superscript(after, end)
        if plain in commands.EMPHASES:
            return self._emphasis(after, end)
        if name in commands.QUOTES or plain in commands.QUOTES:
            return self._quotation(commands.QUOTES.get(name) or commands.QUOTES[plain], after, end)
        if plain in ("item", "bibitem"):
            return self._item(plain, after, end)
        if plain in ("setcounter", "addtocounter"):
            return self._counter(plain, after, end)
        if plain == "newblock":
            self._put_space(token)
            return after
        if plain == "iffalse":
            return self._if_false(at, end)
        if plain in commands.BREAKS:
            self._end_paragraph()
            return after
        if plain == "vadjust":
            # Pandoc writes `\vadjust pre{…}` before entries.
            return self._mandatory(
                after + (self._text(self._source.tokens.all[after]) == "pre" if after < end else 0), end
            )[1]
        if plain in commands.WITHOUT_TEXT:
            return self._arguments(commands.WITHOUT_TEXT[plain], after, end)[1]
        if plain in commands.LEADING:
            return self._arguments(commands.LEADING[plain], after, end)[1]
        if plain in self._macros:
            text = self._macros[plain]
            # `\\xspace` puts back the space that TeX passed over.
            passed_over = self._text(token)[-1:].isspace()
            self._put(text if passed_over else text.rstrip(), token)
            return self._empty_group(after, end)
        return self._unknown(after, end)

    def _empty_group(self, at: int, end: int) -> int:
        """Behind the `{}` that ends a command's name, if one stands there."""
        tokens = self._source.tokens
        closes = at < end and tokens.all[at].kind is Kind.OPEN and tokens.partner[at] == at + 1
        return at + 2 if closes else at

    def _unknown(self, at: int, end: int) -> int:
        """Its options are left out where something in braces follows them."""
        tokens = self._source.tokens
        if at < end and tokens.all[at].kind is Kind.OPEN_BRACKET and 0 < (close := tokens.partner[at]) < end - 1:
            return close + 1 if tokens.all[close + 1].kind is Kind.OPEN else at
        return at

    def _symbol(self, token: Token, at: int, end: int) -> int:
        symbol = self._source.text[token.start + 1 : token.end]
        if symbol == "\\":
            after = at + 1
            tokens = self._source.tokens.all
            if after < end and tokens[after].kind is Kind.TEXT and self._text(tokens[after]) == "*":
                after += 1
            if self._adjacent_bracket(after, end):
                _, after = self._optional(after, end)
            if self._tables and not self._outer:
                self._end_paragraph()
            elif not self._flow.blank:
                self._put(" " if self._flow.one_line else "\n", token)
            return after
        if symbol in "([" and symbol:
            return self._math(token, at, end)
        if symbol == "," and self._flow.ends_with_quote:
            # It keeps two quotation marks apart, no words: `'\,''`.
            return at + 1
        text = SYMBOLS.get(symbol, "" if symbol in ")]<>=+'`^\"." else symbol)
        if text != " " or not self._flow.blank:
            self._put(text, token)
        return at + 1

    def _adjacent_bracket(self, at: int, end: int) -> bool:
        return at < end and self._source.tokens.all[at].kind is Kind.OPEN_BRACKET

    def _cell(self, token: Token) -> None:
        if self._tables:
            self._end_paragraph()
        else:
            self._put_verbatim(token)

    def _block(self, name: str, at: int, end: int) -> int:
        """A heading, or what else stands apart from the text around it."""
        wanted = commands.SECTIONS.get(name) or commands.BLOCKS[name]
        found, after = self._arguments(wanted, at, end)
        if name == "chapter" and self._by_chapter:
            self._numbering.restart()
        printed = found[-1]
        if printed is None:
            return after
        was_muted, flow = self._muted, self._flow

        def begin() -> None:
            self._muted = False
            flow.end_paragraph()
            flow.entry, flow.one_line = False, name in commands.SECTIONS

        def close() -> None:
            flow.end_paragraph()
            flow.one_line = False
            self._muted = was_muted

        self._push([begin, printed, close])
        return after

    def _quotation(self, marks: str, at: int, end: int) -> int:
        found, after = self._arguments("oom", at, end)
        cite, _, quoted = found
        if quoted is not None:
            self._put_mark(marks[0])
            behind: list[Job] = [self._mark(" ("), cite, self._mark(")")] if cite is not None else []
            self._push([quoted, self._mark(marks[1]), *behind])
        return after

    def _emphasis(self, at: int, end: int) -> int:
        words, after = self._mandatory(at, end)
        if words is not None:
            self._push([lambda: self._emphasise(1), words, lambda: self._emphasise(-1)])
        return after

    def _emphasise(self, change: int) -> None:
        self._emphasised += change

    def _superscript(self, at: int, end: int) -> int:
        argument, after = self._mandatory(at, end)
        text = self._raw(argument).strip()
        if argument is None or not NUMBERS.fullmatch(text):
            return at
        token = self._source.tokens.all[argument.start]
        self._put_at(raised_numbers(text), token.start, len(text))
        return after

    def _item(self, name: str, at: int, end: int) -> int:
        self._end_paragraph()
        if name == "item":
            label, after = self._optional(at, end)
            if label is not None and label.start < label.end:
                self._push([label, lambda: self._put_mark(" ")])
            return after
        found, after = self._arguments("om", at, end)
        keys = self._keys(found[-1])
        self._flow.entry, self._flow.key = True, keys[0][0] if keys else None
        return after

    def _counter(self, name: str, at: int, end: int) -> int:
        found, after = self._arguments("mm", at, end)
        counter, value = (self._raw(each).strip() for each in found)
        if counter in ("footnote", "endnote") and re.fullmatch(r"-?[0-9]{1,6}", value):
            if name == "setcounter" and value == "0":
                self._numbering.restart()
            elif name == "setcounter":
                self._numbering.counts[counter] = int(value)
            else:
                self._numbering.counts[counter] += int(value)
        return after

    # What is left out.

    def _math(self, token: Token, at: int, end: int) -> int:
        """A formula, which ends in its paragraph; of it only a number is text, or raised digits."""
        tokens = self._source.tokens
        close = tokens.partner[at]
        if not 0 < close < end:
            return at + 1
        start, stop = token.end, tokens.all[close].start
        inner = self._source.text[start:stop] if stop - start <= _LONGEST_NUMBER else ""
        if _NUMBER.fullmatch(inner):
            self._put_at(inner, start, len(inner))
        elif found := _RAISED.fullmatch(inner):
            self._put_at(raised(found[1]), start + found.start(1), len(found[1]))
        return close + 1

    def _if_false(self, at: int, end: int) -> int:
        r"""Behind the `\fi` (or `\else`) of what is never printed."""
        close = self._source.tokens.partner[at]
        return close + 1 if 0 < close < end else at + 1

    # Environments.

    def _begin(self, token: Token, at: int, end: int) -> int:
        name = token.name
        if name in commands.SKIPPED:
            return self._skip_environment(name, at, end)
        if name == "document":
            return at + 1
        self._end_paragraph()
        self._environments.append(name)
        self._tables += name in commands.TABLES
        _, after = self._arguments(commands.ENVIRONMENTS.get(name, ""), at + 1, end)
        if name not in commands.ENVIRONMENTS and self._adjacent_bracket(after, end):
            _, after = self._optional(after, end)
        return after

    def _end(self, name: str) -> None:
        self._end_paragraph()
        if name in commands.LISTS_OF_ENTRIES:
            self._flow.entry = False
        if name in self._environments[-_DEEPEST:]:
            while (closed := self._environments.pop()) != name:
                self._tables -= closed in commands.TABLES
            self._tables -= name in commands.TABLES

    def _skip_environment(self, name: str, at: int, end: int) -> int:
        close = self._source.tokens.partner[at]
        return close + 1 if 0 < close < end else at + 1

    # Notes.

    def _note(self, token: Token, series: str, at: int, end: int) -> int:
        found, after = self._arguments("om", at, end)
        if found[1] is None:
            return at
        given = self._raw(found[0]).strip()
        self._begin_note(token, series, given if given.isdecimal() else self._next_label(series))
        self._push([found[1], self._end_note])
        return after

    def _note_mark(self, token: Token, series: str, at: int, end: int) -> int:
        found, after = self._optional(at, end)
        given = self._raw(found).strip()
        label = given if given.isdecimal() else self._next_label(series)
        self._mark_note(token, self._numbering.identify(series, label), label)
        return self._empty_group(after, end)

    def _note_text(self, token: Token, series: str, at: int, end: int) -> int:
        found, after = self._arguments("om", at, end)
        if found[1] is None:
            return at
        given = self._raw(found[0]).strip()
        label = given if given.isdecimal() else self._numbering.label(series)
        unmarked = label == "0" or self._notes.get(self._numbering.identify(series, label)) is not None
        # Without a number it is the kind of note that authors thank in.
        self._begin_note(token, series, "*" if unmarked else label, marked=False)
        self._push([found[1], self._end_note])
        return after

    def _next_label(self, series: str) -> str:
        if "minipage" in self._environments[-_DEEPEST:] and series == "footnote":
            self._numbering.counts["minipage"] += 1
            return chr(ord("a") + (self._numbering.counts["minipage"] - 1) % 26)
        return self._numbering.next(series)

    def _mark_note(self, token: Token, note: str, label: str) -> None:
        self._notes.setdefault(note, None)
        self._flow.parts.append(Marker(note, label, self._source.start + token.start, token.end - token.start))

    def _begin_note(self, token: Token, series: str, label: str, marked: bool = True) -> None:
        note = self._numbering.identify(series, label)
        while self._notes.get(note) is not None or note in self._begun:
            note += "'"
        if marked:
            self._mark_note(token, note, label)
        self._notes.setdefault(note, None)
        self._begun[note] = label
        self._outer.append((self._flow, note))
        self._flow = _Flow()

    def _end_note(self) -> None:
        self._flow.end_paragraph()
        paragraphs = tuple(self._flow.paragraphs)
        self._flow, note = self._outer.pop()
        self._notes[note] = NoteBody(note, self._begun[note], paragraphs)

    # Cites.

    def _several(self, token: Token, at: int, end: int) -> int:
        r"""`\autocites(pre)(post)…`."""
        cite = self._citing(token.name)
        text = self._text(token)
        if cite is None:
            return at + 1
        around = [(found[1], token.start + found.start(1)) for found in re.finditer(r"\(([^()]*)\)", text)]
        return self._cite(token, cite, at + 1, end, around)

    def _citing(self, name: str) -> CiteCommand | None:
        plain = self._aliases.get(name.rstrip("*"))
        return cite_command(plain or name, bool(self._outer), self._autocite_is_note)

    def _cite(self, token: Token, cite: CiteCommand, at: int, end: int, around: Sequence[tuple[str, int]] = ()) -> int:
        cited: list[_Cited] = []
        after = at
        while not cited or cite.several:
            group, further = self._cited(cite, after, end)
            if group is None:
                break
            cited.append(group)
            after = further
        if not cited:
            return at
        if cite.setting is Setting.UNSEEN:
            if not self._surveying:
                self._also_cited |= dict.fromkeys(key for group in cited for key, _ in group.keys)
            return after
        if self._muted or not any(group.keys for group in cited):
            return after
        source = self._source
        jobs = [job for number, group in enumerate(cited) for job in self._laid_out(source, cite, group, number)]
        if around:
            jobs = [self._put_around(source, around[0], "", " "), *jobs]
        if len(around) > 1:
            jobs.append(self._put_around(source, around[1], ", ", ""))
        if cite.quotes:
            found, after = self._arguments("om", after, end)
            if found[1] is not None:
                jobs = [self._mark("“"), found[1], self._mark("” ("), *jobs, self._mark(")")]
        elif cite.setting is Setting.BRACKETS:
            jobs = [self._mark("("), *jobs, self._mark(")")]
        elif cite.setting is Setting.NOTE:
            label = self._numbering.label("footnote") if cite.unmarked else self._next_label("footnote")
            self._begin_note(token, "footnote", label, marked=not cite.unmarked)
            jobs.append(self._end_note)
        self._push(jobs)
        return after

    def _cited(self, cite: CiteCommand, at: int, end: int) -> tuple[_Cited | None, int]:
        """The keys of a cite, with what stands before and behind them, and where to go on."""
        tokens = self._source.tokens.all
        first = second = volume = None
        before: Token | None = None
        after = at
        if after < end and tokens[after].kind is Kind.TEXT and _ANGLES.fullmatch(self._text(tokens[after])):
            before, after = tokens[after], after + 1
        first, after = self._optional(after, end)
        if cite.volume:
            volume, after = self._mandatory(after, end)
        second, after = self._optional(after, end)
        if self._next(after, end) >= end or tokens[self._next(after, end)].kind is not Kind.OPEN:
            return None, at
        keys, after = self._mandatory(after, end)
        both = second is not None or cite.volume
        pre, post = (first, second) if both else (None, first)
        return _Cited(pre, post, self._keys(keys), volume, before), after

    def _laid_out(self, source: Source, cite: CiteCommand, group: _Cited, number: int) -> Iterator[Job]:
        if number:
            yield self._mark("; ")
        if group.before is not None:
            text = source.text[group.before.start + 1 : group.before.end - 1]
            yield self._put_around(source, (text, group.before.start + 1), "", " ")
        if group.pre is not None and group.pre.start < group.pre.end:
            yield group.pre
            yield self._mark(" ")
        for place, (key, start) in enumerate(group.keys):
            if place:
                yield self._mark("; ")
            yield self._put_key(source, key, start)
        if group.volume is not None:
            yield self._mark(", vol. ")
            yield group.volume
        if group.post is not None and group.post.start < group.post.end:
            bracketed = cite.setting is Setting.TEXTUAL
            yield self._mark(" (" if bracketed else ", ")
            yield group.post
            if bracketed:
                yield self._mark(")")

    def _mark(self, text: str) -> Callable[[], None]:
        return lambda: self._put_mark(text)

    def _put_key(self, source: Source, key: str, start: int) -> Callable[[], None]:
        return lambda: self._flow.put(Run(key, source.start + start, None, key))

    def _put_around(self, source: Source, raw: tuple[str, int], before: str, behind: str) -> Callable[[], None]:
        """Adds source that is no tokens, with something before and behind it."""
        text, start = raw
        printed = decode(text)

        def put() -> None:
            if printed:
                self._put_mark(before)
                same = printed == text
                self._flow.put(Run(printed, source.start + start, None if same else len(text)))
                self._put_mark(behind)

        return put

    def _keys(self, argument: Range | None) -> tuple[tuple[str, int], ...]:
        """The keys of an argument, and where they stand in their file."""
        if argument is None or argument.start >= argument.end:
            return ()
        tokens = argument.source.tokens.all
        start, end = tokens[argument.start].start, tokens[argument.end - 1].end
        return tuple(keys_in(argument.source.text, start, end))

    # Addresses, other files, and what is set up.

    def _address(self, token: Token) -> None:
        if self._muted or token.name == "href":
            return
        text = self._text(token)
        opening = _ADDRESS.match(text)
        if opening is None:
            return
        if token.name == "doi":
            self._put_mark("doi:")
        raw = text[opening.end() : -1]
        self._put_at("".join(_ESCAPED.sub(r"\1", raw).split()), token.start + opening.end(), len(raw))

    def _inclusion(self, name: str, at: int, end: int) -> int:
        wanted = "mm" if name in ("import", "subimport", "includefrom", "inputfrom") else "m"
        found, after = self._arguments(wanted, at, end)
        names = [self._raw(each).strip() for each in found]
        if all(names):
            self._include("/".join(names))
        return after

    def _include(self, name: str) -> None:
        if self._surveying and not self._in_preamble:
            return
        source = self._inclusions.enter(name, self._source)
        if source is not None:
            self._push([*self._whole(source), self._inclusions.leave])

    def _is_subfile(self) -> bool:
        return "{subfiles}" in self._inclusions.main.text[:5000]

    def _survey(self, root: Source) -> Iterator[Job]:
        """What the main file of a part sets up: bibliographies, styles, commands."""
        begin, end = root.body

        def begin_survey() -> None:
            self._surveying = self._muted = self._in_preamble = True

        def begin_body() -> None:
            self._in_preamble = False

        def end_survey() -> None:
            self._surveying = self._muted = False
            self._inclusions.leave()

        yield begin_survey
        yield Range(root, 0, begin or 0)
        yield begin_body
        yield Range(root, begin or 0, end)
        yield end_survey

    def _bibliography(self, name: str, at: int, end: int) -> int:
        found, after = self._arguments("om", at, end)
        named = self._raw(found[-1])
        stem = PurePath(self._source.path).stem
        files = []
        for each in named.split(","):
            file = " ".join(each.split()).replace("\\jobname", stem)
            if not file or "\\" in file or "#" in file:
                continue
            if name in ("bibliography", "nobibliography") and not file.endswith(".bib"):
                file += ".bib"
            files.append(self._from_draft(file))
        printed = f"{stem}.bbl"
        if files and self._inclusions.holds(printed) and not any(map(self._inclusions.holds, files)):
            # Sources are handed on without their .bib files, but with what BibTeX made of them.
            self._include(printed)
        else:
            self._bibliographies |= dict.fromkeys(files)
        return after

    def _from_draft(self, file: str) -> str:
        """A path from the folder of the draft, where it is one from that of the main file."""
        if not self._surveying:
            return file
        draft, root = PurePath(self._inclusions.main.path).parent, PurePath(self._source.path).parent
        return PurePath(os.path.relpath(root / file, draft)).as_posix()

    def _package(self, command: str, at: int, end: int) -> int:
        found, after = self._arguments("om", at, end)
        options, names = map(self._raw, found)
        if command == "documentclass":
            self._german = "german" in options
            self._by_chapter = names.strip() in _BOOKS
            return after
        self._german = self._german or ("german" in options and "babel" in names)
        for name in names.split(","):
            made = makes_notes(name.strip(), options)
            self._autocite_is_note = self._autocite_is_note if made is None else made
        return after

    def _definition(self, command: str, at: int, end: int) -> int:
        found, after = self._arguments(commands.DEFINITIONS[command], at, end)
        if not command.endswith(("ommand", "DocumentCommand")):
            return after
        name = self._raw(found[0]).strip().removeprefix("\\").strip()
        body = self._raw(found[-1]).strip()
        takes_none = not self._raw(found[1]).strip()
        if not name or len(body) > _LONGEST_MACRO:
            return after
        if alias := _ALIAS.fullmatch(body):
            target = self._aliases.get(alias[1], alias[1])
            if target in commands.NOTES or cite_command(target) is not None:
                self._aliases[name] = target
        elif takes_none and all(each[1] in _IN_MACROS for each in _IN_MACRO.finditer(body)):
            spaced = body.endswith("\\xspace")
            self._macros[name] = decode(body.removesuffix("\\xspace")) + (" " if spaced else "")
        return after

    def _plain_definition(self, command: str, at: int, end: int) -> int:
        r"""Behind `\def\name#1{…}` or `\let\name=\other`."""
        tokens = self._source.tokens.all
        if command != "let":
            stop = next((each for each in range(at, min(at + 12, end)) if tokens[each].kind is Kind.OPEN), None)
            return at if stop is None else self._mandatory(stop, end)[1]
        names: list[str] = []
        after = at
        while len(names) < 2 and after < min(at + 4, end):
            token = tokens[after]
            if token.kind in (Kind.COMMAND, Kind.SYMBOL):
                names.append(token.name)
            elif token.kind not in (Kind.TEXT, Kind.SPACE) or self._text(token).strip(" =\n"):
                break
            after += 1
        if len(names) == 2 and (names[1] in commands.NOTES or cite_command(names[1]) is not None):
            self._aliases[names[0]] = names[1]
        return after


class _Cited(NamedTuple):
    """The keys of a cite, each with its place, and what stands around them."""

    pre: Range | None
    post: Range | None
    keys: tuple[tuple[str, int], ...]
    volume: Range | None = None
    before: Token | None = None


_ANGLES = re.compile(r"<[^<>\n]{0,200}>")
r"""`\citeA<see>[p. 3]{key}`, as apacite has it."""

_ADDRESS = re.compile(r"\\[a-z]+\*?[ \t]{0,3}(?:\[[^\]\n]{0,200}\])?\{")
_RAISED = re.compile(r"\s?(?:\{\s?\})?\^\s?\{?\s?([0-9]{1,4})\s?\}?\s?")
_LONGEST_NUMBER = 40
_DEEPEST = 50
"""Environments around a place that are looked at; deeper ones aren't closed by name."""

_LONGEST_MACRO = 300
_ALIAS = re.compile(r"\\([A-Za-z]+)\s?(?:(?:\[[^\[\]]{0,20}\]\s?){0,2}\{#[1-9]\})?")
r"""`\newcommand{\pc}[2][]{\parencite[#1]{#2}}`, `\newcommand{\pc}{\parencite}`: another name of a command."""

_IN_MACRO = re.compile(r"\\([A-Za-z]+|.)|#", re.DOTALL)
_IN_MACROS = frozenset([*COMMANDS, *UNSEEN, *SYMBOLS, "xspace", "&", "%", "_", "$"])
"""Commands that a macro may hold which stands for some words."""
