"""The project's own rules: lint, types, layers, and that nothing of the sample brief stands in the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


COMMANDS = {
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "mypy": [str(BIN / "mypy")],
    "import contract": [str(BIN / "lint-imports")],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_tools_find_nothing(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_name_of_the_brief_stands_in_the_code() -> None:
    names = re.compile(r"romano|casier|clunan|maull|fischer|lavrov|munich|tass", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "src").rglob("*")
        if path.suffix in (".py", ".toml", ".json")
        for match in names.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
