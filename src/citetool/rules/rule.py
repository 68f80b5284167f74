"""What a rule is: a generator function whose docstring is its manual page."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from citetool.config import Config
from citetool.model import Applicability, Edit, Finding, Manuscript, Severity, Span


class Problem(NamedTuple):
    """What a rule yields: the place, the words about it, and what to do."""

    span: Span
    message: str
    related: tuple[Span, ...] = ()
    hint: str | None = None
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = Applicability.SAFE


Check = Callable[[Manuscript, Config], Iterator[Problem]]


class Rule(NamedTuple):
    """A rule with its stable code, the name of the defect, and its default severity."""

    code: str
    name: str
    severity: Severity
    check: Check

    @property
    def summary(self) -> str:
        """The first line of the manual page."""
        return self._page()[0]

    @property
    def why(self) -> str:
        """What the rule looks at, and why it matters."""
        return self._page()[1]

    @property
    def bad(self) -> str:
        """A small draft that has the defect."""
        return self._page()[2]

    @property
    def good(self) -> str:
        """The same draft, mended."""
        return self._page()[3]

    def _page(self) -> tuple[str, str, str, str]:
        import textwrap

        page = inspect.cleandoc(self.check.__doc__ or "")
        head, bad, good = re.split(r"^(?:Bad|Good):\n", page, flags=re.MULTILINE)
        summary, _, why = head.partition("\n")
        return summary.strip(), why.strip(), textwrap.dedent(bad).strip(), textwrap.dedent(good).strip()

    def findings(self, manuscript: Manuscript, config: Config) -> Iterator[Finding]:
        """The findings of this rule in a manuscript."""
        for problem in self.check(manuscript, config):
            yield Finding(
                self.code,
                self.name,
                self.severity,
                problem.message,
                problem.span,
                problem.related,
                problem.hint,
                problem.edits,
                problem.applicability,
            )


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Rule]:
    """Make a rule of a generator function; its docstring has a summary, a reason, `Bad:` and `Good:`."""

    def made(check: Check) -> Rule:
        return Rule(code, name, severity, check)

    return made
