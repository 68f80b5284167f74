"""`citetool check`: read, link, report."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import click

from citetool.cli.input import bib_option, bibliography, input_format_option, language_option, report_remarks
from citetool.cli.mending import Mending, differences, mend_report, told
from citetool.cli.network import Follower, asked_before, network_options, network_settings, registries
from citetool.cli.output import (
    INTERRUPTED,
    complain,
    emit,
    on_terminal,
    refuse_overwriting,
    terminal_width,
    wants_color,
)
from citetool.cli.settings import codes, config_options, settings
from citetool.config import NEVER
from citetool.lint import examine, lint
from citetool.model import Report, Severity
from citetool.reports import REPORTS, renderer
from citetool.rules import RULES
from citetool.rules.selection import see_that_codes_are_known

if TYPE_CHECKING:
    from citetool.registries.lookup import Registries


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option(
    "--format",
    "report_format",
    type=click.Choice(list(REPORTS)),
    default="text",
    show_default=True,
    help="Of the report.",
)
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="Write the report here, not to standard output."
)
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in reversed(Severity)), NEVER]),
    help="Exit with 1 from this severity on.  [default: error]",
)
@click.option(
    "--select", multiple=True, metavar="CODES", help="Look only at these rules: CT101, CT2 for all of CT2xx, names."
)
@click.option("--extend-select", multiple=True, metavar="CODES", help="Look at these rules besides those selected.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Don't look at these rules.")
@click.option("--expect-list", is_flag=True, default=None, help="Report a draft that has no reference list.")
@click.option(
    "--resolve",
    is_flag=True,
    help="Look the entries up at Crossref, DataCite and doi.org: unknown, wrong and missing DOIs, retractions.",
)
@click.option("--check-links", is_flag=True, help="Follow the web addresses of drafts, and report dead ones.")
@click.option("--fix", is_flag=True, help="Mend what is plain in the files themselves; report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what chooses: a year, a name, an order.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, in place of the report; write nothing.")
@network_options
@config_options
@bib_option
@input_format_option
@language_option
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the text report; auto colours on a terminal unless NO_COLOR is set.",
)
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    report_format: str,
    output: str | None,
    fail_on: str | None,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    expect_list: bool | None,
    resolve: bool,
    check_links: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    mailto: str | None,
    offline: bool | None,
    refresh: bool,
    timeout: float | None,
    config_file: str | None,
    isolated: bool,
    bib: tuple[str, ...],
    input_format: str | None,
    language: str | None,
    color: str,
) -> None:
    """Report what doesn't add up in drafts.

    Finds every citation and links it to the entry of the reference list that it means. A PATH is a
    draft, a folder of drafts, or - for standard input; without one, the current folder is checked.

    Exits with 0 if nothing was found, 1 if findings were, 2 if something couldn't be read. With --fix,
    what was mended doesn't count; with --diff, 1 says that there is something to mend.
    """
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if fix and not diff and "-" in paths:
        raise click.UsageError("--fix can't write to standard input; --diff shows what it would change")
    if (offline or refresh) and not resolve:
        raise click.UsageError("--offline and --refresh go with --resolve; nothing else asks registries")
    config = settings(
        paths,
        config_file,
        isolated,
        {
            "fail-on": fail_on,
            "select": codes(select),
            "extend-select": codes(extend_select),
            "ignore": codes(ignore),
            "expect-list": expect_list,
            "bibliography": bib or None,
            "language": language,
            **network_settings(mailto, offline, refresh, timeout),
        },
    )
    see_that_codes_are_known(RULES, config)
    network = config.network
    with registries(network) if resolve else nullcontext() as asked:
        links = Follower(network) if check_links and not network.offline else None
        entries = bibliography(config.bibliography)
        report = lint(paths or (".",), config, entries, input_format, asked, links)
        read = (*config.bibliography, *(checked.manuscript.document.path for checked in report.documents))
        refuse_overwriting(output, read)
        changed: tuple[Mending, ...] = ()
        if (fix or diff) and not _stopped(asked, links):
            again = partial(
                examine, config=config, bibliography=entries, registries=asked_before(asked), check_addresses=links
            )
            report, changed = mend_report(report, again, unsafe_fixes, write=not diff)
    _report_faults(report)
    for checked in report.documents:
        report_remarks(checked.manuscript.document)
    if diff:
        emit(differences(changed, on_terminal() and output in (None, "-")), output)
    else:
        for each in changed:
            complain(told(each))
        emit(_rendered(report, report_format, output, color), output)
    for failure in report.failures:
        complain(f"{failure.path}: {failure.message}")
    status = _status(report, config.fail_on) if not diff else 2 if report.failures else int(bool(changed))
    context.exit(INTERRUPTED if _stopped(asked, links) else status)


def _stopped(asked: Registries | None, links: Follower | None) -> bool:
    """Whether Ctrl-C ended the asking."""
    return (asked is not None and asked.stopped) or (links is not None and links.stopped)


def _report_faults(report: Report) -> None:
    """Write to standard error what registries gave no answer to, and why."""
    resolutions = [each for checked in report.documents for each in checked.manuscript.resolutions]
    if resolutions:
        from citetool.reports.resolutions import faults

        for fault in faults(resolutions):
            complain(fault)


def _rendered(report: Report, report_format: str, output: str | None, color: str) -> str:
    to_terminal = on_terminal() and output in (None, "-")
    if report_format == "text" and (to_terminal or color == "always"):
        from citetool.reports.terminal import render_terminal

        return render_terminal(report, terminal_width(), wants_color(color))
    return renderer(report_format)(report)


def _status(report: Report, fail_on: str) -> int:
    if report.failures:
        return 2
    if fail_on == NEVER:
        return 0
    least = Severity(fail_on).rank
    findings = (finding for checked in report.documents for finding in checked.findings)
    return int(any(finding.severity.rank >= least for finding in findings))
