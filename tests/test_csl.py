"""CSL-JSON objects as items, and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.csl import from_csl, printed_text, to_csl
from citetool.model import Date, Item, Name

DATES: dict[str, tuple[object, Date | None]] = {
    "parts": ({"date-parts": [[2018, 11, 3]]}, Date(2018, 11, 3, text="2018")),
    "parts as strings": ({"date-parts": [["2018", "11"]]}, Date(2018, 11, text="2018")),
    "flat parts": ({"date-parts": [2018]}, Date(2018, text="2018")),
    "a range": ({"date-parts": [[2010], [2012]]}, Date(2010, end_year=2012, text="2010")),
    "a month that is none": ({"date-parts": [[2018, 21, 3]]}, Date(2018, text="2018")),
    "circa": ({"date-parts": [[1920]], "circa": 1}, Date(1920, circa=True, text="1920")),
    "not circa": ({"date-parts": [[1920]], "circa": "false"}, Date(1920, text="1920")),
    "raw ISO": ({"raw": "2018-11-03"}, Date(2018, 11, 3, text="2018-11-03")),
    "raw EDTF range": ({"raw": "2010~/2012"}, Date(2010, end_year=2012, circa=True, text="2010~/2012")),
    "raw words": ({"raw": "3 November 2018"}, Date(2018, 11, 3, text="3 November 2018")),
    "literal": ({"literal": "forthcoming"}, Date(None, text="forthcoming")),
    "literal with a year": ({"literal": "2018a"}, Date(2018, suffix="a", text="2018a")),
    "empty parts, literal": ({"date-parts": [[]], "literal": "n.d."}, Date(None, text="n.d.")),
    "a string": ("2018-11", Date(2018, 11, text="2018-11")),
    "a number": (2018, Date(2018, text="2018")),
    "nothing": ({"date-parts": [[None]]}, None),
    "a list": ([2018], None),
}

NAMES: dict[str, tuple[object, Name | None]] = {
    "a person": ({"family": "Abara", "given": "Ngozi"}, Name("Abara", "Ngozi")),
    "particles": (
        {"family": "Dael", "given": "Luc", "dropping-particle": "van", "non-dropping-particle": "den"},
        Name("Dael", "Luc", "van den"),
    ),
    "a suffix": ({"family": "King", "given": "M.", "suffix": "Jr."}, Name("King", "M.", suffix="Jr.")),
    "an institution": ({"literal": "Harbour Office"}, Name(literal="Harbour Office")),
    "an acronym": ({"literal": "Harbour Office (HO)"}, Name(literal="Harbour Office", acronym="HO")),
    "a bare string": ("Harbour Office", Name(literal="Harbour Office")),
    "a given name alone": ({"given": "Plato"}, Name("Plato")),
    "nothing": ({"family": " "}, None),
    "a number": (7, Name(literal="7")),
}


TITLES = {
    "The <i>Harbour</i> Question": "The Harbour Question",
    "<b>H</b><sub>2</sub>O<SUP>3</SUP>": "H2O3",
    '<span class="nocase">EU</span> <em>piers</em>': "EU piers",
    '<span style="font-variant:small-caps;">a</span>': "a",
    "A <i> </i> pier": "A pier",
    "a < b > c, <island> and <i": "a < b > c, <island> and <i",
}


@pytest.mark.parametrize(("written", "title"), TITLES.items())
@pytest.mark.parametrize("variable", ["title", "container-title", "collection-title"])
def test_titles_are_read_without_tags(written: str, title: str, variable: str) -> None:
    assert to_csl(from_csl({variable: written}))[variable] == title


@pytest.mark.parametrize(("value", "date"), DATES.values(), ids=DATES.keys())
def test_dates_of_every_kind_are_read(value: object, date: Date | None) -> None:
    assert from_csl({"issued": value}).issued == date
    assert from_csl({"accessed": value}).accessed == date


@pytest.mark.parametrize(("value", "name"), NAMES.values(), ids=NAMES.keys())
def test_names_of_every_kind_are_read(value: object, name: Name | None) -> None:
    for role in ("author", "editor", "translator"):
        assert getattr(from_csl({role: [value]}), role) == ((name,) if name else ())


def test_numbers_are_text_and_the_rest_is_left_out() -> None:
    item = from_csl(
        {
            "type": "some-new-type",
            "title": "On\n Piers",
            "volume": 68,
            "issue": 4.5,
            "page": True,
            "publisher": ["A"],
            "DOI": " 10.1000/x ",
            "keyword": "piers",
            "year-suffix": "b",
        }
    )
    assert item == Item(type="some-new-type", title="On Piers", volume="68", issue="4.5", doi="10.1000/x")


@pytest.mark.parametrize("last", [{"literal": "others"}, {"literal": "et al."}, "et al"])
def test_the_last_name_may_say_that_more_follow(last: object) -> None:
    item = from_csl({"author": [{"family": "Abara"}, last]})
    assert item.author == (Name("Abara"),)
    assert item.et_al


def test_custom_holds_the_entry_as_printed_and_that_more_authors_follow() -> None:
    fields = {"author": [{"family": "Abara"}], "custom": {"text": "Abara et al. 2016.", "et-al": True}}
    assert from_csl(fields).et_al
    assert printed_text(fields) == "Abara et al. 2016."
    assert printed_text({}) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date-parts", "raw", "literal", "circa", "family", "given"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
VARIABLES = ["type", "author", "editor", "issued", "accessed", "title", "page", "DOI", "custom", "year-suffix", "id"]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(VARIABLES), JSON))
def test_any_object_is_read_and_what_was_read_is_read_again(fields: dict[str, object]) -> None:
    once = to_csl(from_csl(fields))
    assert to_csl(from_csl(once)) == once
