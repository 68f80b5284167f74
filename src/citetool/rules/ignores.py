"""What drafts say of findings that are not wanted: the rule about sayings that silence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from citetool.config import Config
from citetool.model import Manuscript, Severity, Span
from citetool.rules.rule import Problem, rule

_SAYING = re.compile(r"(ignore-file|ignore)(?![\w-])(.*)", re.DOTALL)
_REASON = re.compile(r"(?:^|\s)(?:--|[–—])(?:\s|$)")


class Ignore(NamedTuple):
    """`ignore CT106, CT2 -- why`: codes, beginnings of codes or names; for the whole draft or where it stands."""

    selectors: tuple[str, ...]
    whole_draft: bool
    reason: str


def read_ignore(said: str) -> Ignore | None:
    """What a comment to citetool says, without its marks; `None` where it isn't about ignoring, or names no code."""
    match = _SAYING.fullmatch(said)
    if match is None:
        return None
    codes, *reason = _REASON.split(match[2], maxsplit=1)
    selectors = tuple(codes.replace(",", " ").split())
    return Ignore(selectors, match[1] == "ignore-file", reason[0].strip() if reason else "") if selectors else None


@rule("CT001", "unused-ignore", Severity.NOTE)
def unused_ignore(manuscript: Manuscript, config: Config) -> Iterator[Problem]:
    """A comment, or an `[[ignore]]` of the config, that silences nothing.

    What was ignored may have been mended since, or the code is mistyped and the finding still there: either way the
    comment misleads whoever reads it. It is told only where the rules it names were looked at, so that a run without
    `--resolve` or with `--select` has nothing to say of the others. A comment has to name what it ignores: a code, the
    beginning of codes (`CT5`), or a rule's name.

    Bad:
        Tariffs rose (Lindqvist 2018, p. 6). <!-- citetool: ignore CT101 -- listed in the annex -->

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    Good:
        Tariffs rose (Berg 2018, p. 6). <!-- citetool: ignore CT101 -- listed in the annex -->

        Quotas fell (Lindqvist 2018, p. 7).

        References

        Lindqvist, A. (2018) ‘Tariffs’, Economy Today, 2(1), pp. 3–9.
    """
    # Whether a comment that can silence something does, is known when all the other rules have been asked.
    # In Word, comments are no markup.
    said = "citetool: ignore CT106 -- why"
    said = said if manuscript.document.paragraphs else f"<!-- {said} -->"
    for comment in manuscript.document.comments:
        if read_ignore(comment.text) is None:
            yield Problem(
                Span(comment.at, comment.at),
                "a comment that ignores nothing",
                hint=f"write {said}, or ignore-file for the whole draft",
            )
