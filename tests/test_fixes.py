"""Mending drafts: what is mended, and that nothing else of a file changes."""

from __future__ import annotations

import codecs
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import citetool.cli.mending
from citetool.cli import main
from citetool.config import Config
from citetool.fixes import LOOKS, apply, diff, mend
from citetool.house_style import CHOICES, HouseStyle, style_of
from citetool.lint import Task
from citetool.model import Applicability, Checked, Document, Edit, Finding, Manuscript, Severity, Span
from citetool.readers import read_again
from citetool.rules import RULES, find_rule
from citetool.rules.rule import Rule
from registry_server import asking, running, usual

CONFIG = Config(today=date(2026, 6, 1))
BRIEF = Path(__file__).parent.parent / "data" / "brief.txt"
EXPECTED = Path(__file__).parent / "fixes" / "brief.diff"


def document(text: str) -> Document:
    return read_again(Document("draft.txt", "text", ""), text)


def look(text: str) -> Checked:
    return Task(CONFIG).examine(document(text))


def looking_for(style: HouseStyle) -> Callable[[str], Checked]:
    """Checks a text against a house style."""
    config = replace(CONFIG, style=style)
    return lambda text: Task(config).examine(document(text))


def found(checked: Checked) -> Counter[str]:
    return Counter(finding.code for finding in checked.findings)


@pytest.fixture(scope="module")
def look_online() -> Iterator[Callable[[str], Checked]]:
    """Checks a text with registries that answer."""
    with running(usual()) as registry:
        asked = asking(registry)
        yield lambda text: Task(CONFIG, registries=asked).examine(document(text))


@pytest.mark.parametrize("code", ["CT103", "CT104", "CT302", "CT305", "CT404", "CT501", "CT502", "CT503", "CT504"])
def test_a_bad_example_becomes_the_good_one(code: str, look_online: Callable[[str], Checked]) -> None:
    rule = find_rule(code)
    assert mend(rule.bad, look_online, unsafe=True).text == rule.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("online", [False, True], ids=["offline", "online"])
def test_after_a_mend_its_finding_is_gone_and_none_has_come(
    rule: Rule, online: bool, look_online: Callable[[str], Checked]
) -> None:
    used = look_online if online else look
    before = used(rule.bad)
    mended = mend(rule.bad, used, unsafe=True)
    assert found(before) - Counter(dict(mended.codes)) == found(mended.checked)
    # A DOI that no registry knows once it is mended is left to its author.
    assert {finding.code for finding in mended.checked.findings if finding.edits} <= ({"CT401"} if online else set())


WANTED = [(key, value) for key, values in CHOICES.items() for value in values if value != "auto"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(("key", "value"), WANTED)
def test_nor_with_a_house_style(rule: Rule, key: str, value: str) -> None:
    wanted = looking_for(style_of({key: value}))
    for text in (rule.bad, rule.good):
        before, mended = wanted(text), mend(text, wanted, unsafe=True)
        assert found(before) - Counter(dict(mended.codes)) == found(mended.checked)
        assert not any(finding.edits for finding in mended.checked.findings)


CITES = st.sampled_from(
    [
        "(Abara 2016, p. 704)", "(Abara 2016, p.704)", "(Abara 2016, pp. 704)", "(Abara 2016, p. 704-9)",
        "(Abara 2015, p. 704)", "(Abarra 2016)", "(Vílma 2018, pp. 3-9)", "(Vi\u0301lma 2018, p.4)", "(Vilmaa 2018a)",
        "(Vílma 2018b; Abara 2017, pp.704-705)", "(Brandt and Ottey 2010a: 3-4)", "(Brandt and Otey 2011)",
        "Ibid., p.7", "Brandt (2010)", "“as Abarra (2016) says”", "(Corelli 2018, p. 3–4)", "(Corelli 2018, p. 12–14)",
        "\r", "\r\n", "op. cit., p.3", "(Abara, 2016, p.\u00a0704)", "(Brandt and Ottey, 2010a)", "(ibid, p. 4)",
        "(ibid.)", "(Port et al. 2018)", "Abara’s 2016 work", "\n\n[^2]: Ibid, p. 3; ibid.\n\n",
        "\n\n[^3]: *Ibid*. 7; Abara,2016.\n\n",
        "¹", "[^1]", "\n\n[^1]: Abara 2015, p.701; Vílma 2018a.\n\n", "\n\n¹ Corelli 2019, pp. 12.\n\n",
    ]
)  # fmt: skip
ENTRIES = st.sampled_from(
    [
        "Abara, N. (2016) ‘Piers’, Port Studies, 68(4), pp. 699-725.",
        "Abara, N. (2017) ‘Docks’, Port Studies, 69(4), pp. 699–725, doi:10.10.1000/docks.",
        "Vílma, A. (2018) ‘Ships’, Port Studies, 70(1), pp. 1-9.",
        "Vi\u0301lma, A. (2018a) ‘Tides’, Port Studies, 70(2), pp.11-19.",
        "Vílma, A. (2018c) ‘Storms’, Port Studies, 70(3), p. 21–29. https://doi.org/ 10.1000/storms",
        "Brandt, A. and Ottey, B. (2010a) Lights. Oslo: Harbour.",
        "Corelli, T. (2018) ‘Ports in a storm’, Port Studies, 70(1), pp. 1–29.",
        "Corelli, T. (2019) ‘Ports in calm’, Port Studies, 71(1), pp. 10–30.",
        "Port, A., Abara, N. and Holm, C. (2018) Rates. Oslo: Harbour.",
        "Abara, N. (2017) ‘Lamps’, in B. Ottey (ed.) *Trade*, Oslo: Harbour.",
    ]
)
DRAFTS = st.builds(
    lambda cites, entries, end: (
        "Piers matter " + " and ".join(cites) + ".\n\nReferences\n\n" + "\n\n".join(entries) + "\n"
    ).replace("\n", end),
    st.lists(CITES, max_size=12),
    st.lists(ENTRIES, max_size=8, unique=True),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


def test_an_entry_that_moves_keeps_the_line_ends_it_had() -> None:
    (rule,) = (rule for rule in RULES if rule.code == "CT302")
    text = rule.bad.replace("\n", "\r\n", 1)
    mended = mend(text, look, unsafe=True)
    assert dict(mended.codes)["CT302"]
    assert [mended.text.count(end) for end in ("\r\n", "\n")] == [text.count("\r\n"), text.count("\n")]


STYLES = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in CHOICES.items()})


@settings(max_examples=300, deadline=None)
@given(DRAFTS, st.booleans(), STYLES)
def test_any_draft_is_mended_without_harm_and_for_good(text: str, unsafe: bool, style: dict[str, str]) -> None:
    look = looking_for(style_of(style))
    before, mended = look(text), mend(text, look, unsafe)
    assert found(look(mended.text)) == found(mended.checked)
    codes = Counter(dict(mended.codes))
    assert all(found(mended.checked)[code] <= found(before)[code] - codes[code] for code in found(mended.checked))
    assert bool(codes) == (mended.text != text)
    assert mend(mended.text, look, unsafe).text == mended.text
    for end in ("\r\n", "\r", "\n"):
        assert mended.text.count(end) == text.count(end)


EDITS: dict[str, tuple[str, list[Edit], str]] = {
    "none": ("abc", [], "abc"),
    "one": ("abc", [Edit(Span(1, 2), "x")], "axc"),
    "in any order": ("abcd", [Edit(Span(3, 4), ""), Edit(Span(0, 0), "x")], "xabc"),
    "at the end": ("abc", [Edit(Span(3, 3), "d")], "abcd"),
}


@pytest.mark.parametrize(("text", "edits", "edited"), EDITS.values(), ids=EDITS.keys())
def test_edits_made(text: str, edits: list[Edit], edited: str) -> None:
    assert apply(text, edits) == edited


def findings_of(edits: Callable[[str], list[tuple[Edit, ...]]]) -> Callable[[str], Checked]:
    """Finds something wherever a function has edits for a text."""

    def check(text: str) -> Checked:
        return Checked(
            Manuscript(document(text)),
            tuple(Finding("CT501", "page-label", Severity.NOTE, "", Span(0, 0), edits=each) for each in edits(text)),
        )

    return check


def test_what_overlaps_waits_for_the_next_round() -> None:
    def edits(text: str) -> list[tuple[Edit, ...]]:
        # Each “a” wants to be a “b”, together with the letter after it.
        return [(Edit(Span(at, at + 2), "b" + text[at + 1]),) for at in range(len(text) - 1) if text[at] == "a"]

    mended = mend("aaaz", findings_of(edits), unsafe=False)
    assert (mended.text, mended.codes) == ("bbbz", (("CT501", 3),))


def test_a_mend_that_does_harm_is_left_out_and_the_others_are_made() -> None:
    def edits(text: str) -> list[tuple[Edit, ...]]:
        made = {"a": "b", "c": "aa"}
        return [(Edit(Span(at, at + 1), made[char]),) for at, char in enumerate(text) if char in made]

    mended = mend("a.c.a.z.a.", findings_of(edits))
    assert (mended.text, mended.codes) == ("b.c.b.z.b.", (("CT501", 3),))


def test_mends_that_bring_back_each_other_come_to_an_end() -> None:
    looks = []

    def edits(text: str) -> list[tuple[Edit, ...]]:
        looks.append(text)
        return [(Edit(Span(at, at + 1), "b" if char == "a" else "a"),) for at, char in enumerate(text) if char in "ab"]

    text = "a.b." * 100
    assert mend(text, findings_of(edits)).text == text
    assert len(looks) <= LOOKS + 1


def test_a_mend_that_changes_nothing_is_none() -> None:
    mended = mend("abc.", findings_of(lambda _: [(Edit(Span(1, 2), "b"),)]))
    assert (mended.text, mended.codes) == ("abc.", ())


def test_unsafe_edits_are_made_only_on_demand() -> None:
    text = "Tariffs rose (Lindqvist and Okafor 2020, p. 4).\n\n" + find_rule("CT103").good.partition("\n\n")[2]
    assert [each.applicability for each in look(text).findings if each.edits] == [Applicability.UNSAFE]
    assert mend(text, look).text == text
    assert "Okafor 2021, p. 4" in mend(text, look, unsafe=True).text


LETTERS = {
    "cites follow their entries": (
        "(Lind 2018, p. 4) and (Lind 2018a; Lind 2018, 2018a). Ibid.",
        "(Lind 2018a, p. 4) and (Lind 2018b; Lind 2018a, 2018b). Ibid.",
    ),
    "a cite of which one can't be sure": ("(Lind 2018b) and (Lind 2018a).", None),
    "one within other words": ("Lind (2018) and Lind (2018a: 13).", "Lind (2018a) and Lind (2018b: 13)."),
}


@pytest.mark.parametrize(("cites", "mended"), LETTERS.values(), ids=LETTERS.keys())
def test_letters_of_years(cites: str, mended: str | None) -> None:
    def draft(cites: str, *years: str) -> str:
        entries = [f"Lind, A. ({year}) ‘{title}’, Trade, 2, pp. 3–19." for year, title in zip(years, "AB", strict=True)]
        return "\n\n".join([cites, "References", *entries])

    after = mend(draft(cites, "2018", "2018a"), look, unsafe=True).text
    assert after == (draft(mended, "2018a", "2018b") if mended else draft(cites, "2018", "2018a"))


SPELT = {
    "a letter": ("(Linqvist 2018)", "(Lindqvist 2018)"),
    "within a quotation": ("He says: “tariffs (Linqvist 2018) rose”.", "He says: “tariffs (Linqvist 2018) rose”."),
    "a word more": ("(Arne Lindqvist 2018)", "(Arne Lindqvist 2018)"),
    "another year": ("(Lindqvist 2017: 4)", "(Lindqvist 2018: 4)"),
    "a letter that no entry has": ("(Lindqvist 2018b)", "(Lindqvist 2018b)"),
}


@pytest.mark.parametrize(("cite", "mended"), SPELT.values(), ids=SPELT.keys())
def test_names_and_years_taken_from_the_entry(cite: str, mended: str) -> None:
    entry = "\n\nReferences\n\nLindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.\n"
    assert mend(cite + entry, look, unsafe=True).text == mended + entry


SEVEN = ["Abel", "Berg", "Cole", "Dahl", "Evans", "Falk", "Grant", "Ha\u0301le"]

ORDERS: dict[str, tuple[str, list[str], list[str]]] = {
    "down": ("\n\n", ["Dahl", *SEVEN[:3], *SEVEN[4:]], SEVEN),
    "up": ("\n\n", [*SEVEN[:3], *SEVEN[4:7], "Dahl", "Ha\u0301le"], SEVEN),
    "the last, with letters and marks apart": ("\n\n", ["Ha\u0301le", *SEVEN[:7]], SEVEN),
    "the last one to the front": ("\n\n", [*SEVEN[1:], "Abel"], SEVEN),
    "the last one up": ("\n\n", [*SEVEN[:2], *SEVEN[3:], "Cole"], SEVEN),
    "lines": ("\n", [*SEVEN[:3], *SEVEN[4:7], "Dahl", "Ha\u0301le"], SEVEN),
    "bullets": ("\n- ", ["- Berg", *SEVEN[2:7], "Abel", "Ha\u0301le"], ["- Abel", *SEVEN[1:]]),
    "CRLF": ("\r\n\r\n", [*SEVEN[:3], *SEVEN[4:7], "Dahl", "Ha\u0301le"], SEVEN),
}


@pytest.mark.parametrize(("between", "names", "ordered"), ORDERS.values(), ids=ORDERS.keys())
def test_an_entry_is_moved_to_its_place(between: str, names: list[str], ordered: list[str]) -> None:
    end = "\r\n" if "\r" in between else "\n"

    def draft(names: list[str], last: str) -> str:
        entries = between.join(f"{name}, A. (2018) ‘On {name.strip('- ')}’, Trade, 2, pp. 3–9." for name in names)
        return f"Tariffs (Dahl 2018).{end}{end}References{end}{end}{entries}{last}"

    for last in ("", end):
        assert mend(draft(names, last), look, unsafe=True).text == draft(ordered, last)


NUMBERED = ["Dahl", *SEVEN[:3], *SEVEN[4:7]]


@pytest.mark.parametrize("lead", ["[{}] ", "{}. "])
def test_a_numbered_entry_stays_in_its_place(lead: str) -> None:
    entries = [
        f"{lead.format(at)}{name}, A. (2018) ‘On {name}’, Trade, 2, pp. 3–9." for at, name in enumerate(NUMBERED, 1)
    ]
    text = "\n".join(["Tariffs [1].", "", "References", "", *entries])
    assert mend(text, look, unsafe=True).text == text


DIFFS = {
    "nothing changed": ("a\nb\n", "a\nb\n", ""),
    "a line": ("a\nb\nc\n", "a\nB\nc\n", "--- d\n+++ d\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"),
    "no line end at the end": (
        "a",
        "b",
        "--- d\n+++ d\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
    ),
    "other line ends": ("a\r\nb\r\n", "A\r\nb\r\n", "--- d\n+++ d\n@@ -1,2 +1,2 @@\n-a\r\n+A\r\n b\r\n"),
    "a form feed is no line end": ("a\fb\n", "a\fB\n", "--- d\n+++ d\n@@ -1 +1 @@\n-a\fb\n+a\fB\n"),
}


@pytest.mark.parametrize(("before", "after", "expected"), DIFFS.values(), ids=DIFFS.keys())
def test_unified_diffs(before: str, after: str, expected: str) -> None:
    assert diff("d", before, after) == expected


BAD = """Preços subiram (Líndqvist 2018, p.6), fell (Líndqvist 2018, p. 4) and rose (Líndqvist 2018, p. 7).

References

Líndqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
"""
GOOD = BAD.replace("p.6", "p. 6")
APART = unicodedata.normalize("NFD", BAD)

FILES: dict[str, tuple[bytes, bytes]] = {
    "UTF-8": (BAD.encode(), GOOD.encode()),
    "a byte-order mark": (codecs.BOM_UTF8 + BAD.encode(), codecs.BOM_UTF8 + GOOD.encode()),
    "UTF-16, little end first": (
        codecs.BOM_UTF16_LE + BAD.encode("utf-16-le"),
        codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le"),
    ),
    "UTF-16, big end first": (
        codecs.BOM_UTF16_BE + BAD.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"),
    ),
    "Windows-1252": (BAD.encode("cp1252"), GOOD.encode("cp1252")),
    "bytes that are no characters": (b"\x81\x8d " + BAD.encode("cp1252"), b"\x81\x8d " + GOOD.encode("cp1252")),
    "CRLF": (BAD.replace("\n", "\r\n").encode(), GOOD.replace("\n", "\r\n").encode()),
    "CR": (BAD.replace("\n", "\r").encode(), GOOD.replace("\n", "\r").encode()),
    "line ends of several kinds": (
        ("Tariffs.\r\n\rA.\r\n\n" + BAD.replace("\n", "\r\n", 2)).encode(),
        ("Tariffs.\r\n\rA.\r\n\n" + GOOD.replace("\n", "\r\n", 2)).encode(),
    ),
    "letters and marks apart": (APART.encode(), APART.replace("p.6", "p. 6").encode()),
    "no line end at the end": (BAD.rstrip().encode(), GOOD.rstrip().encode()),
}


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A draft with something to mend, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.txt"
    path.write_text(BAD, encoding="utf-8", newline="")
    return path


def run(*arguments: str, stdin: str | None = None) -> Result:
    """What `citetool check` does in this process; an exception that isn't an exit fails the test."""
    return CliRunner().invoke(main, ["check", *arguments], input=stdin, catch_exceptions=False)


@pytest.mark.parametrize(("before", "after"), FILES.values(), ids=FILES.keys())
def test_only_what_is_mended_changes_in_a_file(before: bytes, after: bytes, draft: Path) -> None:
    draft.write_bytes(before)
    assert run("draft.txt", "--fix").exit_code == 0
    assert draft.read_bytes() == after
    assert os.listdir(draft.parent) == ["draft.txt"]  # noqa: PTH208


def test_an_edit_that_the_encoding_has_no_bytes_for_is_left_out() -> None:
    mended = mend(BAD, look, can_hold=lambda text: " " not in text)
    assert mended.text == BAD


def test_fix_reports_what_is_left(draft: Path) -> None:
    draft.write_text(BAD.replace("fell", "fell (Marsh 2019)"), encoding="utf-8")
    result = run("draft.txt", "--fix")
    assert result.exit_code == 1
    assert [line.split()[1] for line in result.stdout.splitlines()[:-1]] == ["CT101"]
    assert result.stderr == "citetool: draft.txt: mended 1 finding (CT502)\n"


def test_fix_without_anything_to_mend_writes_nothing(draft: Path) -> None:
    draft.write_text(GOOD, encoding="utf-8")
    before = draft.stat()
    result = run("draft.txt", "--fix")
    assert (result.exit_code, result.stderr) == (0, "")
    assert draft.stat() == before


def test_diff_shows_and_writes_nothing(draft: Path) -> None:
    result = run("draft.txt", "--diff", "--fix")
    assert result.exit_code == 1
    assert result.stdout == diff("draft.txt", BAD, GOOD)
    assert draft.read_text(encoding="utf-8") == BAD
    draft.write_text(GOOD, encoding="utf-8")
    result = run("draft.txt", "--diff")
    assert (result.exit_code, result.stdout) == (0, "")


def test_diff_of_standard_input() -> None:
    result = run("-", "--diff", stdin=BAD)
    assert (result.exit_code, result.stdout) == (1, diff("-", BAD, GOOD))


WRONG = {
    "standard input": ("--fix can't write to standard input", "-", "--fix"),
    "nothing to go with": ("--unsafe-fixes goes with --fix or --diff", "draft.txt", "--unsafe-fixes"),
}


@pytest.mark.parametrize(("message", "path", "option"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage(message: str, path: str, option: str, draft: Path) -> None:
    result = run(path, option, stdin=BAD)
    assert result.exit_code == 2
    assert message in result.stderr
    assert draft.read_text(encoding="utf-8") == BAD


def test_the_mode_is_kept_and_a_link_stays_one(draft: Path) -> None:
    draft.chmod(0o640)
    link = draft.parent / "link.txt"
    link.symlink_to("draft.txt")
    assert run("link.txt", "--fix").exit_code == 0
    assert link.is_symlink()
    assert draft.read_text(encoding="utf-8") == GOOD
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640


def test_a_draft_named_twice_is_mended_once(draft: Path) -> None:
    result = run("draft.txt", "./draft.txt", "--fix")
    assert (result.exit_code, result.stderr) == (0, "citetool: draft.txt: mended 1 finding (CT502)\n")
    assert "CT502" not in result.stdout
    assert draft.read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("moment", ["decode_file", "mend", "has_fixes"])
def test_a_file_that_changed_meanwhile_is_left_alone(moment: str, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = BAD + "\nA line more.\n"
    original = getattr(citetool.cli.mending, moment)

    def changing(*arguments: object) -> object:
        draft.write_text(theirs, encoding="utf-8")
        return original(*arguments)

    monkeypatch.setattr(citetool.cli.mending, moment, changing)
    result = run("draft.txt", "--fix")
    assert result.exit_code == 2
    assert "draft.txt: changed since it was read" in result.stderr
    assert "CT502" in result.stdout
    assert draft.read_text(encoding="utf-8") == theirs
    assert os.listdir(draft.parent) == ["draft.txt"]  # noqa: PTH208


def test_one_that_cant_be_written_is_named_and_the_others_are_mended(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = draft.with_name("other.txt")
    other.write_text(BAD, encoding="utf-8")
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "draft.txt":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    result = run(".", "--fix")
    assert result.exit_code == 2
    assert "draft.txt: can't be written: No space left on device" in result.stderr
    assert (draft.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == (BAD, GOOD)
    assert sorted(os.listdir(draft.parent)) == ["draft.txt", "other.txt"]  # noqa: PTH208


def test_only_the_rules_that_are_chosen_mend(draft: Path) -> None:
    assert run("draft.txt", "--fix", "--ignore", "CT502").exit_code == 0
    assert draft.read_text(encoding="utf-8") == BAD


def test_the_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "brief.txt"
    copy.write_bytes(BRIEF.read_bytes())
    expected = EXPECTED.read_text(encoding="utf-8")
    assert run("brief.txt", "--diff").stdout == expected
    before = found(look(BRIEF.read_text(encoding="utf-8")))
    result = run("brief.txt", "--fix")
    assert result.stderr == "citetool: brief.txt: mended 13 findings (CT501, CT502 × 3, CT503 × 9)\n"
    mended = copy.read_bytes()
    assert diff("brief.txt", BRIEF.read_bytes().decode(), mended.decode()) == expected
    left = found(look(mended.decode()))
    assert before - left == Counter({"CT501": 1, "CT502": 3, "CT503": 9})
    assert not left - before
    run("brief.txt", "--fix")
    assert copy.read_bytes() == mended
