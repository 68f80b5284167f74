"""Which rules are looked at in a draft, and what their findings count as: what a config says of codes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath

from citetool.config import BadConfig, Config, nearest
from citetool.model import Finding, Severity
from citetool.rules.rule import Rule


def chosen(rules: Sequence[Rule], config: Config, path: str) -> tuple[tuple[Rule, Severity], ...]:
    """The rules that are looked at in the draft at a path, with their severities.

    A code selects its rule, the beginning of one (`CT5`) all that begin so, a name its rule. What is ignored more
    exactly than it is selected is ignored: `CT501` of `CT5`, but not `CT5` of `CT501`.

    Raises:
        BadConfig: a selector fits no rule.
    """
    ignored = [*config.ignore, *_ignored_in(config, path)]
    found = []
    for rule in rules:
        wanted = _exactness(rule, (*config.select, *config.extend_select)) if config.select else 1
        if wanted and _exactness(rule, ignored) < wanted + (not config.select):
            found.append((rule, _severity(rule, config)))
    return tuple(found)


def see_that_codes_are_known(rules: Sequence[Rule], config: Config) -> None:
    """See that every selector of a config fits a rule.

    Raises:
        BadConfig: one doesn't; the message says where it was set.
    """
    given = {
        "select": config.select,
        "extend-select": config.extend_select,
        "ignore": config.ignore,
        "severity": tuple(code for code, _ in config.severity),
        "per-file-ignores": tuple(code for _, codes in config.per_file_ignores for code in codes),
    }
    named = [(config.origin(key), key, selector) for key, selectors in given.items() for selector in selectors]
    named += [(table.place, "ignore", table.code) for table in config.ignore_tables]
    for origin, key, selector in named:
        if not any(fits(rule, selector) for rule in rules):
            known = tuple(each for rule in rules for each in (rule.code, rule.name))
            raise BadConfig(f"{origin}: “{key}”: no rule “{selector}”{_meant(selector, known)}")


def _meant(selector: str, known: tuple[str, ...]) -> str:
    hint = nearest(selector, known)
    return hint if "do you mean" in hint else "; `citetool rules` lists them all"


def fits(rule: Rule | Finding, selector: str) -> bool:
    """Whether a selector (a code, the beginning of one, a name) means a rule, or the rule of a finding."""
    return rule.code.startswith(selector.upper()) or rule.name == selector.lower()


def _exactness(rule: Rule, selectors: Iterable[str]) -> int:
    """How many characters of a rule's code the most exact of some selectors names; 0 if none fits."""
    fitting = [each for each in selectors if fits(rule, each)]
    return max((min(len(each), len(rule.code)) for each in fitting), default=0)


def _ignored_in(config: Config, path: str) -> list[str]:
    return [code for pattern, codes in config.per_file_ignores if fits_path(path, pattern) for code in codes]


def fits_path(path: str, pattern: str) -> bool:
    """Whether a pattern is one of a draft: of its path, the end of its path from a folder on, or its name.

    So it is from whatever folder the draft is named: `drafts/*` is one of `brief.md` in the working folder `drafts`.
    """
    plain, whole = PurePath(path).as_posix(), PurePath(os.path.abspath(path)).as_posix()  # noqa: PTH100  # no links
    return fnmatchcase(plain, pattern) or any(fnmatchcase(each, f"*/{pattern}") for each in (plain, whole))


def _severity(rule: Rule, config: Config) -> Severity:
    fitting = [(len(code), severity) for code, severity in config.severity if fits(rule, code)]
    return max(fitting)[1] if fitting else rule.severity
