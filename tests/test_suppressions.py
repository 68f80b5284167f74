"""Findings put aside by comments and by tables of the config, and those of these that put nothing aside."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from citetool.cli import main
from citetool.config import BadConfig, Config, configure, read_config, shown_settings
from citetool.lint import lint, understand
from citetool.model import Checked, Finding, Severity, Span
from citetool.readers.formats import ReadText
from citetool.readers.markdown.reading import read_markdown
from citetool.readers.text import read_text
from citetool.rules import RULES, check
from citetool.rules.ignores import Ignore, read_ignore
from citetool.rules.selection import see_that_codes_are_known
from citetool.suppressions import suppress

CONFIG = Config(today=date(2026, 6, 1))

LIST = """
References

Abel, A. (2018) ‘Rise’, Economy Today, 2(1), pp. 3–9.
"""


READERS = {"text": read_text, "Markdown": read_markdown}


def found(
    text: str, config: Config = CONFIG, path: str = "draft.txt", read: ReadText = read_text
) -> tuple[Finding, ...]:
    manuscript = understand(read(path, text, ()))
    return suppress([Checked(manuscript, check(manuscript, config))], config)[0].findings


SAID = {
    "a code": ("ignore CT106", Ignore(("CT106",), False, "")),
    "a reason": ("ignore CT106 -- no list entry wanted", Ignore(("CT106",), False, "no list entry wanted")),
    "a dash that was made of two": ("ignore CT106 – why", Ignore(("CT106",), False, "why")),
    "several": ("ignore CT106, CT2 year-mismatch", Ignore(("CT106", "CT2", "year-mismatch"), False, "")),
    "the draft": ("ignore-file CT5", Ignore(("CT5",), True, "")),
    "no code": ("ignore -- why", None),
    "nothing": ("ignore", None),
    "something else": ("ignored CT106", None),
    "another file": ("ignore-files CT106", None),
}


@pytest.mark.parametrize(("said", "read"), SAID.values(), ids=SAID.keys())
def test_what_comments_say(said: str, read: Ignore | None) -> None:
    assert read_ignore(said) == read


C = "<!-- citetool: ignore CT101 -- in the annex -->"
SILENCED = {
    "its line": (f"Prices rose (Berg 2018). {C}\nAnd fell (Cole 2019), says Abel (2018).\n", ["Cole 2019"]),
    "within its line": (f"Prices {C} rose (Berg 2018).\nAnd fell (Cole 2019), says Abel (2018).\n", ["Cole 2019"]),
    "not the line after": (f"Prices rose. {C}\nThey fell (Cole 2019), says Abel (2018).\n", ["CT001", "Cole 2019"]),
    "the paragraph around": (
        f"Prices rose (Berg 2018).\n{C}\nThey fell (Cole 2019).\n\nThen (Dorn 2017).\n",
        ["Dorn 2017"],
    ),
    "the paragraph after": (
        f"Abel.\n\n{C}\nRose (Berg 2018)\nand fell (Cole 2019).\n\n(Dorn 2017).\n",
        ["Dorn 2017"],
    ),
    "that after a blank line": (f"Abel (2018).\n\n{C}\n\nRose (Berg 2018).\n\nThen (Dorn 2017).\n", ["Dorn 2017"]),
    "at the draft's beginning": (f"{C}\nRose (Berg 2018).\n\nThen (Dorn 2017).\n", ["Dorn 2017"]),
    "on several lines": (
        f"Rose (Berg 2018).\n{C.replace(' -- ', chr(10) + '-- ')}\n\nThen (Dorn 2017).\n",
        ["Dorn 2017"],
    ),
    "the draft": (f"{C.replace('ignore', 'ignore-file')}\n\nRose (Berg 2018).\n\nThen (Dorn 2017).\n", []),
    "by the beginning of codes": (f"Rose (Berg 2018). {C.replace('CT101', 'CT1')}\n", []),
    "by a name": (f"Rose (Berg 2018). {C.replace('CT101', 'missing-entry')}\n", []),
    "one of two codes": (f"Rose (Berg 2018). {C.replace('CT101', 'CT505, CT101')}\n", []),
    "not another code": (f"Rose (Berg 2018). {C.replace('CT101', 'CT103')}\n", ["Berg 2018", "CT001"]),
    "not without an end": (f"Rose (Berg 2018). {C.replace('-->', '')}\n", ["Berg 2018"]),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize(("text", "left"), SILENCED.values(), ids=SILENCED.keys())
def test_what_a_comment_silences(text: str, left: list[str], read: ReadText) -> None:
    findings = [each for each in found(text + LIST, read=read) if each.code in ("CT101", "CT001")]
    assert [told(each) for each in findings] == left


def told(finding: Finding) -> str:
    """The code of a CT001, the cited words of the others."""
    return finding.code if finding.code == "CT001" else finding.message.split("”")[0][1:]


UNUSED = {
    "a rule that finds nothing": ("ignore CT101", "CT101 isn't found in this line or paragraph"),
    "in the draft": ("ignore-file CT101", "CT101 isn't found in this draft"),
    "an unknown rule": ("ignore CT777 -- why", "no rule “CT777” to ignore"),
    "no rule": ("ignore -- why", "a comment that ignores nothing"),
    "no saying that is known": ("skip CT101", "a comment that ignores nothing"),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS.keys())
@pytest.mark.parametrize(("said", "message"), UNUSED.values(), ids=UNUSED.keys())
def test_a_comment_that_silences_nothing_is_told_where_it_stands(said: str, message: str, read: ReadText) -> None:
    text = f"Prices rose (Abel 2018).\n<!-- citetool: {said} -->\nThen they fell.\n{LIST}"
    (finding,) = found(text, read=read)
    assert (finding.code, finding.severity) == ("CT001", Severity.NOTE)
    assert message in finding.message
    assert read("draft.txt", text, ()).position(finding.span.start).line == 2


@pytest.mark.parametrize("code", ["CT402", "CT406", "CT5"])
def test_what_was_not_looked_at_may_be_there(code: str) -> None:
    text = f"Prices rose (Abel 2018). <!-- citetool: ignore {code} -->\n{LIST}"
    selected = Config(today=CONFIG.today, select=("CT0", "CT1"))
    assert [each.code for each in found(text, selected)] == []


def test_unused_ignores_are_a_rule_like_others() -> None:
    text = f"Prices rose (Abel 2018). {C}\n{LIST}"
    assert found(text, Config(ignore=("CT001",))) == ()
    (finding,) = found(text, Config(severity=(("CT001", Severity.ERROR),)))
    assert finding.severity is Severity.ERROR
    explained = CliRunner().invoke(main, ["explain", "CT001"]).stdout
    assert explained.startswith("CT001 unused-ignore (note)")


BRIEF = Path(__file__).parent.parent.joinpath("data", "brief.txt").read_text(encoding="utf-8")
COMMENT = "<!-- citetool: ignore CT106 -- see Smith 2010, p. 3, and [12] -->"
PLACES = {
    "at every line's end": re.sub(r"(?m)(?<=\S)$", f" {COMMENT}", BRIEF),
    "after every line": re.sub(r"(?m)(?<=\S)$", f"\n{COMMENT}", BRIEF),
    "before every line": re.sub(r"(?m)^(?=\S)", f"{COMMENT}\n", BRIEF),
    "between the paragraphs": re.sub(r"(?m)(?<=\S)\n\n", f"\n\n{COMMENT}\n\n", BRIEF),
    "on two lines": re.sub(r"(?m)(?<=\S)$", "\n" + COMMENT.replace(" -- ", " --\n"), BRIEF),
    "within every line": re.sub(r"(?m)^([^\n]{40,}?) ", rf"\1 {COMMENT} ", BRIEF),
    "before a word": re.sub(r"(?m)^([^\n]{40,}?) ", rf"\1 {COMMENT}", BRIEF),
}


def read_as(text: str) -> tuple[object, ...]:
    manuscript = understand(read_text("brief.txt", text))
    document = manuscript.document
    return (
        [each.text for each in manuscript.references],
        [(each.text, each.note, each.form) for each in manuscript.citations],
        [(each.status, each.references) for each in manuscript.links],
        [(each.label, document.text[each.span.start : each.span.end]) for each in document.notes],
    )


@pytest.fixture(scope="module")
def plain() -> tuple[object, ...]:
    return read_as(BRIEF)


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_the_draft_is_read_as_if_there_were_no_comment(text: str, plain: tuple[object, ...]) -> None:
    assert text != BRIEF
    assert read_as(text) == plain


IN_FILE = {
    "before": "<!-- citetool: ignore CT1 -->\nRe\u0301my\nrose.\n",
    "within": "Then\u0301 <!-- citetool: ignore CT1\n--> Re\u0301my rose.\n",
    "after": "Re\u0301my <!-- citetool: é e\u0301 --> <!-- citetool: x -->\nrose\n<!-- citetool: y -->\n",
    "at both sides": "rose <!-- citetool: x -->\nand Re\u0301my rose <!-- citetool: y -->\nrose Re\u0301my\n",
    "between": "Then\n<!-- citetool: e\u0301 -->\nRe\u0301my rose.\n",
}


@pytest.mark.parametrize("text", IN_FILE.values(), ids=IN_FILE.keys())
def test_places_are_those_of_the_file(text: str) -> None:
    document = read_text("draft.txt", text)
    for word, printed in (("Rémy", "Re\u0301my"), ("rose", "rose")):
        for read, at in zip(re.finditer(word, document.text), re.finditer(printed, text), strict=True):
            assert document.printed(Span(*read.span())) == printed
            assert document.span_in_file(Span(*read.span())) == at.span()
            line = text.count("\n", 0, at.start()) + 1
            column = at.start() - (text.rfind("\n", 0, at.start()) + 1) + 1
            assert document.position(read.start())[:2] == (line, column)


TABLES = {
    "by code": ('code = "CT101"', []),
    "by name": ('code = "missing-entry"', []),
    "by the cited words": ('code = "CT1"\ntext = "berg 2018"', ["Cole 2019"]),
    "by the message": ('code = "CT101"\ntext = "NO ENTRY"', []),
    "in this draft": ('code = "CT101"\npath = "draft*"', []),
    "in another draft": ('code = "CT101"\npath = "other.txt"', ["Berg 2018", "Cole 2019"]),
}


def configured(folder: Path, tables: str) -> Config:
    path = folder / "citetool.toml"
    path.write_text(tables, encoding="utf-8")
    return configure(path, {}, {})


TWO = f"Prices rose (Berg 2018). And fell (Cole 2019), says Abel (2018).\n{LIST}"


@pytest.mark.parametrize(("table", "left"), TABLES.values(), ids=TABLES.keys())
def test_what_a_table_of_the_config_silences(tmp_path: Path, table: str, left: list[str]) -> None:
    config = configured(tmp_path, f'[[ignore]]\n{table}\nreason = "Known to the house"\n')
    assert [told(each) for each in found(TWO, config, "briefs/draft.txt")] == left


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TWO if name == "b.txt" else LIST, encoding="utf-8")
    return tmp_path


USES = {
    "in one of the drafts": ('code = "CT101"\ntext = "Berg"', []),
    "in none": ('code = "CT101"\ntext = "Dorn"', ["a.txt"]),
    "in none that it is for": ('code = "CT101"\ntext = "Berg"\npath = "c.txt"', ["c.txt"]),
    "for drafts that weren't read": ('code = "CT101"\npath = "d.txt"', []),
    "for what wasn't looked at": ('code = "CT402"', []),
}


@pytest.mark.parametrize(("table", "told_in"), USES.values(), ids=USES.keys())
def test_a_table_that_silences_nothing_is_told_once(drafts: Path, table: str, told_in: list[str]) -> None:
    config = configured(drafts, f'fail-on = "note"\n\n[[ignore]]\n{table}\nreason = "Known to the house"\n')
    report = lint((str(drafts),), config)
    unused = [
        (Path(checked.manuscript.document.path).name, each)
        for checked in report.documents
        for each in checked.findings
        if each.code == "CT001"
    ]
    assert [name for name, _ in unused] == told_in
    assert all(each.message.startswith("citetool.toml:3: nothing") and each.span == (0, 0) for _, each in unused)


BAD = {
    "no reason": ('[[ignore]]\ncode = "CT1"\n', ":1: “ignore”: a table has a “reason”; this one has none"),
    "no code": ('[[ignore]]\nreason = "x"\n', ":1: “ignore”: a table has a “code”; this one has none"),
    "a key like one": ('[[ignore]]\ncod = "CT1"\n', ":1: “ignore”: no key “cod”; do you mean “code”?"),
    "no text": ("[[ignore]]\ncode = 101\n", ":1: “ignore”: “code” is a text, not 101"),
    "an empty reason": ('[[ignore]]\ncode = "CT1"\nreason = " "\n', ":1: “ignore”: “reason” is a text, not “ ”"),
    "the second": (
        '[[ignore]]\ncode = "CT1"\nreason = "x"\n\n[[ignore]]\ncode = "CT2"\n',
        ":5: “ignore”: a table has a “reason”",
    ),
    "one table": ('[ignore]\ncode = "CT1"\n', ":1: “ignore” is a list of texts, or tables"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_a_table_that_makes_no_sense_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "citetool.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=re.escape(f"{path}{said}")):
        read_config(path)


def test_a_table_of_no_rule_is_told_with_its_line(tmp_path: Path) -> None:
    config = configured(tmp_path, '\n[[ignore]]\ncode = "CT777"\nreason = "x"\n')
    with pytest.raises(BadConfig, match=r"citetool\.toml:2: “ignore”: no rule “CT777”"):
        see_that_codes_are_known(RULES, config)


def test_codes_and_tables_go_together_in_one_list(tmp_path: Path) -> None:
    config = configured(tmp_path, 'ignore = ["CT5", {code = "CT101", text = "Berg", reason = "x"}]\n')
    assert config.ignore == ("CT5",)
    assert [told(each) for each in found(TWO, config)] == ["Cole 2019"]
    assert shown_settings(config)["ignore"] == f'["CT5", {{code = "CT101", …}} ({tmp_path / "citetool.toml"}:1)]'


def test_codes_given_on_the_command_line_leave_tables_in_force(tmp_path: Path) -> None:
    configured(tmp_path, '[[ignore]]\ncode = "CT101"\nreason = "x"\n')
    draft = tmp_path / "draft.txt"
    draft.write_text(TWO, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(draft), "--ignore", "CT5"])
    assert (done.exit_code, "CT101" in done.stdout) == (0, False)
