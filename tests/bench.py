"""The figures that claims of speed rest on; `make bench` prints them. Ratios are taken within one run.

Each figure is the least of several runs: what else the machine does only ever adds to it.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from bibtexparser.entrypoint import parse_file

from citetool.citations import find_citations
from citetool.citations.survey import survey
from citetool.config import Config
from citetool.identifiers import normalise_doi
from citetool.linking import link
from citetool.lint import lint, understand
from citetool.model import Date, Item, Name, Reference, Span
from citetool.readers.text import read_text
from citetool.references.bibliography import load_bibliography
from citetool.references.index import index_references
from citetool.references.labelling import label_entry
from citetool.registries.cache import Cache
from citetool.registries.lookup import Registries
from citetool.registries.pace import WallClock
from citetool.registries.transport import Endpoints, Transport
from citetool.rules import check

BRIEF = Path(__file__).parent.parent / "data" / "brief.txt"
CONFIG = Config(today=date(2026, 6, 1))


def least(run: Callable[[], object], times: int = 5) -> float:
    """The least time of several runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return min(found)


def processes(*commands: list[str], times: int = 10) -> list[float]:
    """The least time of each command as a whole process, run in turn, in seconds."""
    found: list[list[float]] = [[] for _ in commands]
    for _ in range(times):
        for command, own in zip(commands, found, strict=True):
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=False)
            own.append(time.perf_counter() - start)
    return [min(own) for own in found]


def say(what: str, figure: str, bar: str, most: str = "at most ") -> None:
    print(f"{what:<62} {figure:>10}   ({most}{bar})")


def whole_process() -> None:
    python, tool = sys.executable, str(Path(sys.executable).parent / "citetool")
    brief, imports, version, click = processes(
        [tool, "check", "--no-cache", str(BRIEF)],
        [python, "-c", "import click, rich, rapidfuzz"],
        [tool, "--version"],
        [python, "-c", "import click"],
    )
    say("the brief, whole process / import click, rich, rapidfuzz", f"{brief / imports:.2f} ×", "3 ×")
    say("citetool --version / import click", f"{version / click:.2f} ×", "2 ×")


def kept_results() -> None:
    """A folder of 200 drafts, checked twice as whole processes; the second time nothing is left to do."""
    tool = str(Path(sys.executable).parent / "citetool")
    text = BRIEF.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as caches:
        for number in range(200):
            (Path(folder) / f"brief{number}.txt").write_text(f"{text}\nDraft {number}.\n", encoding="utf-8")
        environment = {**os.environ, "CITETOOL_CACHE_DIR": caches}
        for name in ("text", "json"):
            shutil.rmtree(Path(caches) / "results", ignore_errors=True)

            def run(*options: str) -> object:
                command = [tool, "check", folder, *options]
                return subprocess.run(command, env=environment, capture_output=True, check=False)

            first = least(partial(run, "--format", name), 1)
            again = least(partial(run, "--format", name), 5)
            bar = "20 ×" if name == "text" else "5 ×"
            say(
                f"200 drafts as {name}: first run / second run ({again:.2f} s)",
                f"{first / again:.1f} ×",
                bar,
                "at least ",
            )
        alone = least(partial(run, "--no-cache", "--jobs", "1"), 1)
        both = least(partial(run, "--no-cache", "--jobs", "2"), 1)
        say("200 drafts: one process / two", f"{alone / both:.2f} ×", "1.6 ×", "at least ")


def in_process() -> None:
    lint((str(BRIEF),), CONFIG)
    one = least(lambda: lint((str(BRIEF),), CONFIG), 15)
    say("the brief, in process, warm", f"{one * 1000:.0f} ms", "60 ms")
    with tempfile.TemporaryDirectory() as folder:
        ten = Path(folder) / "ten.txt"
        ten.write_text(BRIEF.read_text(encoding="utf-8") * 10, encoding="utf-8")
        say("ten briefs in one draft / one", f"{least(lambda: lint((str(ten),), CONFIG), 3) / one:.1f} ×", "12 ×")


CONVERTED = Path(__file__).parent / "fixtures" / "formats"


def formats() -> None:
    text = least(lambda: lint((str(BRIEF),), CONFIG), 15)
    for name in (
        "brief.docx",
        "brief-libreoffice.docx",
        "brief.odt",
        "brief-libreoffice.odt",
        "brief.md",
        "brief.html",
        "brief.tex",
    ):
        own = least(partial(lint, (str(CONVERTED / name),), CONFIG), 15)
        say(f"{name} / the brief as text", f"{own / text:.2f} ×", "2 ×")
    printed = least(partial(lint, (str(CONVERTED / "brief.pdf"),), CONFIG))
    say("brief.pdf / the brief as text", f"{printed / text:.1f} ×", "10 ×")


FAMILIES = ["Abara", "Brandt", "Corelli", "Dufresne", "Eriksen", "Farkas", "Gruber", "Holm", "Iversen", "Jansen"]


def _family(number: int) -> str:
    letters = [chr(97 + number // 26**place % 26) for place in range(3)]
    return FAMILIES[number % 10] + "".join(letters)


def _long_draft(pages: int = 300) -> str:
    """A draft of as many pages, 3,000 characters each: ten citations a page, a note, and five entries of the list."""
    prose = "Piers matter to all who live by the sea, and have done so since the first of them was built of oak. "
    body, notes, entries = [], [], []
    for page in range(pages):
        cites = []
        for place in range(10):
            number = (page * 7 + place * 13) % (5 * pages)
            cites.append(f"({_family(number)} {1970 + number % 50}, p. {place + 1})")
        body.append(" ".join(f"{prose * 3}{cite}." for cite in cites[:8]) + f"[^{page + 1}]")
        notes.append(f"[^{page + 1}]: See {cites[8][1:-1]}; {cites[9][1:-1]}.")
    for number in range(5 * pages):
        head = f"{_family(number)}, A. ({1970 + number % 50}) ‘On piers and tides, part {number}’"
        entries.append(f"{head}, *Port Studies*, {number % 90}(2), pp. 1–40.")
    entries.sort()
    return "\n\n".join([*body, "Notes", *notes, "References", *entries])


def long_draft() -> None:
    """A book: by itself in a process, for the memory that it takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.txt"
        text = _long_draft()
        path.write_text(text, encoding="utf-8")
        code = (
            "import resource, sys; from citetool.lint import lint; from citetool.config import Config;"
            f"checked = lint(({str(path)!r},), Config()).documents[0].manuscript;"
            "print(len(checked.citations), len(checked.references),"
            " resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        taken = time.perf_counter() - start
        citations, entries, memory = done.stdout.split()
        say(f"{len(text):,} characters, {citations} citations, {entries} entries", f"{taken:.1f} s", "6 s")
        say("memory that they take", f"{memory} MB", "400 MB")


def large_bibliography() -> None:
    years = [1970 + number % 50 for number in range(20_000)]
    references = tuple(
        Reference(
            index=number,
            span=None,
            text="",
            key=f"entry{number}",
            item=Item(
                author=(Name(family=_family(number), given="A."),),
                issued=Date(year, text=str(year)),
                title=f"On piers and tides, part {number}",
            ),
        )
        for number, year in enumerate(years)
    )
    # Every tenth is misspelt, every tenth has a wrong year.
    cites = []
    for place in range(300):
        name, year = _family(place * 66), years[place * 66]
        cites.append(f"{name[:3]}{name[4:]} {year}" if place % 10 == 0 else f"{name} {year + (place % 10 == 5)}")
    document = read_text("draft.txt", " ".join(f"Piers matter ({cite})." for cite in cites))
    index = index_references(references)
    citations = find_citations(document, index, survey(document, index))
    taken = least(lambda: link(citations, index_references(references)), 3)
    say(f"linking {len(citations)} citations to 20,000 entries, indexes included", f"{taken:.2f} s", "0.5 s")


ENTRY = r"""@article{entry%(number)d,
  author = {%(first)s, Ngozi and van %(second)s, Luc},
  title = {The {Harb%(vowel)sr} Question, part %(number)d},
  journal = {Port Studies}, year = {%(year)d}, volume = {68}, number = {4},
  pages = {%(number)d--%(number)d9}, doi = {10.1000/%(number)d}
}
"""


def loading() -> None:
    entries = [
        ENTRY
        % {
            "number": number,
            "first": _family(number),
            "second": _family(number // 7),
            "vowel": "o" if number % 20 else r"{\"o}",
            "year": 1970 + number % 50,
        }
        for number in range(20_000)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.bib"
        path.write_text("\n".join(entries), encoding="utf-8")
        parsing = least(lambda: parse_file(str(path)), 3)
        reading = least(lambda: load_bibliography((str(path),)), 3)
    say("loading 20,000 entries of BibTeX / bibtexparser.parse_file", f"{reading / parsing:.2f} ×", "2 ×")


FORMS = [
    "10.1000/{0}",
    "doi:10.1000/j.piers.{0}",
    "https://doi.org/10.1000/PIERS-{0}",
    "http://dx.doi.org/10.1000/piers_{0}.",
    "DOI: https://doi.org/10.1000/{0}",
    "10.1000/s0140-6736(99){0}",
    "https://piers.org/doi/full/10.1000/{0}",
    "10.1000%2Fpiers.{0}",
]


def dois() -> None:
    """Reading DOIs, and looking up what is kept."""
    forms = [FORMS[number % len(FORMS)].format(number) for number in range(40_000)]
    taken = least(lambda: [normalise_doi(form) for form in forms], 3)
    say("DOIs read a second", f"{len(forms) / taken:,.0f}", "at least 100,000", "")
    with tempfile.TemporaryDirectory() as folder:
        kept = Cache(Path(folder) / "registries.sqlite", sys.exit)
        names = [f"10.1000/{number}" for number in range(1000)]
        kept.put("agency", dict.fromkeys(names, "Crossref"))
        kept.put("record", {doi: {"agency": "Crossref", "record": _work(doi)} for doi in names})
        clock = WallClock()
        nowhere = Endpoints(*["http://127.0.0.1:9"] * 3)
        warm = Registries(Transport(nowhere, None, clock.now() + 60, clock), kept)
        taken = least(lambda: warm.look_up(names), 3)
        kept.close()
    say("looking up 1,000 DOIs that are kept", f"{taken:.2f} s", "0.5 s")


def _work(doi: str) -> dict[str, object]:
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": ["The Harbour Question, and what became of it"],
        "author": [{"family": family, "given": "Ngozi"} for family in FAMILIES[:4]],
        "container-title": ["Port Studies"],
        "short-container-title": ["Port Stud."],
        "issued": {"date-parts": [[2018, 3, 4]]},
        "published-online": {"date-parts": [[2017, 12, 1]]},
        "volume": "68",
        "issue": "4",
        "page": "101-129",
        "publisher": "Harbour Press",
        "relation": {},
    }


HOSTILE = {
    "brackets": "(" * 100_000,
    "closed brackets": "()" * 50_000,
    "square brackets": "[" * 100_000,
    "digits": "1" * 100_000,
    "numbers": "1 " * 50_000,
    "years": "2016 " * 20_000,
    "commas": "," * 100_000,
    "semicolons": ";" * 100_000,
    "capitals": "A" * 100_000,
    "names": "Abara, " * 15_000,
    "names and years": "Abara 2016, " * 8_000,
    "superscripts": "¹" * 100_000,
    "spaced superscripts": "a¹ " * 33_000,
    "quotation marks": "“" * 100_000,
    "asterisks": "*" * 100_000,
    "bullets below a byline": "T\n\nBy A *\n\n" + "* point made here\n" * 6_000,
    "starred lines": "* a *\n" * 16_000,
    "spaces": " " * 100_000 + "x",
    "dots": "." * 100_000,
    "dashes": "-" * 100_000,
    "line ends": "\n" * 100_000,
    "Ibid.": "Ibid. " * 16_000,
    "op. cit.": "op. cit. " * 11_000,
    "markers": "[^1]" * 25_000,
    "notes": "".join(f"[^{n}]: Ibid.\n\n" for n in range(7_000)),
    "one note of Ibid.": "a[^1]\n\n[^1]: " + "Ibid.; " * 14_000,
    "addresses": "www.a.b/" * 12_000,
    "entries": "References\n\n" + "Abara, N. (2016) ‘Piers’, *Port Studies*, 68, pp. 1–9.\n" * 1_800,
    "an entry": "References\n\n" + "Abara, N., " * 9_000 + "2016",
    "see also": "see also " * 11_000,
    "initials": "A. " * 33_000,
    "pages": "p. 1, 2, 3, 4, " * 6_600,
}


def hostile() -> None:
    print("\nhostile text of 100,000 characters: seconds, and how many times longer twice as much takes (linear: 2)")
    for name, text in HOSTILE.items():
        short = least(partial(_check, text[: len(text) // 2]), 2)
        long = least(partial(_check, text), 2)
        print(f"  {name:<24} {long:6.2f} s {long / short:6.1f} ×")


def _check(text: str) -> None:
    check(understand(read_text("draft.txt", text)), CONFIG)


ENTRIES = Path(__file__).parent.parent / "training" / "entries"


def labelling() -> None:
    marked = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ENTRIES.glob("*.txt")))
    entries = [re.sub(r"</?[a-z-]+>", "", line) for line in marked.splitlines()]

    def label() -> None:
        for entry in entries:
            label_entry(entry, Span(0, len(entry)))

    label()
    rate = len(entries) / least(label, 3)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'entries labelled in a second, model loaded':<62} {rate:>10.0f}   (at least 1000)")
    say("memory of this process by then", f"{memory:.0f} MB", "150 MB")


if __name__ == "__main__":
    whole_process()
    kept_results()
    labelling()
    in_process()
    formats()
    long_draft()
    large_bibliography()
    loading()
    dois()
    hostile()
