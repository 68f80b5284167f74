"""Which rules are looked at in a draft, and what their findings count as: what a config says of codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath

from citetool.config import BadConfig, Config, nearest
from citetool.model import Severity
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
    for key, selectors in given.items():
        for selector in selectors:
            if not any(_fits(rule, selector) for rule in rules):
                known = tuple(each for rule in rules for each in (rule.code, rule.name))
                raise BadConfig(f"{config.origin(key)}: “{key}”: no rule “{selector}”{_meant(selector, known)}")


def _meant(selector: str, known: tuple[str, ...]) -> str:
    hint = nearest(selector, known)
    return hint if "do you mean" in hint else "; `citetool rules` lists them all"


def _fits(rule: Rule, selector: str) -> bool:
    return rule.code.startswith(selector.upper()) or rule.name == selector.lower()


def _exactness(rule: Rule, selectors: Iterable[str]) -> int:
    """How many characters of a rule's code the most exact of some selectors names; 0 if none fits."""
    fitting = [each for each in selectors if _fits(rule, each)]
    return max((min(len(each), len(rule.code)) for each in fitting), default=0)


def _ignored_in(config: Config, path: str) -> list[str]:
    plain = PurePath(path).as_posix()
    name = PurePath(path).name
    return [
        code
        for pattern, codes in config.per_file_ignores
        if fnmatchcase(plain, pattern) or fnmatchcase(name, pattern) or fnmatchcase(plain, f"*/{pattern}")
        for code in codes
    ]


def _severity(rule: Rule, config: Config) -> Severity:
    fitting = [(len(code), severity) for code, severity in config.severity if _fits(rule, code)]
    return max(fitting)[1] if fitting else rule.severity
