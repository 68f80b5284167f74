"""The report as the results of tests, which most CI systems show: JUnit XML as Jenkins takes it.

There is no standard; the elements and their order follow
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd.
A draft is a suite. Each error in it is a test that failed; without one, there is a single test, which passed. Warnings
and notes make nothing fail: they are what the suite printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from citetool.model import Failure, Report, Severity
from citetool.reports.controls import visible
from citetool.reports.places import Placed, place, placed, posix, sentence

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can hold: https://www.w3.org/TR/xml/#charsets."""


def render_junit(report: Report) -> str:
    """The report as an XML document; ends with a newline."""
    suites = [_failed(each) for each in report.failures]
    suites += [_suite(each.manuscript.document.path, placed(Report((each,)))) for each in report.documents]
    root = Element("testsuites", name="citetool")
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.extend(suites)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _failed(failure: Failure) -> Element:
    """The suite of a file that couldn't be checked: its one test has an error, which isn't a failure."""
    path = _xml(posix(failure.path))
    suite = Element("testsuite", name=path, tests="1", failures="0", errors="1")
    case = SubElement(suite, "testcase", classname=path, name="can be checked")
    SubElement(case, "error", type="unchecked-file", message=_xml(failure.message))
    return suite


def _suite(path: str, findings: list[Placed]) -> Element:
    shown = _xml(posix(path))
    errors = [each for each in findings if each.finding.severity == Severity.ERROR]
    others = [each for each in findings if each.finding.severity != Severity.ERROR]
    suite = Element("testsuite", name=shown, tests=str(len(errors) or 1), failures=str(len(errors)), errors="0")
    for name, each in zip(_names(errors), errors, strict=True):
        case = SubElement(suite, "testcase", classname=shown, name=name)
        SubElement(case, "failure", type=_xml(each.finding.name), message=_xml(each.finding.message)).text = _line(each)
    if not errors:
        SubElement(suite, "testcase", classname=shown, name="no errors")
    if others:
        SubElement(suite, "system-out").text = "\n".join(map(_line, others))
    return suite


def _names(errors: list[Placed]) -> Iterator[str]:
    """A name for each test; systems take two of one name for one test."""
    seen: Counter[str] = Counter()
    for each in errors:
        # A suite is a draft; what stands in a file that it includes says so.
        other = "" if each.region.path == each.document.path else f"{posix(each.region.path)} "
        where = place(each.document, each.finding.span.start) or f"{other}line {each.region.line}"
        name = _xml(f"{each.finding.code} {where}")
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _line(each: Placed) -> str:
    where = place(each.document, each.finding.span.start, opening=True)
    at = f": {where}" if where else f":{each.region.line}:{each.region.column}"
    said = f"{each.finding.severity} {each.finding.code} {sentence(each.finding)}"
    return _xml(f"{posix(each.region.path)}{at}: {said}")


def _xml(text: str) -> str:
    return _NOT_XML.sub("", visible(text))
