"""Entries in the formats of other programs, and what comes back from there."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_file
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.csl import from_csl, to_csl
from citetool.exports import EXPORTS, export
from citetool.model import Date, Item, Name, Reference, Span
from citetool.readers import read
from citetool.references import find_references
from citetool.references.bibtex import read_bibtex
from citetool.references.csl_json import read_csl_json
from citetool.references.record import Record
from citetool.references.ris import read_ris

BRIEF = Path(__file__).parent.parent / "data" / "brief.txt"
READ = {"bibtex": read_bibtex, "biblatex": read_bibtex, "csl-json": read_csl_json, "ris": read_ris}


def listed(*items: Item) -> list[Reference]:
    return [Reference(place, None, "", f"key{place}", item) for place, item in enumerate(items)]


def back(text: str, name: str) -> list[Item]:
    """The items that the reader of a format finds in a text, which it must read whole and without a problem."""
    found = list(READ[name](text))
    records = [each for each in found if isinstance(each, Record)]
    assert len(records) == len(found), found
    assert not any(each.left_out for each in records)
    return [each.item for each in records]


def same(item: Item) -> Item:
    """An item without what a round trip may change: how a date is printed, and which dash a range of pages has."""
    issued, accessed = item.issued, item.accessed
    return item._replace(
        issued=issued._replace(text="" if issued.year is not None else issued.text) if issued else None,
        accessed=accessed._replace(text="") if accessed else None,
        page=item.page.replace("-", "–") if item.page else None,
    )


# Round trips

TYPES = [
    "article-journal", "article-newspaper", "article-magazine", "chapter", "book", "report", "webpage", "speech",
    "thesis", "paper-conference", "legislation", "legal_case", "post-weblog", "dataset", "broadcast", "document",
]  # fmt: skip

FULL = Item(
    author=(Name("Dael", "Luc", "van"), Name("King", "Martin L.", suffix="Jr."), Name(literal="Ports, Piers and Sons")),
    editor=(Name("Holm", "Mia"),),
    translator=(Name("Ottey", "B."),),
    issued=Date(2018, 11, 3, suffix="a"),
    accessed=Date(2020, 5, 1),
    title="On {Piers} & Tides: 100% of #1",
    container_title="Port Studies",
    collection_title="Tides",
    edition="2",
    publisher="Pier and Sons",
    publisher_place="The Hague",
    volume="68",
    issue="4",
    number="12",
    page="699–725",
    genre="Working paper",
    medium="Print",
    doi="10.1000/(SICI)1<2::AID>3.0;2-X_y",
    url="https://a.example/~b_c?d=%20e&f#g",
    isbn="978-3-16-148410-0",
    note="In part.",
)

_PARTS = {
    "all": FULL,
    "no date": FULL._replace(issued=None),
    "forthcoming": FULL._replace(issued=Date(None, text="forthcoming")),
    "no authors": FULL._replace(author=()),
    "neither authors nor editors": FULL._replace(author=(), editor=()),
    "no container": FULL._replace(container_title=None),
    "no address": FULL._replace(doi=None, url=None),
    "a title alone": Item(title="Piers"),
    "a range of years": FULL._replace(issued=Date(2010, end_year=2012)),
}


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("item", _PARTS.values(), ids=_PARTS.keys())
def test_every_type_comes_back_with_all_its_fields(item: Item, name: str) -> None:
    items = [item._replace(type=each) for each in TYPES]
    found = back(export(listed(*items), name), name)
    assert [same(each) for each in found] == [same(each) for each in items]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_odd_isbn_of_a_book_comes_back(name: str) -> None:
    item = FULL._replace(type="book", isbn="none")
    assert [same(each) for each in back(export(listed(item), name), name)] == [same(item)]


HOSTILE = "\\{}%#@\"'$~^&_`-–,;=<>?! \n\t\x00\u00e9\u0301Ёaand"
TEXTS = st.one_of(
    st.text(min_size=1, max_size=20),
    st.text(alphabet=HOSTILE, min_size=1, max_size=20),
    st.sampled_from(
        [r"\input{/etc/passwd}", r"\write18{rm}", "@book{a,", "ER  - ", "TY  - JOUR", "a and b", "others", "{"]
    ),
)


def plain(text: str) -> str:
    """The text on one line, without control characters and lone surrogates."""
    spaced = " ".join(text.split())
    return " ".join("".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cs")).split())


WORDS = TEXTS.map(plain).filter(bool)
FAMILIES = st.sampled_from(
    ["Abara", "O’Leary", "Wilson Rowe", "van den Berg", "de la Fuente", "Ünal", "Łoś", "'t Hooft", "毛"]
)
PERSONS = st.tuples(
    FAMILIES | WORDS.filter(lambda text: "," not in text),
    st.sampled_from(["A.", "Jean-Luc", "Luc"])
    # Initials without stops come back with stops.
    | WORDS.filter(
        lambda text: "," not in text and not any(word.isupper() and word.isalpha() for word in text.split())
    ),
).map(lambda parts: Name(*parts))
STYLED = st.tuples(
    st.sampled_from(["Dael", "Wilson Rowe", "Ünal"]),
    st.just("Luc"),
    st.sampled_from([None, "van", "van den", "d’"]),
    st.sampled_from([None, "Jr.", "III"]),
).map(lambda parts: Name(*parts))
INSTITUTIONS = WORDS.filter(
    # A last name of "others" says that more follow.
    lambda text: text == text.strip(",") and ",," not in text and text.lower() != "others"
).map(lambda text: Name(literal=text))
DATES = st.dates().map(lambda day: Date(day.year, day.month, day.day)) | st.integers(1000, 9999).map(Date)
DOIS = st.text(alphabet=[chr(code) for code in range(33, 127)], min_size=1)
URLS = st.text(alphabet=[chr(code) for code in range(33, 127) if chr(code) not in '{}\\^<>"|`'], min_size=1)


@st.composite
def items(draw: st.DrawFn) -> Item:
    text = st.none() | WORDS
    return Item(
        type=draw(st.sampled_from(TYPES)),
        author=tuple(draw(st.lists(STYLED | INSTITUTIONS, max_size=3))),
        editor=tuple(draw(st.lists(STYLED | INSTITUTIONS, max_size=2))),
        issued=draw(st.none() | DATES),
        title=draw(WORDS),
        container_title=draw(text),
        volume=draw(text),
        issue=draw(text),
        page=draw(text),
        publisher=draw(text),
        publisher_place=draw(text),
        doi=draw(st.none() | DOIS.map(lambda end: f"10.1000/{end}")),
        url=draw(st.none() | URLS.map(lambda end: f"https://a.example/{end}")),
    )


def ranged(item: Item) -> Item:
    """The item, its pages with one kind of dash."""
    page = item.page
    for dash in "‐‑‒—-":
        page = page.replace(dash, "–") if page else None
    return same(item._replace(page=page))


@pytest.mark.parametrize("name", EXPORTS)
@settings(max_examples=250, deadline=None)
@given(item=items())
def test_any_text_survives_in_any_field(name: str, item: Item) -> None:
    expected = ranged(from_csl(to_csl(item)))
    for accents in ("unicode", "latex"):
        (found,) = back(export(listed(item), name, accents), name)
        assert ranged(found) == expected


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "csl-json"])
@settings(max_examples=200, deadline=None)
@given(names=st.lists(PERSONS, min_size=1, max_size=3))
def test_any_persons_survive(name: str, names: list[Name]) -> None:
    (found,) = back(export(listed(Item(author=tuple(names), title="T")), name), name)
    whole = [" ".join(filter(None, (each.given, each.particle, each.family))) for each in found.author]
    assert whole == [f"{each.given} {each.family}" for each in names]


@pytest.mark.parametrize("name", EXPORTS)
def test_et_al_survives(name: str) -> None:
    item = Item(author=(Name("Abara", "N."),), et_al=True, title="T")
    assert back(export(listed(item), name), name) == [item]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_entry_that_could_not_be_read_comes_out_with_its_text(name: str) -> None:
    reference = Reference(0, Span(0, 9), "what is\nthis", "entry", Item())
    assert back(export([reference], name), name) == [Item(title="what is this")]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_entry_without_a_title_keeps_its_text(name: str) -> None:
    reference = Reference(0, Span(0, 9), "Abara, N. 2016.", "abara2016", Item(author=(Name("Abara", "N."),)))
    assert "Abara, N. 2016." in export([reference], name)


def test_csl_json_holds_the_key_and_the_entry_as_printed() -> None:
    drafted = Reference(0, Span(0, 9), "Abara 2016. “Piers”.", "abara2016", Item(title="Piers"))
    text = export([drafted, *listed(Item(title="Ships"))], "csl-json")
    assert text.endswith("]\n")
    assert json.loads(text) == [
        {"id": "abara2016", "type": "document", "title": "Piers", "custom": {"text": "Abara 2016. “Piers”."}},
        {"id": "key0", "type": "document", "title": "Ships"},
    ]


# What is written

TITLES = {
    "On the EU and McKay in the G20": "On the {EU} and {McKay} in the {G20}",
    "The gates of Europe: A history of Ukraine": "The gates of {Europe}: A history of {Ukraine}",
    "The Gates of Europe: A History of Ukraine": "The Gates of Europe: A History of Ukraine",
    "EU-Russia relations": "{EU-Russia} relations",
    "“NATO’s” future (in Asia)": "“{NATO’s}” future (in {Asia})",
    "Piers": "Piers",
    "R&D in the {old} West": r"{R\&D} in the {\textbraceleft}old{\textbraceright} West",
}


@pytest.mark.parametrize(("title", "written"), TITLES.items())
def test_words_that_keep_their_capitals_are_in_braces(title: str, written: str) -> None:
    assert f"title = {{{written}}}" in export(listed(Item(title=title)), "biblatex")


WRITTEN_NAMES = {
    Name("Dael", "Luc", "van"): "van Dael, Luc",
    Name("van Dael", "Luc"): "{van Dael}, Luc",
    Name("King", "Martin", suffix="Jr."): "King, Jr., Martin",
    Name(literal="European Commission"): "{European Commission}",
    Name(literal="Ports and Piers, Ltd"): "{Ports and Piers, Ltd}",
    Name(literal="Harbour Office", acronym="HO"): "{Harbour Office (HO)}",
    Name("Plato"): "Plato",
    Name("Abara", "NB"): "Abara, N. B.",
    Name("Łoś", "ÉBC"): "Łoś, É. B. C.",
    Name("Abara", "N"): "Abara, N",
    Name("Abara", "Jean AB"): "Abara, Jean A. B.",
    Name("Abara", "JEAN"): "Abara, JEAN",
    Name("Abara", "N.B."): "Abara, N.B.",
    Name("ABARA", "BEN"): "ABARA, BEN",
    Name("Wilson Rowe", "E."): "Wilson Rowe, E.",
    Name("Rowe", "E. and F."): "Rowe, {E. and F.}",
}


@pytest.mark.parametrize(("name", "written"), WRITTEN_NAMES.items())
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_names_as_bibtex_reads_them(name: Name, written: str, dialect: str) -> None:
    item = Item(author=(name, Name("Abara", "N.")), et_al=True, title="T")
    assert f"author = {{{written} and Abara, N. and others}}" in export(listed(item), dialect)


CHAPTER = Item(
    type="chapter",
    author=(Name("Abara", "N."),),
    editor=(Name("Holm", "M."),),
    issued=Date(2018, 11, 3, suffix="a"),
    title="Piers",
    container_title="The Sea",
    page="3–9",
    publisher="Quay and Sons",
    publisher_place="Łódź",
    doi="10.1000/x_y",
)

WRITTEN = {
    "bibtex": """@incollection{key0,
  author = {Abara, N.},
  editor = {Holm, M.},
  title = {Piers},
  booktitle = {The Sea},
  pages = {3--9},
  publisher = {Quay and Sons},
  address = {Łódź},
  year = {2018},
  month = nov,
  day = {3},
  doi = {10.1000/x_y},
  userf = {a}
}
""",
    "biblatex": """@incollection{key0,
  author = {Abara, N.},
  editor = {Holm, M.},
  title = {Piers},
  booktitle = {The Sea},
  pages = {3--9},
  publisher = {{Quay and Sons}},
  location = {Łódź},
  date = {2018-11-03},
  doi = {10.1000/x_y},
  userf = {a}
}
""",
    "ris": """TY  - CHAP
ID  - key0
AU  - Abara, N.
ED  - Holm, M.
PY  - 2018
DA  - 2018/11/03/2018a
TI  - Piers
T2  - The Sea
PB  - Quay and Sons
CY  - Łódź
DO  - 10.1000/x_y
SP  - 3
EP  - 9
ER  - \n""",
}


@pytest.mark.parametrize(("name", "text"), WRITTEN.items(), ids=WRITTEN.keys())
def test_a_chapter_in_each_format(name: str, text: str) -> None:
    assert export(listed(CHAPTER), name) == text


AUTHOR, EDITOR, YEAR = (Name("Abara", "N."),), (Name("Holm", "M."),), Date(2018)

ENTRY_TYPES: dict[str, tuple[Item, str, str]] = {
    "an article": (Item("article-journal", AUTHOR, issued=YEAR, container_title="J"), "article", "article"),
    "an article without journal": (Item("article-journal", AUTHOR, issued=YEAR), "misc", "misc"),
    "news without author": (Item("article-newspaper", issued=YEAR, container_title="J"), "misc", "article"),
    "a book": (Item("book", AUTHOR, issued=YEAR, publisher="P"), "book", "book"),
    "a book without publisher": (Item("book", AUTHOR, issued=YEAR), "book", "booklet"),
    "a book of editors": (Item("book", (), EDITOR, issued=YEAR, publisher="P"), "collection", "book"),
    "a book of nobody's": (Item("book", issued=YEAR, publisher="P"), "manual", "booklet"),
    "a chapter without editor": (Item("chapter", AUTHOR, issued=YEAR, container_title="B"), "inbook", "incollection"),
    "a report": (Item("report", AUTHOR, issued=YEAR, publisher="P"), "report", "techreport"),
    "a report of nobody's": (Item("report", issued=YEAR), "manual", "manual"),
    "a thesis": (Item("thesis", AUTHOR, issued=YEAR, publisher="P", genre="MA thesis"), "thesis", "mastersthesis"),
    "a page": (Item("webpage", issued=YEAR, url="https://a.example"), "online", "misc"),
    "a page without date": (Item("webpage", url="https://a.example"), "software", "misc"),
    "a law": (Item("legislation", issued=YEAR), "misc", "misc"),
    "a dataset": (Item("dataset"), "dataset", "misc"),
    "an unknown type": (Item("hologram", issued=YEAR), "misc", "misc"),
}


@pytest.mark.parametrize(("item", "biblatex", "bibtex"), ENTRY_TYPES.values(), ids=ENTRY_TYPES.keys())
def test_the_entry_type_is_one_whose_mandatory_fields_are_there(item: Item, biblatex: str, bibtex: str) -> None:
    item = item._replace(title="T")
    assert export(listed(item), "biblatex").startswith(f"@{biblatex}{{")
    assert export(listed(item), "bibtex").startswith(f"@{bibtex}{{")


KEYS = {"a b,c{d}": "a-b-c-d", "http://a.example/1": "http://a.example/1", "Łoś": "os", "€": "entry", "@x%": "x"}


@pytest.mark.parametrize(("key", "written"), KEYS.items())
def test_keys_that_bibtex_cannot_hold_are_made_such(key: str, written: str) -> None:
    twice = [Reference(place, None, "", key, Item(title="T")) for place in range(2)]
    text = export(twice, "bibtex")
    assert f"@misc{{{written},\n" in text
    assert f"@misc{{{written}-2,\n" in text


ADDRESSES = {
    r"{x\input": "%7Bx%5Cinput",
    "^^5cinput^^7bx": "%5E%5E5cinput%5E%5E7bx",
    'a<b>"c"|`d`': "a%3Cb%3E%22c%22%7C%60d%60",
    "(SICI)1<2::AID>3.0;2-X[a]": "(SICI)1%3C2::AID%3E3.0;2-X[a]",
    "~b_c?d=%20e&f#g": "~b_c?d=%20e&f#g",
}


@pytest.mark.parametrize(("address", "written"), ADDRESSES.items())
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_an_address_holds_nothing_that_tex_would_run(address: str, written: str, dialect: str) -> None:
    item = Item(title="T", url=f"https://a.example/b c/{address}", doi=f"10.1000/{address}")
    text = export(listed(item), dialect)
    assert f"url = {{https://a.example/b%20c/{written}}}" in text
    assert f"doi = {{10.1000/{written}}}" in text
    assert "^" not in text
    assert back(text, dialect)[0].doi == item.doi


# Other programs


@pytest.fixture(scope="module")
def brief() -> tuple[Reference, ...]:
    return find_references(read(str(BRIEF)))


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def undated(item: Item) -> list[Item]:
    return [item, item._replace(issued=None), item._replace(author=()), item._replace(author=(), editor=())]


def test_biber_finds_nothing_to_warn_of(brief: tuple[Reference, ...], tmp_path: Path) -> None:
    biber = program("biber")
    variants = [
        each._replace(type=kind, title="T")
        for kind in TYPES
        for part in (*_PARTS.values(), FULL._replace(isbn="none"))
        for each in undated(part)
    ]
    for name, references in {"brief": brief, "variants": listed(*variants)}.items():
        (tmp_path / f"{name}.bib").write_text(export(references, "biblatex"), encoding="utf-8")
        command = [biber, "--tool", "--validate-datamodel", "--output-file", f"{name}.out", f"{name}.bib"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        said = [line for line in done.stdout.splitlines() if not line.startswith("INFO")]
        assert (done.returncode, said) == (0, []), said[:5]
        assert (tmp_path / f"{name}.out").read_text(encoding="utf-8").count("\n@") >= len(references) - 1


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_bibtexparser_loads_the_brief(name: str, brief: tuple[Reference, ...], tmp_path: Path) -> None:
    path = tmp_path / "brief.bib"
    path.write_text(export(brief, name), encoding="utf-8")
    library = parse_file(str(path))
    assert library.failed_blocks == []
    assert [each.key for each in library.entries] == [each.key for each in brief]


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_pybtex_loads_the_brief(name: str, brief: tuple[Reference, ...]) -> None:
    database = pytest.importorskip("pybtex.database", reason="pybtex is not installed")
    loaded = database.parse_string(export(brief, name), "bibtex")
    assert list(loaded.entries) == [each.key for each in brief]
    for reference in brief:
        people = loaded.entries[reference.key].persons
        assert len(people.get("author", [])) == len(reference.item.author) + reference.item.et_al


def test_pandoc_renders_the_csl_json(brief: tuple[Reference, ...], tmp_path: Path) -> None:
    pandoc = program("pandoc")
    path = tmp_path / "brief.json"
    path.write_text(export(brief, "csl-json"), encoding="utf-8")
    done = subprocess.run(
        [pandoc, "--citeproc", "--from", "csljson", "--to", "plain", "--wrap", "none", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len([line for line in done.stdout.splitlines() if line.strip()]) == len(brief)
    assert "Averre, D. 2016." in done.stdout


def test_bibtex_typesets_the_brief_and_hostile_titles(brief: tuple[Reference, ...], tmp_path: Path) -> None:
    bibtex, latex = program("bibtex"), program("pdflatex")
    hostile = listed(Item(title=r"\input{/etc/passwd} \write18{id} $x$ & % # _ ~ ^ {", author=AUTHOR, issued=YEAR))
    (tmp_path / "list.bib").write_text(export([*brief, *hostile], "bibtex", "latex"), encoding="utf-8")
    (tmp_path / "list.tex").write_text(
        r"\documentclass{article}\usepackage[T1]{fontenc}\begin{document}\nocite{*}"
        r"\bibliographystyle{plain}\bibliography{list}\end{document}"
    )
    for command in (
        [latex, "-interaction=batchmode", "list"],
        [bibtex, "list"],
        [latex, "-interaction=batchmode", "list"],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + (tmp_path / "list.log").read_text(errors="replace")[-2000:]
    log = (tmp_path / "list.log").read_text(errors="replace")
    assert "/etc/passwd" not in log
    assert "\n! " not in log
