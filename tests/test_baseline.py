"""Baselines: what stays known however a draft is set, what is new, and files that are no baselines."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from citetool.baseline import BadBaseline, baseline_json, read_baseline, without_known
from citetool.cli import main
from citetool.config import Config
from citetool.lint import understand
from citetool.model import Checked, Finding, Report
from citetool.readers.text import read_text
from citetool.reports.gitlab import render_gitlab
from citetool.reports.sarif import render_sarif
from citetool.rules import check

CONFIG = Config(today=date(2026, 6, 1))
BRIEF = Path(__file__).parent.parent.joinpath("data", "brief.txt").read_text(encoding="utf-8")


def report(text: str, path: str = "draft.txt") -> Report:
    manuscript = understand(read_text(path, text))
    return Report((Checked(manuscript, check(manuscript, CONFIG)),))


def new(before: str, after: str, folder: Path) -> list[Finding]:
    """What a baseline of one text doesn't know of another."""
    path = folder / "baseline.json"
    path.write_text(baseline_json(report(before), folder), encoding="utf-8")
    (checked,) = without_known(report(after), read_baseline(path), folder).documents
    return list(checked.findings)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def with_a_note_before_the_tenth(text: str) -> str:
    def later(match: re.Match[str]) -> str:
        number = int(match.group().translate(_PLAIN))
        return str(number + (number >= 10)).translate(_RAISED)

    text = re.sub("[⁰¹²³⁴-⁹]+", later, text)
    text = text.replace("\n\n¹¹ ", "\n\n¹⁰ Clunan 2018, p. 47.\n\n¹¹ ", 1)
    return text.replace("¹¹", "¹⁰ Others saw it alike.¹¹", 1)


def wrapped(text: str, width: int, *, at_hyphens: bool = True) -> str:
    paragraphs = text.split("\n")
    return "\n".join(
        textwrap.fill(each, width, break_long_words=False, break_on_hyphens=at_hyphens) for each in paragraphs
    )


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Finding]]:
    """What a baseline of the brief doesn't know of another text."""
    folder = tmp_path_factory.mktemp("known")
    path = folder / "baseline.json"
    path.write_text(baseline_json(report(BRIEF), folder), encoding="utf-8")
    known = read_baseline(path)
    return lambda text: list(without_known(report(text), known, folder).documents[0].findings)


SET_ANEW = {
    "as it is": BRIEF,
    "with a note more": with_a_note_before_the_tenth(BRIEF),
    "in other lines": wrapped(BRIEF, 72),
    "below blank lines": "\n\n\n" + BRIEF,
}
WIDTHS = (60, 72, 80, 90, 100, 120, 130)


@pytest.mark.parametrize("text", SET_ANEW.values(), ids=SET_ANEW.keys())
def test_a_brief_that_is_set_anew_has_nothing_new(text: str, brief: Callable[[str], list[Finding]]) -> None:
    assert brief(text) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("at_hyphens", [False, True], ids=["whole words", "at hyphens"])
def test_a_note_more_in_lines_of_any_width_is_nothing_new(
    width: int, at_hyphens: bool, brief: Callable[[str], list[Finding]]
) -> None:
    assert brief(wrapped(with_a_note_before_the_tenth(BRIEF), width, at_hyphens=at_hyphens)) == []


YEARS = {
    "of a citation without a finding": ("Casier 2018, p. 214", "Casier 2017, p. 214", "CT101"),
    "of one with a finding": ("Maull 2020, p. 6", "Maull 2019, p. 6", "CT101"),
    "of the citation of an unlike year": ("Romano and Romero 2020", "Romano and Romero 2019", "CT103"),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("printed", "changed", "code"), YEARS.values(), ids=YEARS.keys())
def test_a_year_that_is_changed_is_new(
    printed: str, changed: str, code: str, width: int, brief: Callable[[str], list[Finding]]
) -> None:
    text = wrapped(with_a_note_before_the_tenth(BRIEF.replace(printed, changed)), width)
    (finding,) = brief(text)
    assert finding.code == code
    assert " ".join(text[finding.span.start : finding.span.end].split()) in changed


LIST = """
References

Abel, A. (2018) ‘The Co-operation of Harbours’, Economy Today, 2(1), pp. 3–9.

Berg, B. (2017) Fall. Oslo: Pier.
"""
KNOWN = f"""Harbours fell (Lindqvist-Marsh 2018, p. 6). They rose (Abel 2018, p. 300).

They stayed (Cole 2019).
{LIST}"""
DIFFERENCES = {
    "a line's end": (KNOWN.replace("Marsh 2018", "Marsh\n2018"), []),
    "a hyphen at a line's end": (KNOWN.replace("Co-operation", "Co-\noperation"), []),
    "a word that is parted": (KNOWN.replace("Harbours’", "Har-\nbours’"), []),
    "what stands around": (KNOWN.replace("They rose", "Then they rose"), []),
    "a finding that is mended": (KNOWN.replace("p. 300", "p. 3"), []),
    "the name": (KNOWN.replace("Lindqvist-Marsh", "Lindqvist"), ["CT101"]),
    "the page": (KNOWN.replace("p. 300", "p. 301"), ["CT108"]),
    "the entry's year": (KNOWN.replace("(Abel 2018", "(Abel 2016").replace("A. (2018)", "A. (2016)"), ["CT108"]),
    "the entry's publisher": (KNOWN.replace("Oslo: Pier", "Oslo: Quay"), []),
    "one more alike": (KNOWN.replace("(Cole 2019)", "(Cole 2019) (Lindqvist-Marsh 2018, p. 6)"), ["CT101"]),
    "another name": (KNOWN.replace("Cole", "Dorn"), ["CT101"]),
}


@pytest.mark.parametrize(("text", "codes"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_what_is_new(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert text != KNOWN
    assert [each.code for each in new(KNOWN, text, tmp_path)] == codes


NOTES = """Prices rose.¹ They fell.² They stayed.³

¹ Abel 2018, p. 4.

² Dorn (n 1).

³ Cole, supra note 1, p. 7.
"""
NOTES_LATER = NOTES.replace("n 1", "n 2").replace("note 1", "note 2")
for _number in ("3", "2", "1"):
    NOTES_LATER = NOTES_LATER.replace(_number.translate(_RAISED), str(int(_number) + 1).translate(_RAISED))
NOTES_LATER = NOTES_LATER.replace("rose.²", "rose.¹ Then again.²").replace("² Abel", "¹ Berg 2017, p. 2.\n\n² Abel")


def test_the_number_of_a_note_that_is_pointed_to_tells_nothing(tmp_path: Path) -> None:
    before = {each.code for each in report(NOTES + LIST).documents[0].findings}
    assert "CT203" in before
    assert new(NOTES + LIST, NOTES_LATER + LIST, tmp_path) == []


STRAY = """Prices rose.¹ They fell.³ They stayed.²

¹ Abel 2018, p. 4.

² Abel 2018, p. 5.
"""
STRAY_LATER = """Prices rose.¹ They fell.⁴ They stayed.² Or not.³

¹ Abel 2018, p. 4.

² Abel 2018, p. 5.

³ Abel 2018, p. 6.
"""


def test_the_number_of_a_marker_tells_nothing(tmp_path: Path) -> None:
    assert [each.code for each in report(STRAY + LIST).documents[0].findings if each.code == "CT204"] == ["CT204"]
    assert new(STRAY + LIST, STRAY_LATER + LIST, tmp_path) == []
    assert new(STRAY + LIST, STRAY_LATER.replace("They fell", "They sank") + LIST, tmp_path) != []


def test_it_holds_paths_from_its_folder_on_and_one_finding_a_line(tmp_path: Path) -> None:
    text = baseline_json(report(KNOWN, str(tmp_path / "briefs" / "a.txt")), tmp_path / "ci")
    content = json.loads(text)
    assert list(content) == ["version", "findings"]
    assert content["version"] == 1
    assert {each["path"] for each in content["findings"]} == {"../briefs/a.txt"}
    assert all(list(each) == ["path", "code", "fingerprint", "text"] for each in content["findings"])
    assert "Cole 2019" in [each["text"] for each in content["findings"]]
    assert content["findings"] == sorted(
        content["findings"], key=lambda each: (each["path"], each["code"], each["text"])
    )
    lines = [line.strip().rstrip(",") for line in text.splitlines() if '"fingerprint"' in line]
    assert [json.loads(line) for line in lines] == content["findings"]


def test_the_same_words_in_another_draft_are_new(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(baseline_json(report(KNOWN, str(tmp_path / "a.txt")), tmp_path), encoding="utf-8")
    known = read_baseline(path)
    (one,) = without_known(report(KNOWN, str(tmp_path / "a.txt")), known, tmp_path).documents
    (other,) = without_known(report(KNOWN, str(tmp_path / "b.txt")), known, tmp_path).documents
    assert (len(one.findings), len(other.findings)) == (0, len(report(KNOWN).documents[0].findings))


SCHEMA = Draft202012Validator(
    json.loads(resources.files("citetool.reports").joinpath("baseline.schema.json").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("text", [KNOWN, BRIEF, "Nothing is cited.\n"], ids=["a draft", "the brief", "nothing"])
def test_it_fits_its_schema(text: str) -> None:
    SCHEMA.check_schema(SCHEMA.schema)
    made = json.loads(baseline_json(report(text), Path()))
    SCHEMA.validate(made)
    for each in made["findings"][:1]:
        for key in each:
            assert not SCHEMA.is_valid({**made, "findings": [{k: v for k, v in each.items() if k != key}]})
        assert not SCHEMA.is_valid({**made, "findings": [{**each, "more": 1}]})
    assert not SCHEMA.is_valid({**made, "version": made["version"] + 1})


def test_reports_have_the_fingerprints_of_a_baseline_in_the_working_folder() -> None:
    made = report(BRIEF, "briefs/brief.txt")
    known = {each["fingerprint"] for each in json.loads(baseline_json(made, Path()))["findings"]}
    (run,) = json.loads(render_sarif(made))["runs"]
    of_sarif = [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]
    of_gitlab = [each["fingerprint"] for each in json.loads(render_gitlab(made))]
    assert of_gitlab == of_sarif
    assert {each.removesuffix(":1") for each in of_sarif} == known
    later = report(wrapped(with_a_note_before_the_tenth(BRIEF), 72), "briefs/brief.txt")
    assert {each["fingerprint"] for each in json.loads(render_gitlab(later))} == set(of_gitlab)


BAD = {
    "no file": (None, "no such baseline; --write-baseline"),
    "no JSON": ("{", "no baseline, since no JSON"),
    "other bytes": ("\udcff", "no baseline, since no JSON"),
    "no object": ("[]", "it has no version"),
    "no version": ('{"findings": []}', "it has no version"),
    "another version": ('{"version": 2, "findings": []}', "of version 2; this citetool reads 1"),
    "no findings": ('{"version": 1}', "“findings” is a list of findings"),
    "no fingerprint": ('{"version": 1, "findings": [{"code": "CT101"}]}', "finding 1 has no fingerprint"),
    "nests without end": ("[" * 100_000, "no baseline, since no JSON"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD.keys())
def test_what_is_no_baseline_is_told(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
        with suppress(ValueError, RecursionError):
            assert not SCHEMA.is_valid(json.loads(content))
    with pytest.raises(BadBaseline, match=re.escape(said)) as told:
        read_baseline(path)
    assert str(told.value).startswith(f"{path}: ")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(KNOWN, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def test_only_what_is_new_is_reported_and_fails(draft: Path) -> None:
    baseline = draft.parent / "baseline.json"
    assert run(draft).exit_code == 1
    written = run(draft, "--write-baseline", baseline)
    assert (written.exit_code, "no findings" in written.stdout) == (0, True)
    assert run(draft, "--baseline", baseline).exit_code == 0
    draft.write_text(KNOWN.replace("Cole", "Dorn"), encoding="utf-8")
    done = run(draft, "--baseline", baseline)
    assert done.exit_code == 1
    assert re.findall(r"CT\d+", done.stdout) == ["CT101"]
    assert "Dorn 2019" in done.stdout


def test_what_is_mended_leaves_the_file_and_comes_back_as_new(draft: Path) -> None:
    baseline = draft.parent / "baseline.json"
    run(draft, "--write-baseline", baseline)
    draft.write_text(KNOWN.replace("Cole 2019", "Berg 2017"), encoding="utf-8")
    done = run(draft, "--baseline", baseline, "--write-baseline", baseline)
    assert done.exit_code == 0
    assert "Cole" not in baseline.read_text(encoding="utf-8")
    draft.write_text(KNOWN, encoding="utf-8")
    assert run(draft, "--baseline", baseline).exit_code == 1


def test_a_missing_baseline_is_an_error(draft: Path) -> None:
    done = run(draft, "--baseline", draft.parent / "none.json")
    assert done.exit_code == 2
    assert "none.json: no such baseline" in done.stderr


def test_a_run_that_could_not_read_all_writes_none(draft: Path) -> None:
    baseline = draft.parent / "baseline.json"
    done = run(draft, draft.parent / "nowhere.txt", "--write-baseline", baseline)
    assert (done.exit_code, baseline.exists()) == (2, False)
    assert "baseline.json: not written" in done.stderr


def test_a_draft_is_not_overwritten(draft: Path) -> None:
    assert run(draft, "--write-baseline", draft).exit_code == 2
    assert draft.read_text(encoding="utf-8") == KNOWN


@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_no_report_goes_over_a_baseline(draft: Path, option: str) -> None:
    path = draft.parent / "known.json"
    run(draft, "--write-baseline", path)
    done = run(draft, option, path, "--output", f"json:{path}")
    assert done.exit_code == 2
    assert read_baseline(path)
