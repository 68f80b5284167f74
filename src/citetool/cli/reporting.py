"""The options that say what becomes of a report, and the reports that are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import click

from citetool.cli.output import emit, on_terminal, refuse_overwriting, terminal_width, wants_color
from citetool.model import Report
from citetool.reports import REPORTS, WHOLE, renderer
from citetool.reports.extent import Extent

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--format",
        "report_format",
        type=click.Choice(list(REPORTS)),
        default="text",
        show_default=True,
        help="Of the report.",
    ),
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        type=click.Path(),
        metavar="[FORMAT:]FILE",
        help="Write the report here, not to standard output. With a format (sarif:out.sarif), write one more report;"
        " may be given several times.",
    ),
    click.option("--statistics", is_flag=True, help="In text: how often each rule found something, not where."),
    click.option("-q", "--quiet", is_flag=True, help="In text: no line that sums up."),
    click.option(
        "--max-findings",
        type=click.IntRange(min=0),
        metavar="N",
        help="In text: show the first N; the exit status is that of all.",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour the text report; auto colours on a terminal unless NO_COLOR is set.",
    ),
)


class Target(NamedTuple):
    """A report that is wanted: its format and the file it goes to, `-` for standard output."""

    format: str
    path: str


class Reporting(NamedTuple):
    """What becomes of a report: the targets, and of text, how much is shown and in what colour."""

    targets: tuple[Target, ...]
    extent: Extent
    color: str


def report_options(command: _Command) -> _Command:
    """The options whose values go to `reporting`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reporting(
    report_format: str, outputs: tuple[str, ...], statistics: bool, quiet: bool, max_findings: int | None, color: str
) -> Reporting:
    """What becomes of a report, given the options.

    What begins with a format's name and a colon is a report besides; without it, a file is where the report of
    `--format` goes. That goes to standard output if no file is named for it and no other report goes there.

    Raises:
        click.UsageError: two reports would go to one file, or a report to none.
    """
    named = [_target(each, report_format) for each in outputs]
    besides = [target for target, is_named in named if is_named]
    plain = [target for target, is_named in named if not is_named]
    if len(plain) > 1:
        raise click.UsageError("-o FILE may be given once; -o FORMAT:FILE writes a report besides")
    if not plain and all(each.path != "-" for each in besides):
        plain = [Target(report_format, "-")]
    targets = (*plain, *besides)
    taken: set[str] = set()
    for target in targets:
        path = os.path.normpath(target.path)
        if path in taken:
            raise click.UsageError(f"two reports can't go to {'standard output' if path == '-' else target.path}")
        taken.add(path)
    return Reporting(targets, Extent(statistics, quiet, max_findings), color)


def asks_for_all(wanted: Reporting) -> bool:
    """Whether a report needs citations and entries, not only findings and counts."""
    return any(target.format in WHOLE for target in wanted.targets)


def write_reports(report: Report, wanted: Reporting, read: Iterable[str]) -> None:
    """Write every report that is wanted.

    Args:
        report: what a run found.
        wanted: where it goes.
        read: the files that were read, none of which may be written.

    Raises:
        CitetoolError: one can't be written, or would be written over a file that was read: then none is.
    """
    inputs = tuple(read)
    for target in wanted.targets:
        # A dash is standard output, even where a file of that name lies about.
        refuse_overwriting(None if target.path == "-" else target.path, inputs)
    for target in wanted.targets:
        emit(_rendered(report, target, wanted), target.path)


def _target(output: str, report_format: str) -> tuple[Target, bool]:
    """The target that an option names, and whether it names the format too."""
    name, colon, path = output.partition(":")
    if colon and name not in REPORTS and (near := _meant(name)) is not None:
        raise click.UsageError(f"-o {output}: no format “{name}”; do you mean “{near}”?")
    if not colon or name not in REPORTS:
        return Target(report_format, output), False
    if not path:
        raise click.UsageError(f"-o {output}: a file is missing after the colon (- for standard output)")
    return Target(name, path), True


def _meant(name: str) -> str | None:
    """The format that is most likely meant by a name that none has; a file's name may hold a colon, too."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, REPORTS, 1, 0.7)), None)


def _rendered(report: Report, target: Target, wanted: Reporting) -> str:
    if target.format != "text":
        return renderer(target.format)(report)
    if wanted.color == "always" or (target.path == "-" and on_terminal()):
        from citetool.reports.terminal import render_terminal

        return render_terminal(report, terminal_width(), wants_color(wanted.color), wanted.extent)
    from citetool.reports.text import render_text

    return render_text(report, wanted.extent)
