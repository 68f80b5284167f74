"""`citetool check`: read, link, report."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citetool.baseline import baseline_json, read_baseline, without_known
from citetool.cli.input import bib_option, bibliography, input_format_option, language_option, report_remarks
from citetool.cli.mending import Mending, differences, mend_report, told
from citetool.cli.network import Follower, asked_before, network_options, network_settings, registries
from citetool.cli.output import INTERRUPTED, complain, emit, on_terminal, refuse_overwriting
from citetool.cli.reporting import asks_for_all, report_options, reporting, write_reports
from citetool.cli.settings import codes, config_options, settings
from citetool.config import NEVER, Config
from citetool.errors import CitetoolError
from citetool.folders import cache_folder
from citetool.lint import Task, lint
from citetool.model import Checked, Document, Reference, Report, Severity
from citetool.readers.formats import FORMATS
from citetool.results import Results, results_for
from citetool.rules import RULES
from citetool.rules.selection import see_that_codes_are_known
from citetool.suppressions import suppress

if TYPE_CHECKING:
    from citetool.registries.lookup import Registries


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@report_options
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in reversed(Severity)), NEVER]),
    help="Exit with 1 from this severity on.  [default: error]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found, as --fail-on never does.")
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
@click.option("--baseline", type=click.Path(), metavar="FILE", help="Report only what isn't in this baseline.")
@click.option(
    "--write-baseline",
    type=click.Path(),
    metavar="FILE",
    help="Write what is found to this baseline; what it holds isn't reported.",
)
@click.option("--no-cache", is_flag=True, help="Check drafts that haven't changed too, and keep no results.")
@network_options
@config_options
@bib_option
@input_format_option
@language_option
@click.option(
    "--changed-since",
    "since",
    metavar="REVISION",
    help="Check only drafts that git says changed since then: origin/main, HEAD~1.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check so many drafts at once; by default as many as there are cores.",
)
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    report_format: str,
    outputs: tuple[str, ...],
    statistics: bool,
    quiet: bool,
    max_findings: int | None,
    color: str,
    fail_on: str | None,
    exit_zero: bool,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    expect_list: bool | None,
    resolve: bool,
    check_links: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    baseline: str | None,
    write_baseline: str | None,
    no_cache: bool,
    mailto: str | None,
    offline: bool | None,
    refresh: bool,
    timeout: float | None,
    config_file: str | None,
    isolated: bool,
    bib: tuple[str, ...],
    input_format: str | None,
    language: str | None,
    jobs: int | None,
    since: str | None,
) -> None:
    """Report what doesn't add up in drafts.

    Finds every citation and links it to the entry of the reference list that it means. A PATH is a
    draft, a folder of drafts (what git ignores is passed over), a pattern such as 'briefs/**/*.md', or -
    for standard input; without one, the current folder is checked.

    \b
    citetool check brief.txt
    citetool check briefs --changed-since origin/main --format github
    citetool check brief.txt --resolve --mailto editor@example.org
    citetool check brief.txt --diff

    Exits with 0 if nothing was found, 1 if findings were, 2 if something couldn't be read. With --fix,
    what was mended doesn't count; with --diff, 1 says that there is something to mend.
    """  # noqa: D301  # \b is click's mark of a paragraph that isn't wrapped
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if fix and not diff and "-" in paths:
        raise click.UsageError("--fix can't write to standard input; --diff shows what it would change")
    if (offline or refresh) and not resolve:
        raise click.UsageError("--offline and --refresh go with --resolve; nothing else asks registries")
    wanted = reporting(report_format, outputs, statistics, quiet, max_findings, color)
    config = settings(
        paths,
        config_file,
        isolated,
        {
            "fail-on": NEVER if exit_zero else fail_on,
            "select": codes(select),
            "extend-select": codes(extend_select),
            "ignore": codes(ignore),
            "expect-list": expect_list,
            "bibliography": bib or None,
            "language": language,
            "cache": False if no_cache else None,
            **network_settings(mailto, offline, refresh, timeout),
        },
    )
    see_that_codes_are_known(RULES, config)
    # Read before the run: a long one isn't lost to a wrong name, and the file may be written anew after it.
    known = None if baseline is None else read_baseline(Path(baseline))
    network = config.network
    with registries(network) if resolve else nullcontext() as asked:
        links = Follower(network) if check_links and not network.offline else None
        entries = bibliography(config.bibliography)
        whole = baseline is not None or write_baseline is not None or asks_for_all(wanted)
        results = _results(config, entries, input_format, whole)
        report = lint(paths or (".",), config, entries, input_format, asked, links, jobs, since, results)
        drafts = [checked.manuscript.document for checked in report.documents]
        included = (each.path for document in drafts for each in document.included)
        named = (each.path for document in drafts for each in document.files)
        read = (*config.bibliography, *(document.path for document in drafts), *included, *named)
        refuse_overwriting(write_baseline, read)
        changed: tuple[Mending, ...] = ()
        if (fix or diff) and not _stopped(asked, links):
            task = Task(config, entries, input_format, asked_before(asked), links)
            report, changed = mend_report(report, partial(_again, task), unsafe_fixes, write=not diff)
    stopped = _stopped(asked, links)
    _report_faults(report)
    for checked in report.documents:
        document = checked.manuscript.document
        report_remarks(document)
        if (fix or diff) and not FORMATS[document.format].is_text:
            complain(f"{document.path}: only drafts that are text can be mended; its findings say what to change")
    if write_baseline is not None:
        if not report.failures and not stopped:
            emit(baseline_json(report, Path(write_baseline).parent), write_baseline)
            if known is None:
                baseline, known = write_baseline, read_baseline(Path(write_baseline))
        else:
            complain(f"{write_baseline}: not written, since not all could be checked")
    if known is not None and baseline is not None:
        report = without_known(report, known, Path(baseline).parent)
    if diff:
        emit(differences(changed, on_terminal()))
    else:
        for each in changed:
            complain(told(each))
        write_reports(report, wanted, (*read, *filter(None, (baseline, write_baseline))))
    for failure in report.failures:
        complain(f"{failure.path}: {failure.message}")
    status = _status(report, config.fail_on) if not diff else 2 if report.failures else int(bool(changed))
    context.exit(INTERRUPTED if stopped else status)


def _again(task: Task, document: Document) -> Checked:
    """A draft that was changed, checked anew, without what is silenced in it."""
    return suppress([task.examine(document)], task.config)[0]


def _results(
    config: Config, entries: tuple[Reference, ...] | None, input_format: str | None, whole: bool
) -> Results | None:
    """The results of earlier runs like this one; `None` if none are wanted, or nowhere to be kept."""
    if not config.cache:
        return None
    try:
        folder = cache_folder()
    except CitetoolError:
        return None
    return results_for(folder, config, entries, input_format, whole)


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


def _status(report: Report, fail_on: str) -> int:
    if report.failures:
        return 2
    if fail_on == NEVER:
        return 0
    least = Severity(fail_on).rank
    findings = (finding for checked in report.documents for finding in checked.findings)
    return int(any(finding.severity.rank >= least for finding in findings))
