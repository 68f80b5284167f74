"""Config files: where they are found, what they may say, and how what they may not say is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from citetool.config import BadConfig, Network, find_config, find_network, read_config


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
    "a key like none": ("colour = 1\n", ":1: no key “colour”; there are mailto, offline"),
    "a flag that is a word": ('offline = "yes"\n', ":1: “offline” is true or false, not “yes”"),
    "a number that is none": ("timeout = true\n", ":1: “timeout” is a number above 0, not “True”"),
    "no time at all": ("timeout = 0\n", ":1: “timeout” is a number above 0, not “0”"),
    "an address that is none": ('\nmailto = "nobody"\n', ":2: “mailto” is an e-mail address, not “nobody”"),
    "a file in place of a registry": ('doi-url = "file:///x"\n', ":1: “doi-url” is an http or https address"),
    "no TOML": ("offline = \n", ": no TOML: "),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_what_it_can_t_say_is_told_with_file_line_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "citetool.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=re.escape(f"{path}{said}")):
        read_config(path)


def test_a_variable_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="CITETOOL_DOI_URL: “doi-url” is an http or https address"):
        find_network(tmp_path, {"CITETOOL_DOI_URL": "doi.org"})
