"""Config files: where they are found, what they may say, and how what they may not say is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citetool.cli import main
from citetool.config import BadConfig, Config, Network, configure, find_config, read_config
from citetool.house_style import CHOICES, HouseStyle
from citetool.lint import lint
from citetool.model import Severity
from citetool.rules import RULES
from citetool.rules.selection import chosen, see_that_codes_are_known


def find_network(start: Path, environment: Mapping[str, str]) -> Network:
    return configure(find_config(start), environment, {}).network


def test_without_any_the_registries_are_the_public_ones_and_nobody_is_named(tmp_path: Path) -> None:
    assert find_network(tmp_path, {}) == Network()
    assert Network().mailto is None
    assert Network().crossref_url == "https://api.crossref.org"


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    inner = tmp_path / "briefs" / "north"
    inner.mkdir(parents=True)
    (tmp_path / "citetool.toml").write_text('mailto = "house@example.org"\n', encoding="utf-8")
    assert find_network(inner, {}).mailto == "house@example.org"
    (tmp_path / "briefs" / "pyproject.toml").write_text("[tool.citetool]\noffline = true\n", encoding="utf-8")
    assert find_network(inner, {}) == Network(offline=True)


def test_a_folder_that_a_path_leads_out_of_isn_t_above_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "citetool.toml").write_text("timeout = 5\n", encoding="utf-8")
    briefs, annex = tmp_path / "briefs", tmp_path / "briefs" / "annex"
    annex.mkdir(parents=True)
    (annex / "citetool.toml").write_text("timeout = 6\n", encoding="utf-8")
    monkeypatch.chdir(annex)
    assert find_network(Path(".."), {}).timeout == 5.0
    assert find_config(briefs / "annex" / "..") == tmp_path / "citetool.toml"


def test_a_project_s_file_without_the_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "citetool.toml").write_text("timeout = 5\n", encoding="utf-8")
    inner = tmp_path / "package"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.ruff]\nline-length = 99\n", encoding="utf-8")
    assert find_config(inner) == tmp_path / "citetool.toml"


def test_of_two_in_one_folder_the_own_one_counts(tmp_path: Path) -> None:
    (tmp_path / "citetool.toml").write_text("timeout = 5\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.citetool]\ntimeout = 6\n", encoding="utf-8")
    assert find_network(tmp_path, {}).timeout == 5.0


def test_the_environment_overrules_the_file(tmp_path: Path) -> None:
    (tmp_path / "citetool.toml").write_text('crossref-url = "https://mirror.example"\n', encoding="utf-8")
    found = find_network(tmp_path, {"CITETOOL_CROSSREF_URL": "http://127.0.0.1:8099", "CITETOOL_MAILTO": "a@b.example"})
    assert (found.crossref_url, found.mailto) == ("http://127.0.0.1:8099", "a@b.example")


BAD = {
    "an unknown key": ("offline = true\nmailtoo = 1\n", ":2: no key “mailtoo”; do you mean “mailto”?"),
    "a key like none": ("colour = 1\n", ":1: no key “colour”; there are select, extend-select"),
    "a flag that is a word": ('offline = "yes"\n', ":1: “offline” is true or false, not “yes”"),
    "a number that is none": ("timeout = true\n", ":1: “timeout” is a number above 0, not true"),
    "no time at all": ("timeout = 0\n", ":1: “timeout” is a number above 0, not 0"),
    "time without end": ("timeout = inf\n", ":1: “timeout” is a number above 0, not inf"),
    "time beyond numbers": (f"timeout = 1{'0' * 400}\n", ":1: “timeout” is a number above 0, not 1000"),
    "a number that Python doesn't read": (f"timeout = {'9' * 5000}\n", ": no TOML: "),
    "lists in lists without end": (f"select = {'[' * 100_000}\n", ": no TOML: "),
    "private networks": ("private-links = true\n", ":1: no key “private-links”"),
    "a list that is a word": ('select = "CT1"\n', ":1: “select” is a list of texts, not “CT1”"),
    "a severity of its own": ('[severity]\nCT104 = "fatal"\n', ":1: “severity” is a table of codes with error"),
    "a threshold of its own": ('fail-on = "fatal"\n', ":1: “fail-on” is error, warning, note or never, not “fatal”"),
    "patterns without codes": ('[per-file-ignores]\n"a*" = "CT1"\n', ":1: “per-file-ignores” is a table of patterns"),
    "an address that is none": ('\nmailto = "nobody"\n', ":2: “mailto” is an e-mail address, not “nobody”"),
    "a file in place of a registry": ('doi-url = "file:///x"\n', ":1: “doi-url” is an http or https address"),
    "a style that is a word": ('style = "Chicago"\n', ":1: “style” is a table of what the house wants, not “Chicago”"),
    "an unknown key of the style": (
        '[style]\nrange-dash = "hyphen"\nyear-coma = "no"\n',
        ":3: “style”: no key “year-coma”; do you mean “year-comma”?",
    ),
    "a key of the style like none": (
        "[style]\n\ncolour = 1\n",
        ":3: “style”: no key “colour”; there are year-comma, ibid-stop, page-label",
    ),
    "an unknown value of the style": (
        '[style]\nrange-dash = "endash"\n',
        ":2: “style.range-dash” can't be “endash”; do you mean “en-dash”?",
    ),
    "a value of the style like none": (
        "[style]\nyear-comma = true\n",
        ":2: “style.year-comma” can't be true; there are auto, yes, no",
    ),
    "a value of the style that is a list": (
        '[style]\nyear-comma = ["no"]\n',
        ":2: “style.year-comma” can't be ['no']; there are auto, yes, no",
    ),
    "a key of the style that another table has too": (
        '[severity]\nCT104 = "note"\n[style]\nibid-stop = "no"\nCT104 = "note"\n',
        ":5: “style”: no key “CT104”",
    ),
    "a style in one line": ('offline = true\nstyle = { ibid-stop = "so" }\n', ":2: “style.ibid-stop” can't be “so”"),
    "a style key by key": ('offline = true\nstyle.ibid-stop = "so"\n', ":2: “style.ibid-stop” can't be “so”"),
    "a style's key as one word": ('"style.ibid-stop" = "no"\n', ":1: no key “style.ibid-stop”"),
    "no TOML": ("offline = \n", ": no TOML: "),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_what_it_can_t_say_is_told_with_file_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "citetool.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=re.escape(f"{path}{said}")):
        read_config(path)


NO_TABLE = {
    "another tool's": "[tool.ruff]\nline-length = 99\n",
    "in a text alone": '[tool.ruff]\nnote = """\n[tool.citetool]\n"""\n',
    "no tools": "tool = 3\n",
}


@pytest.mark.parametrize("text", NO_TABLE.values(), ids=NO_TABLE.keys())
def test_a_project_s_file_that_is_named_and_has_no_table_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=r"it has no table “tool\.citetool” of settings"):
        read_config(path)


def test_a_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "citetool.toml"
    path.write_text("timeout = 5\n", encoding="utf-8-sig")
    assert configure(path, {}, {}).network.timeout == 5.0


STYLED = {
    "citetool.toml": ('\n[style]\nrange-dash = "hyphen"\n', 3),
    "pyproject.toml": (
        '[tool.other.style]\nrange-dash = 1\n[tool.citetool]\n[tool.citetool.style]\nrange-dash = "hyphen"\n',
        5,
    ),
}


@pytest.mark.parametrize(("name", "text", "line"), [(name, *each) for name, each in STYLED.items()])
def test_a_house_style_is_read_and_shown_with_where_it_comes_from(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert configure(path, {}, {}).style == HouseStyle(range_dash="hyphen")
    shown = run("config", str(tmp_path)).stdout.splitlines()
    assert f'style.range-dash\t"hyphen"\t{path}:{line}' in shown
    assert 'style.list-order\t"auto"\tdefault' in shown


def test_the_documented_style_has_all_keys_and_all_their_values(tmp_path: Path) -> None:
    documented = (Path(__file__).parent.parent / "docs" / "config.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", documented, re.DOTALL)
    (example,) = [block for block in blocks if block.startswith("[style]")]
    path = tmp_path / "citetool.toml"
    path.write_text(example, encoding="utf-8")
    assert set(read_config(path)) == {f"style.{key}" for key in CHOICES}
    for key, values in CHOICES.items():
        rows = documented[documented.index(f"| `{key}` | `auto` |") :]
        assert set(values) <= set(re.findall(r"`([a-z-]+)`", rows))


def test_a_variable_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="CITETOOL_DOI_URL: “doi-url” is an http or https address"):
        find_network(tmp_path, {"CITETOOL_DOI_URL": "doi.org"})


@pytest.mark.parametrize("text", ["[tool.ruff]\n# see tool.citetool\n", "x = 'tool.citetool'\n", "[tool.citetools]\n"])
def test_a_project_s_file_that_only_speaks_of_citetool_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert find_config(tmp_path) != tmp_path / "pyproject.toml"


def test_a_project_s_file_in_another_encoding_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes("# Müller\n[tool.ruff]\n".encode("latin-1"))
    assert find_config(tmp_path) != tmp_path / "pyproject.toml"


def test_only_the_environment_opens_private_networks(tmp_path: Path) -> None:
    assert find_network(tmp_path, {"CITETOOL_PRIVATE_LINKS": "1"}).private_links
    assert not find_network(tmp_path, {"CITETOOL_PRIVATE_LINKS": "0"}).private_links


def test_options_overrule_the_environment_and_the_file(tmp_path: Path) -> None:
    path = tmp_path / "citetool.toml"
    path.write_text('mailto = "file@example.org"\nfail-on = "note"\n', encoding="utf-8")
    found = configure(path, {"CITETOOL_MAILTO": "env@example.org"}, {"mailto": "option@example.org", "fail-on": None})
    assert found.network.mailto == "option@example.org"
    assert found.fail_on == "note"
    assert [found.origin(key) for key in ("mailto", "fail-on", "timeout")] == ["--mailto", f"{path}:2", "default"]


def test_a_bibliography_is_meant_from_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "citetool.toml"
    path.write_text('bibliography = ["lists/all.bib"]\n', encoding="utf-8")
    assert configure(path, {}, {}).bibliography == (str(tmp_path / "lists" / "all.bib"),)


CHOSEN = {
    "all by default": ({}, "CT101 CT105 CT501 CT502"),
    "one ignored": ({"ignore": ["CT501"]}, "CT101 CT105 CT502"),
    "a family ignored": ({"ignore": ["CT5"]}, "CT101 CT105"),
    "one ignored by name": ({"ignore": ["page-label"]}, "CT101 CT105 CT502"),
    "a family selected": ({"select": ["CT5"]}, "CT501 CT502"),
    "a family and one more": ({"select": ["ct5"], "extend-select": ["CT101"]}, "CT101 CT501 CT502"),
    "one more, of all": ({"extend-select": ["CT101"]}, "CT101 CT105 CT501 CT502"),
    "one of a family ignored": ({"select": ["CT5"], "ignore": ["CT501"]}, "CT502"),
    "one of an ignored family selected": ({"select": ["CT1", "CT501"], "ignore": ["CT5"]}, "CT101 CT105 CT501"),
    "selected and ignored": ({"select": ["CT1", "CT501"], "ignore": ["CT501"]}, "CT101 CT105"),
    "ignored in other files": ({"per-file-ignores": {"new*": ["CT5"]}}, "CT101 CT105 CT501 CT502"),
    "ignored in files of a name": ({"per-file-ignores": {"old*": ["CT5"]}}, "CT101 CT105"),
    "ignored in a folder": ({"per-file-ignores": {"briefs/*": ["CT5"]}}, "CT101 CT105"),
}


@pytest.mark.parametrize(("options", "codes"), CHOSEN.values(), ids=CHOSEN.keys())
def test_rules_that_are_looked_at(options: dict[str, object], codes: str) -> None:
    found = {rule.code for rule, _ in chosen(RULES, configure(None, {}, options), "/home/briefs/old.txt")}
    assert found & {"CT101", "CT105", "CT501", "CT502"} == set(codes.split())


def test_a_pattern_of_a_folder_counts_in_that_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "briefs").mkdir()
    monkeypatch.chdir(tmp_path / "briefs")
    config = configure(None, {}, {"per-file-ignores": {"briefs/*": ["CT5"]}})
    assert not any(rule.code.startswith("CT5") for rule, _ in chosen(RULES, config, "old.txt"))


def test_severities_of_a_config_count(tmp_path: Path) -> None:
    config = configure(None, {}, {"severity": {"CT1": "note", "CT105": "error"}})
    severities = {rule.code: severity for rule, severity in chosen(RULES, config, "draft.txt")}
    assert [severities[code] for code in ("CT101", "CT105", "CT201")] == ["note", "error", "error"]
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    (checked,) = lint((str(draft),), config).documents
    assert [(each.code, each.severity) for each in checked.findings] == [("CT105", Severity.ERROR)]


@pytest.mark.parametrize("key", ["select", "extend-select", "ignore"])
def test_a_code_that_no_rule_has_is_told_with_where_it_was_set(key: str) -> None:
    with pytest.raises(BadConfig, match=f"--{key}: “{key}”: no rule “CT777”"):
        see_that_codes_are_known(RULES, configure(None, {}, {key: ["CT777"]}))


def test_excluded_drafts_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", "old/b.txt", "c.draft.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Nothing is cited.\n", encoding="utf-8")
    found = lint((str(tmp_path),), Config(exclude=("old", "*.draft.txt")))
    assert [checked.manuscript.document.path for checked in found.documents] == [str(tmp_path / "a.txt")]
    named = lint((str(tmp_path / "old" / "b.txt"),), Config(exclude=("old",)))
    assert len(named.documents) == 1


DRAFT = """It rose.¹

¹ Abel 2018, p. 67.

References

Abel, A. (2018) Rise. London: Harbour.

Berg, B. (2017) Fall. Oslo: Pier.
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_config_beside_the_draft_is_in_force_and_can_be_left(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    (tmp_path / "citetool.toml").write_text('[severity]\nCT105 = "error"\n', encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text('fail-on = "note"\n', encoding="utf-8")
    assert run("check", str(draft)).exit_code == 1
    assert run("check", str(draft), "--isolated").exit_code == 0
    assert run("check", str(draft), "--config", str(other)).exit_code == 1
    assert run("check", str(draft), "--ignore", "CT105").exit_code == 0
    assert run("check", str(draft), "--select", "CT101,CT3").exit_code == 0
    assert run("check", str(draft), "--fail-on", "never").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--config", "nowhere.toml"], "nowhere.toml: no such config file"),
        (["--config", "x", "--isolated"], "--config and --isolated exclude each other"),
        (["--select", "CT9"], "no rule “CT9”"),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, arguments: list[str], said: str) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    done = run("check", str(draft), *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_language_of_a_config_is_one_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "citetool.toml").write_text('language = "tlh"\n', encoding="utf-8")
    done = run("config", str(tmp_path))
    assert done.exit_code == 2
    assert "citetool.toml:1: “language” is one of en, de" in done.stderr


def test_what_is_in_force_is_shown_with_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "citetool.toml").write_text('\nignore = ["CT5"]\n[severity]\nCT104 = "note"\n', encoding="utf-8")
    shown = run("config", str(tmp_path)).stdout.splitlines()
    assert shown[0] == "key\tvalue\tfrom"
    assert f'ignore\t["CT5"]\t{tmp_path}/citetool.toml:2' in shown
    assert f'severity\t{{"CT104" = "note"}}\t{tmp_path}/citetool.toml:3' in shown
    assert 'fail-on\t"error"\tdefault' in shown
