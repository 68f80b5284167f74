"""Entries from BibTeX, CSL-JSON and RIS files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.errors import UnreadableInput
from citetool.model import Date, Item, Name
from citetool.references.bibliography import FORMATS, load_bibliography
from citetool.references.record import Problem, Record

BIB = r"""
@string{ps = "Port Studies"}
@comment{not an entry}
@article{abara2016,
  author = {Abara, Ngozi and van Dael, Luc and {European Harbour Service}},
  title = {The {Harbour} Question: {\"U}ber Piers},
  journal = ps, year = 2016, month = nov, volume = 68, number = {4}, pages = {699--725},
  doi = {https://doi.org/10.1000/XYZ.1},
}
@incollection{brandt2010,
  author = {Brandt, A. and others}, editor = {Holm, Mia}, title = {Ships}, booktitle = {The Sea}, date = {2010-05-03}
}
"""


def write(folder: Path, text: str, name: str = "list.bib") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_fields_of_both_dialects(tmp_path: Path) -> None:
    article, chapter = load_bibliography([write(tmp_path, BIB)]).references
    item = article.item
    assert item.type == "article-journal"
    assert item.author == (
        Name(family="Abara", given="Ngozi"),
        Name(family="Dael", given="Luc", particle="van"),
        Name(literal="European Harbour Service"),
    )
    assert item.title == "The Harbour Question: Über Piers"
    assert (item.container_title, item.volume, item.issue, item.page) == ("Port Studies", "68", "4", "699–725")
    assert item.issued is not None
    assert (item.issued.year, item.issued.month) == (2016, 11)
    assert item.doi == "10.1000/XYZ.1"
    assert chapter.item.type == "chapter"
    assert chapter.item.container_title == "The Sea"
    assert chapter.item.editor == (Name(family="Holm", given="Mia"),)
    assert chapter.item.issued == Date(2010, 5, 3, text="2010-05-03")
    assert [each.span for each in (article, chapter)] == [None, None]


def test_others_are_et_al(tmp_path: Path) -> None:
    chapter = load_bibliography([write(tmp_path, BIB)]).references[1]
    assert chapter.item.author == (Name(family="Brandt", given="A."),)
    assert chapter.item.et_al


def test_several_files_count_on(tmp_path: Path) -> None:
    one, two = write(tmp_path, BIB, "one.bib"), write(tmp_path, "@misc{x, title = {X}}", "two.bib")
    loaded = load_bibliography([one, two]).references
    assert [each.index for each in loaded] == [0, 1, 2]
    assert [each.key for each in loaded] == ["abara2016", "brandt2010", "x"]


def test_a_broken_entry_is_a_remark_with_its_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, "@book{a, title = {A}}\n\n@book{b, title = {B}\n\n@book{c, title = {C}}\n")
    loaded = load_bibliography([path])
    assert loaded.references[0].key == "a"
    assert any(remark.startswith(f"{path}:3:") for remark in loaded.remarks)


@pytest.mark.parametrize("text", ["", "no entries here", "@comment{x}"])
def test_a_file_without_entries_is_an_error(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"list\.bib"):
        load_bibliography([write(tmp_path, text)])


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        load_bibliography([str(tmp_path / "none.bib")])


@pytest.mark.parametrize("month", ["²", "9" * 5000, "13", "spring", ""])
def test_an_odd_month_is_left_out(month: str, tmp_path: Path) -> None:
    path = write(tmp_path, f"@article{{a, title = {{A}}, year = 2019, month = {{{month}}}}}")
    (reference,) = load_bibliography([path]).references
    assert reference.item.issued == Date(2019, text="2019")


FIELDS: dict[str, tuple[str, str, str | None]] = {
    "an abbreviation": ('@string{ps = "Port"} @article{a, journal = ps}', "container_title", "Port"),
    "joined": ('@string{p = "Port"} @article{a, journal = p # { and } # "Sea"}', "container_title", "Port and Sea"),
    "an abbreviation of another": ('@string{p = {Port}} @string{q = p # {s}} @misc{a, title = q}', "title", "Ports"),
    "a # that joins nothing": ("@misc{a, title = {C# and F\\#}}", "title", "C# and F#"),
    "tags in a title": ("@book{a, title = {The {<i>Harbour</i>} Question}}", "title", "The Harbour Question"),
    "a subtitle": ("@book{a, title = {Piers}, subtitle = {A Life}}", "title", "Piers: A Life"),
    "the number of a journal": ("@article{a, journal = {J}, number = 4}", "issue", "4"),
    "the number of a book in its series": ("@book{a, title = {T}, series = {S}, number = 4}", "number", "4"),
    "an article's number": ("@article{a, journaltitle = {J}, eid = {e12}}", "number", "e12"),
    "an address in howpublished": ("@misc{a, howpublished = {\\url{https://a.example/b~c}}}", "url", "https://a.example/b~c"),
    "an address as it stands": ("@misc{a, url = {https://a.example/~b--c_d%20e}}", "url", "https://a.example/~b--c_d%20e"),
    "an escaped address": (r"@misc{a, url = {https://a.example/b\_c\%20d}}", "url", "https://a.example/b_c%20d"),
    "a DOI's address": ("@misc{a, doi = {https://doi.org/10.1000/a_b}}", "doi", "10.1000/a_b"),
    "a kind of thesis": ("@thesis{a, type = {phdthesis}}", "genre", "PhD thesis"),
    "a master's thesis": ("@mastersthesis{a, school = {S}}", "genre", "MA thesis"),
    "a place of publication": ("@book{a, address = {London}}", "publisher_place", "London"),
    "a host's title": ("@book{b, title = {B}} @inbook{a, crossref = {b}, title = {A}}", "container_title", "B"),
    "a host's publisher": ("@book{b, publisher = {P}} @inbook{a, crossref = {B}}", "publisher", "P"),
    "the host's pages are its own": ("@book{b, pages = {1--900}} @inbook{a, crossref = {b}}", "page", None),
    "a host's host": ("@book{c, publisher = {P}} @book{b, crossref = c} @inbook{a, crossref = b}", "publisher", "P"),
    "a host that is its own": ("@inbook{a, crossref = {a}, title = {A}}", "title", "A"),
    "a container of data": ("@xdata{d, publisher = {P}} @book{a, xdata = {d}}", "publisher", "P"),
    "nothing from an entry without a key": ("@book{, publisher = {P}} @book{a, title = {A}}", "publisher", None),
    "parentheses": ("@book(a, title = {T})", "title", "T"),
    "a subtype": ("@article{a, entrysubtype = {newspaper}}", "type", "article-newspaper"),
    "a subtype of another kind": ("@book{a, entrysubtype = {classical}}", "type", "book"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "field", "value"), FIELDS.values(), ids=FIELDS.keys())
def test_fields_of_bibtex(text: str, field: str, value: str | None, tmp_path: Path) -> None:
    loaded = load_bibliography([write(tmp_path, text)])
    (reference,) = [each for each in loaded.references if each.key == "a"]
    assert getattr(reference.item, field) == value
    assert loaded.remarks == ()


NAMES = {
    "Ngozi Abara": Name("Abara", "Ngozi"),
    "Abara, Ngozi": Name("Abara", "Ngozi"),
    "Luc van Dael": Name("Dael", "Luc", "van"),
    "van den Dael, Luc": Name("Dael", "Luc", "van den"),
    "Jean de la Fontaine du Bois": Name("Bois", "Jean", "de la Fontaine du"),
    "King, Jr., Martin": Name("King", "Martin", suffix="Jr."),
    "{van Dael}, Luc": Name("van Dael", "Luc"),
    "{Harbour Office and Sons, Ltd}": Name(literal="Harbour Office and Sons, Ltd"),
    "{Harbour Office (HO)}": Name(literal="Harbour Office", acronym="HO"),
    "Plato": Name("Plato"),
    r"{\'E}mile {\"U}nal": Name("Ünal", "Émile"),
    r"Ga{\v s}per {\v s}kof Pier": Name("Pier", "Gašper", "škof"),
    "family=Dael, given=Luc, prefix=van": Name("Dael", "Luc", "van"),
}


@pytest.mark.parametrize(("written", "name"), NAMES.items())
def test_names_as_bibtex_divides_them(written: str, name: Name, tmp_path: Path) -> None:
    (reference,) = load_bibliography([write(tmp_path, f"@book{{a, author = {{{written} and others}}}}")]).references
    assert reference.item.author == (name,)
    assert reference.item.et_al


LARGE = {
    "abbreviations of abbreviations": "@string{a0 = {long}}"
    + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(39))
    + "@book{a, title = a17, note = a17 # a17}",
    "entries without a key": "@book{, title = {A}}" * 20_000,
    "entries of one key": "@book{a, title = {A}}" * 20_000,
    "white space in a name": f"@book{{a, author = {{Abara,{' ' * 200_000}Ngozi}}}}",
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE.keys())
def test_what_is_large_is_read_in_seconds(text: str, tmp_path: Path) -> None:
    start = process_time()
    assert load_bibliography([write(tmp_path, text)]).references
    assert process_time() - start < 5


BIBTEX_DATES: dict[str, Date | None] = {
    "year = 2018, month = nov, day = 3": Date(2018, 11, 3, text="2018"),
    'year = 2018, month = nov # "~3"': Date(2018, 11, 3, text="2018"),
    'year = 2018, month = "3~" # nov': Date(2018, 11, 3, text="2018"),
    "year = 2018, month = {November}": Date(2018, 11, text="2018"),
    "year = {2010--2012}": Date(2010, end_year=2012, text="2010–2012"),
    "year = {c. 1920}": Date(1920, circa=True, text="c. 1920"),
    "year = {forthcoming}": Date(None, text="forthcoming"),
    "date = {2018-11-03}": Date(2018, 11, 3, text="2018-11-03"),
    "date = {2018-11-03T10:00}": Date(2018, 11, 3, text="2018-11-03T10:00"),
    "date = {2010~/2012~}": Date(2010, end_year=2012, circa=True, text="2010~/2012~"),
    "date = {2010/}": Date(2010, text="2010/"),
    "pubstate = {inpress}": Date(None, text="in press"),
    "date = {2018}, userf = {a}": Date(2018, suffix="a", text="2018"),
    "title = {T}": None,
}


@pytest.mark.parametrize(("fields", "date"), BIBTEX_DATES.items())
def test_dates_of_both_dialects(fields: str, date: Date | None, tmp_path: Path) -> None:
    (reference,) = load_bibliography([write(tmp_path, f"@misc{{a, {fields}}}")]).references
    assert reference.item.issued == date


LONG = f"@string{{x = {{{'x' * 600_000}}}}}\n"

REMARKS = {
    "broken off": ("@book{a, title = {A}}\n@book{b, title = {B}\n@book{c, x = 1}\n", 2, "left out", ["a", "c"]),
    "a key used twice": ("@book{a, title = {A}}\n\n@book{a, title = {B}}\n", 3, "gets “a-2”", ["a", "a-2"]),
    "a field twice": ("@string{x = {X}}\n@book{a, title = x, Title = {B}, title = {C}}\n", 2, "title given", ["a"]),
    "an abbreviation too long": (LONG + "@string{y = x # x}\n@book{a}\n", 2, "@string y: longer", ["a"]),
    "a field too long": (LONG + "@book{a, title = {A}, note = x # x}\n", 2, "a: note: longer", ["a"]),
    "a host that isn't there": ("\n@inbook{a, title = {A}, crossref = {b}}\n", 2, "crossref to “b”", ["a"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said", "keys"), REMARKS.values(), ids=REMARKS.keys())
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, said: str, keys: list[str], tmp_path: Path) -> None:
    path = write(tmp_path, text)
    loaded = load_bibliography([path])
    assert [each.key for each in loaded.references] == keys
    (remark,) = loaded.remarks
    assert remark.startswith(f"{path}:{line}: ")
    assert said in remark


def test_of_a_field_given_twice_the_first_counts(tmp_path: Path) -> None:
    text = "@string{x = {X}}\n@book{a, title = x, title = {C}}"
    (reference,) = load_bibliography([write(tmp_path, text)]).references
    assert reference.item.title == "X"


RIS = """TY  - JOUR
ID  - abara2016
AU  - van Dael, Luc, Jr.
A1  - Harbour Office,
AU  - Ministry of Ports,, North
A2  - Holm, M.
TA  - Ottey, B.
T1  - The Harbour
  Question
JF  - Port Studies
PY  - 2016/11/03/Winter
VL  - 68
SP  - 699
EP  - 725
DO  - doi:10.1000/xyz
ER  -

TY  - EDBOOK
T1  - Ships
PY  - 2010
ER  -
"""


def test_fields_of_ris(tmp_path: Path) -> None:
    loaded = load_bibliography([write(tmp_path, RIS.replace("\n", "\r\n"), "list.ris")])
    article, book = loaded.references
    assert loaded.remarks == ()
    assert article.key == "abara2016"
    assert article.item.type == "article-journal"
    assert article.item.author == (
        Name("Dael", "Luc", "van", "Jr."),
        Name(literal="Harbour Office"),
        Name(literal="Ministry of Ports, North"),
    )
    assert (article.item.editor, article.item.translator) == ((Name("Holm", "M."),), (Name("Ottey", "B."),))
    assert article.item.issued == Date(2016, 11, 3, text="Winter")
    assert article.item._replace(author=(), editor=(), translator=(), issued=None) == Item(
        type="article-journal",
        title="The Harbour Question",
        container_title="Port Studies",
        volume="68",
        page="699–725",
        doi="10.1000/xyz",
    )
    assert (book.item.type, book.item.title, book.item.issued) == ("book", "Ships", Date(2010, text="2010"))


RIS_FIELDS: dict[str, tuple[str, str, str, str | None]] = {
    "a book's ISBN": ("BOOK", "SN  - 978-3-16-148410-0", "isbn", "978-3-16-148410-0"),
    "a book's odd ISBN": ("BOOK", "SN  - none", "isbn", "none"),
    "a journal's ISSN": ("JOUR", "SN  - 1234-5678", "isbn", None),
    "a magazine's ISSN": ("MGZN", "SN  - 1234-567X", "isbn", None),
    "a newspaper's ISSN": ("NEWS", "SN  - 12345678", "isbn", None),
    "an ISBN of a journal": ("JOUR", "SN  - 316148410X", "isbn", "316148410X"),
    "a report's number": ("RPRT", "SN  - TR-7", "isbn", None),
    "a medium": ("CPAPER", "C1  - Print", "medium", "Print"),
    "no medium": ("CONF", "C1  - Riga", "medium", None),
    "a conference's place": ("CONF", "C1  - Riga", "publisher_place", "Riga"),
    "a place of publication": ("CONF", "C1  - Riga\nCY  - Oslo", "publisher_place", "Oslo"),
}


@pytest.mark.parametrize(("kind", "lines", "field", "value"), RIS_FIELDS.values(), ids=RIS_FIELDS.keys())
def test_tags_that_say_different_things_of_different_types(
    kind: str, lines: str, field: str, value: str | None, tmp_path: Path
) -> None:
    path = write(tmp_path, f"TY  - {kind}\nTI  - T\n{lines}\nER  - \n", "list.ris")
    (reference,) = load_bibliography([path]).references
    assert getattr(reference.item, field) == value


BROKEN_RIS = {
    "no end": ("TY  - BOOK\nTI  - A\n", 1, "taken to end with the file"),
    "no end before the next": ("TY  - BOOK\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \n", 1, "before the next TY"),
    "a line before all": ("TI  - A\nTY  - BOOK\nER  - \n", 1, "belongs to no entry"),
    "a line between": ("TY  - BOOK\nER  - \nwords\n", 3, "belongs to no entry"),
    "an end too many": ("TY  - BOOK\nER  - \n\nER  - \n", 4, "ends no entry"),
}


@pytest.mark.parametrize(("text", "line", "said"), BROKEN_RIS.values(), ids=BROKEN_RIS.keys())
def test_a_broken_ris_record_is_a_remark_and_the_rest_is_kept(text: str, line: int, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, text, "list.ris")
    loaded = load_bibliography([path])
    (remark,) = loaded.remarks
    assert remark.startswith(f"{path}:{line}: ")
    assert said in remark
    assert len(loaded.references) == text.count("TY  -")


CSL_JSON = {
    "a list": '[{"id": "a", "title": "A"}, {"id": 7, "title": "B"}]',
    "Zotero's": '{"items": [{"id": "a", "title": "A"}, {"id": 7, "title": "B"}]}',
}


@pytest.mark.parametrize("text", CSL_JSON.values(), ids=CSL_JSON.keys())
def test_csl_json_of_several_shapes(text: str, tmp_path: Path) -> None:
    loaded = load_bibliography([write(tmp_path, text, "list.json")])
    assert [(each.key, each.item.title) for each in loaded.references] == [("a", "A"), ("7", "B")]


def test_what_is_no_object_in_csl_json_is_a_remark(tmp_path: Path) -> None:
    path = write(tmp_path, '["x", {"title": "A", "custom": {"text": "A. 2016."}}]', "list.json")
    loaded = load_bibliography([path])
    assert [each.text for each in loaded.references] == ["A. 2016."]
    assert loaded.remarks == (f"{path}: number 1 of its list is not an object; it is left out",)


UNREADABLE = {
    "JSON broken off": ("list.json", '[{"id": "a"}', "not JSON: line 1, column 13"),
    "JSON too deep": ("list.json", "[" * 100_000, "not JSON"),
    "a JSON number": ("list.json", "7", "not CSL-JSON"),
    "an empty list": ("list.json", "[]", "no entries"),
    "no RIS": ("list.ris", "words\n", "not RIS"),
    "RIS without a record": ("list.ris", "TI  - A\n", "no entries"),
    "no BibTeX": ("list.bib", "words", "no entries"),
    "an empty file": ("list.bib", "\n", "empty"),
}


@pytest.mark.parametrize(("name", "text", "said"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_says_so(name: str, text: str, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, text, name)
    with pytest.raises(UnreadableInput) as raised:
        load_bibliography([path])
    assert str(raised.value).startswith(f"{path}: ")
    assert said in str(raised.value)


SCRAPS = [
    "@book{a,", "@string{x = ", "title = ", "author = ", "{", "}", '"', "#", ",", "=", "\n", "x", "\\", " and ",
    "crossref = {a}", "TY  - BOOK\n", "AU  - ", "PY  - 2018/13/99/x\n", "ER  - \n", "é", "$", "~", "\\'", "\\i",
]  # fmt: skip


@pytest.mark.parametrize("name", sorted(FORMATS))
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=120) | st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join))
def test_any_text_is_entries_and_remarks_or_a_clear_error(name: str, text: str) -> None:
    module, function = FORMATS[name].split(":")
    try:
        found = list(getattr(import_module(f"citetool.references.{module}"), function)(text))
    except UnreadableInput as problem:
        assert str(problem)
    else:
        assert all(isinstance(each, Record | Problem) for each in found)
