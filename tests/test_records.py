"""Records out of the registries' JSON, damaged ones included, and what they say of retractions."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citetool.csl import to_csl
from citetool.model import Item, Name
from citetool.registries import crossref, datacite, doi_org
from citetool.registries.comparing import compare
from citetool.registries.notices import contradiction, retraction
from citetool.registries.titles import plain, retraction_mark
from citetool.resolution import Notice, NoticeType, Record

CROSSREF: dict[str, Any] = {
    "DOI": "10.5555/Tides.2018",
    "type": "journal-article",
    "title": ["Tides and tolls"],
    "subtitle": ["A history"],
    "short-title": [],
    "author": [
        {"given": "Anna", "family": "Lindqvist", "sequence": "first", "affiliation": []},
        {"name": "Harbour Group", "sequence": "additional", "affiliation": []},
    ],
    "editor": [{"given": "Ada", "family": "Thornbury", "suffix": "Jr."}],
    "container-title": ["Tidal Studies", "Journal of Coastal Economics"],
    "short-container-title": ["J. Coast. Econ."],
    "issued": {"date-parts": [[2018, 3]]},
    "published-print": {"date-parts": [[2018, 3]]},
    "published-online": {"date-parts": [[2017, 11, 20]]},
    "created": {"date-parts": [[2021, 1, 1]]},
    "volume": "12",
    "issue": "3",
    "page": "345-367",
    "publisher": "Quayside Press",
    "event": {"name": "Second Meeting on Tides"},
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.5555/PRE", "asserted-by": "subject"}]},
    "update-to": [],
    "updated-by": [
        {
            "DOI": "10.5555/Notice",
            "type": "retraction",
            "label": "Retraction",
            "source": "publisher",
            "updated": {"date-parts": [[2019, 5, 4]], "date-time": "2019-05-04T00:00:00Z", "timestamp": 1556928000000},
        }
    ],
}
DATACITE: dict[str, Any] = {
    "doi": "10.5555/Tide-Tables",
    "creators": [
        {"name": "Lindqvist, Anna", "nameType": "Personal", "givenName": "Anna", "familyName": "Lindqvist"},
        {"name": "Harbour, Office", "nameType": "Organizational"},
    ],
    "contributors": [{"name": "Thornbury, Ada", "contributorType": "Editor"}],
    "titles": [{"title": "Ebb and flow", "titleType": "Subtitle"}, {"title": "Tide tables"}],
    "publisher": "Quayside Data",
    "container": {"title": "Tidal Data", "volume": "2", "issue": "1", "firstPage": "3", "lastPage": "9"},
    "publicationYear": 2018,
    "dates": [{"date": "2017-11-20", "dateType": "Available"}, {"date": "2010", "dateType": "Collected"}],
    "types": {"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
    "relatedIdentifiers": [
        {"relationType": "IsVersionOf", "relatedIdentifier": "10.5555/ALL", "relatedIdentifierType": "DOI"}
    ],
    "version": None,
}
CSL: dict[str, Any] = {
    "type": "article-journal",
    "title": "Tides &amp; tolls",
    "container-title": "Tidal <i>Studies</i>",
    "author": [{"family": "Lindqvist", "given": "Anna"}],
    "issued": {"date-parts": [["2018", "3"]]},
}


def from_crossref(**changed: object) -> Record:
    return crossref.record_of(CROSSREF | {name.replace("_", "-"): value for name, value in changed.items()})


def from_datacite(**changed: object) -> Record:
    return datacite.record_of(DATACITE | changed)


def test_a_record_of_crossref() -> None:
    record = from_crossref()
    assert (record.doi, record.agency, record.kind) == ("10.5555/tides.2018", "Crossref", "journal-article")
    assert record.titles == ("Tides and tolls", "Tides and tolls: A history")
    assert record.containers == (
        "Tidal Studies", "Journal of Coastal Economics", "J. Coast. Econ.", "Second Meeting on Tides",
    )  # fmt: skip
    assert record.years == (2018, 2017)
    assert record.item.author == (Name(family="Lindqvist", given="Anna"), Name(literal="Harbour Group"))
    assert (record.item.container_title, record.item.collection_title) == (
        "Journal of Coastal Economics",
        "Tidal Studies",
    )
    assert (record.item.volume, record.item.issue, record.item.page) == ("12", "3", "345-367")
    assert record.related == (("has-preprint", "10.5555/pre"),)


def test_a_record_of_datacite() -> None:
    record = from_datacite()
    assert (record.doi, record.agency, record.kind) == ("10.5555/tide-tables", "DataCite", "Dataset")
    assert record.item.title == "Tide tables"
    assert record.titles == ("Tide tables", "Tide tables: Ebb and flow")
    assert record.years == (2018, 2017)
    assert record.item.author == (Name(family="Lindqvist", given="Anna"), Name(literal="Harbour, Office"))
    assert record.item.editor == (Name(family="Thornbury", given="Ada"),)
    assert (record.item.volume, record.item.issue, record.item.page) == ("2", "1", "3-9")
    assert record.related == (("IsVersionOf", "10.5555/all"),)


def test_a_record_of_another_agency() -> None:
    record = doi_org.record_of("10.5555/a", "mEDRA", CSL)
    assert (record.titles, record.containers, record.years) == (("Tides & tolls",), ("Tidal Studies",), (2018,))
    assert record.item.title == "Tides & tolls"


def test_titles_as_lists_in_another_agency_s_record() -> None:
    record = doi_org.record_of("10.5555/a", "Crossref", CSL | {"title": ["", "Tides"], "container-title": []})
    assert (record.titles, record.containers) == (("Tides",), ())


ODD: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "no title": ({"title": []}, lambda record: record.item.title, None),
    "a title that is null": ({"title": None}, lambda record: record.titles, ()),
    "a title that is a text": ({"title": "Tides", "subtitle": None}, lambda record: record.titles, ("Tides",)),
    "titles that are null or empty": ({"title": [None, "", "Tides"]}, lambda record: record.item.title, "Tides"),
    "an author with a name alone": (
        {"author": [{"name": "Harbour Group"}]},
        lambda record: record.item.author,
        (Name(literal="Harbour Group"),),
    ),
    "an author with a given name alone": (
        {"author": [{"given": "Aristo"}]},
        lambda record: record.item.author,
        (Name(literal="Aristo"),),
    ),
    "authors without names": ({"author": [{}, None, {"family": None}]}, lambda record: record.item.author, ()),
    "authors that are a text": ({"author": "Lindqvist"}, lambda record: record.item.author, ()),
    "a date that is null": (
        {"issued": {"date-parts": [[None]]}, "published-print": None},
        lambda record: record.years,
        (2017,),
    ),
    "dates of other shapes": (
        {"issued": {"date-parts": []}, "published-print": {"date-parts": 2018}, "published-online": "2018"},
        lambda record: record.years,
        (),
    ),
    "numbers for texts": (
        {"volume": 12, "issue": 3.5},
        lambda record: (record.item.volume, record.item.issue),
        ("12", "3.5"),
    ),
    "a journal that is a text": (
        {"container-title": "Tides", "short-container-title": None, "event": "x"},
        lambda record: record.containers,
        ("Tides",),
    ),
    "an article's number": (
        {"page": None, "article-number": "e12"},
        lambda record: record.item.page,
        "e12",
    ),
    "relations that are numbers": (
        {"relation": {"has-preprint": 3, "is-retracted-by": 4}},
        lambda record: record.related,
        (),
    ),
    "relations that are null": ({"relation": None}, lambda record: record.related, ()),
    "updates that are a text": ({"updated-by": "retraction"}, lambda record: record.notices, ()),
    "updates that are null": ({"updated-by": [None, {"type": None}]}, lambda record: record.notices, ()),
    "a type that isn't known": ({"type": "hologram"}, lambda record: record.item.type, "document"),
    "a type that is a list": ({"type": ["book"]}, lambda record: record.kind, ""),
}


@pytest.mark.parametrize(("changed", "read", "found"), ODD.values(), ids=ODD.keys())
def test_odd_records_of_crossref(changed: dict[str, Any], read: Any, found: Any) -> None:
    assert read(crossref.record_of(CROSSREF | changed)) == found


ODD_DATACITE: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "a publisher that is an object": (
        {"publisher": {"name": "Quayside Data", "schemeUri": None}},
        lambda record: record.item.publisher,
        "Quayside Data",
    ),
    "a publisher that is null": ({"publisher": None}, lambda record: record.item.publisher, None),
    "creators without names": ({"creators": [{}, {"name": None}, None]}, lambda record: record.item.author, ()),
    "a creator's name with tags and escapes": (
        {"creators": [{"name": "Smith &amp; Sons", "nameType": "Organizational"}]},
        lambda record: record.item.author,
        (Name(literal="Smith & Sons"),),
    ),
    "a creator that ends in a comma": (
        {"creators": [{"name": "Aristo,"}]},
        lambda record: record.item.author,
        (Name(literal="Aristo,"),),
    ),
    "a creator with a family name alone": (
        {"creators": [{"name": "Aristo", "familyName": "Aristo"}]},
        lambda record: record.item.author,
        (Name(family="Aristo"),),
    ),
    "no relations": ({"relatedIdentifiers": None}, lambda record: (record.related, record.notices), ((), ())),
    "relations of other shapes": (
        {"relatedIdentifiers": [None, 3, {"relationType": ["IsRetractedBy"]}, {"relatedIdentifierType": "DOI"}]},
        lambda record: (record.related, record.notices),
        ((), ()),
    ),
    "relations that are a number": ({"relatedIdentifiers": 7}, lambda record: record.related, ()),
    "dates that are a number": ({"dates": 7}, lambda record: record.years, (2018,)),
    "no year": ({"publicationYear": None, "dates": []}, lambda record: (record.years, record.item.issued), ((), None)),
    "a year that is an object": ({"publicationYear": {}, "dates": None}, lambda record: record.item.issued, None),
    "no container": ({"container": None}, lambda record: (record.containers, record.item.page), ((), None)),
    "pages of other shapes": ({"container": {"firstPage": [], "lastPage": 9}}, lambda record: record.item.page, "9"),
    "types that are null": ({"types": None}, lambda record: record.item.type, "document"),
    "only a subtitle": (
        {"titles": [{"title": "Ebb", "titleType": "Subtitle"}]},
        lambda record: record.item.title,
        "Ebb",
    ),
    "titles that are null": ({"titles": [None, {"title": None}, {}]}, lambda record: record.titles, ()),
}


@pytest.mark.parametrize(("changed", "read", "found"), ODD_DATACITE.values(), ids=ODD_DATACITE.keys())
def test_odd_records_of_datacite(changed: dict[str, Any], read: Any, found: Any) -> None:
    assert read(datacite.record_of(DATACITE | changed)) == found


def test_relations_of_other_shapes_are_not_kept() -> None:
    assert datacite.kept({"relatedIdentifiers": [{"relationType": ["Cites"]}, 3, {"relationType": "IsVersionOf"}]}) == {
        "relatedIdentifiers": [{"relationType": "IsVersionOf"}]
    }


PLAIN = {
    "<jats:title>Tides</jats:title>": "Tides",
    "On <i>Mytilus</i> &amp; kin": "On Mytilus & kin",
    "CO&amp;lt;sub&amp;gt;2&amp;lt;/sub&amp;gt; at sea": "CO2 at sea",
    "Salt &amp;amp; wind": "Salt & wind",
    '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi></mml:math> marks': "x marks",
    "Tides\n   <b>and</b>\n tolls": "Tides and tolls",
    "Where p < 0.05 and q > 3": "Where p < 0.05 and q > 3",
}


@pytest.mark.parametrize(("title", "text"), PLAIN.items())
def test_titles_without_tags_and_escapes(title: str, text: str) -> None:
    assert plain(title) == text


MARKS = {
    "RETRACTED: Tides": ("retracted", "Tides"),
    "RETRACTED ARTICLE: Tides": ("retracted", "Tides"),
    "Retracted Chapter: Tides": ("retracted", "Tides"),
    "[Retracted] Tides": ("retracted", "Tides"),
    "(Retracted) Tides": ("retracted", "Tides"),
    "WITHDRAWN: Tides": ("withdrawn", "Tides"),
    "REMOVED: Tides": ("removed", "Tides"),
    "Expression of concern: Tides": ("expression of concern", "Tides"),
    "Retraction of Tides": (None, "Retraction of Tides"),
    "Retraction: Tides": (None, "Retraction: Tides"),
    "Retracted articles and their readers": (None, "Retracted articles and their readers"),
    "Withdrawn life: a memoir": (None, "Withdrawn life: a memoir"),
}


@pytest.mark.parametrize(("title", "found"), MARKS.items())
def test_marks_of_a_retraction_in_a_title(title: str, found: tuple[str | None, str]) -> None:
    assert retraction_mark(title) == found


def test_a_mark_is_no_part_of_the_title() -> None:
    record = from_crossref(title=["RETRACTED: Tides and tolls"], updated_by=[])
    assert record.item.title == "Tides and tolls"
    assert record.notices == (Notice(NoticeType.RETRACTION, source="title"),)
    assert contradiction(record.notices) == "its title says so, but no notice is registered"


def test_a_mark_adds_nothing_to_a_notice() -> None:
    record = from_crossref(title=["RETRACTED: Tides and tolls"], updated_by=[update("withdrawal")])
    assert [each.source for each in record.notices] == ["publisher"]


def update(kind: str, doi: str | None = "10.5555/N", source: str | None = "publisher", date: object = None) -> Any:
    parts = date if date is not None else [[2019, 5, 4]]
    return {"DOI": doi, "type": kind, "label": kind, "source": source, "updated": {"date-parts": parts}}


TYPES = {
    "retraction": NoticeType.RETRACTION,
    "partial_retraction": NoticeType.RETRACTION,
    "withdrawal": NoticeType.WITHDRAWAL,
    "removal": NoticeType.REMOVAL,
    "expression_of_concern": NoticeType.CONCERN,
    "expression-of-concern": NoticeType.CONCERN,
    "Expression of concern": NoticeType.CONCERN,
    "correction": NoticeType.CORRECTION,
    "corrigendum": NoticeType.CORRECTION,
    "erratum": NoticeType.CORRECTION,
}


@pytest.mark.parametrize(("kind", "found"), TYPES.items())
def test_types_of_notices(kind: str, found: NoticeType) -> None:
    assert from_crossref(updated_by=[update(kind)]).notices == (Notice(found, "10.5555/n", "2019-05-04", "publisher"),)


@pytest.mark.parametrize("kind", ["new_version", "new_edition", "addendum", "clarification", ""])
def test_what_is_no_notice(kind: str) -> None:
    assert from_crossref(updated_by=[update(kind)]).notices == ()


DATES: list[tuple[object, str | None]] = [
    ([[2019, 5, 4]], "2019-05-04"), ([[2019, 5]], "2019-05"), ([[2019]], "2019"), ([[None]], None), ([[]], None),
    ([], None), ([[2019, None, 4]], "2019"), ("2019", None), ([[2019, "5"]], "2019"), ([2019], None),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "date"), DATES)
def test_dates_of_notices(parts: object, date: str | None) -> None:
    assert from_crossref(updated_by=[update("retraction", date=parts)]).notices[0].date == date


def test_a_notice_names_the_works_that_it_is_on() -> None:
    record = from_crossref(
        title=["Retraction of Tides"], update_to=[update("retraction", "10.5555/Old")], updated_by=[]
    )
    assert record.notices == ()
    assert record.notice_on == (Notice(NoticeType.RETRACTION, "10.5555/old", "2019-05-04", "publisher"),)


def test_a_notice_that_names_itself_too_is_not_retracted() -> None:
    updates = [update("retraction", "10.5555/Old"), update("retraction", CROSSREF["DOI"])]
    record = from_crossref(title=["Retraction of Tides"], update_to=updates, updated_by=[])
    assert record.notices == ()
    assert [each.doi for each in record.notice_on] == ["10.5555/old"]


def test_a_work_that_was_withdrawn_in_place() -> None:
    record = from_crossref(update_to=[update("withdrawal", CROSSREF["DOI"])], updated_by=[])
    assert record.notices == (Notice(NoticeType.WITHDRAWAL, None, "2019-05-04", "publisher"),)
    assert record.notice_on == ()


def test_a_new_version_of_a_record_is_no_notice() -> None:
    both = [update("new_version", CROSSREF["DOI"])]
    record = from_crossref(update_to=both, updated_by=both)
    assert (record.notices, record.notice_on) == ((), ())


def test_the_gravest_notice_comes_first() -> None:
    kinds = ["correction", "expression_of_concern", "retraction"]
    notices = from_crossref(updated_by=[update(kind) for kind in kinds]).notices
    assert [each.type for each in notices] == [NoticeType.RETRACTION, NoticeType.CONCERN, NoticeType.CORRECTION]
    assert retraction(notices) == notices[0]


def test_a_correction_is_no_retraction() -> None:
    assert retraction(from_crossref(updated_by=[update("correction")]).notices) is None


def test_relations_that_are_notices() -> None:
    relation = {"is-retracted-by": [{"id-type": "doi", "id": "10.5555/N", "asserted-by": "object"}]}
    notices = from_crossref(updated_by=[], relation=relation).notices
    assert notices == (Notice(NoticeType.RETRACTION, "10.5555/n", None, "publisher"),)


def test_notices_of_datacite() -> None:
    record = from_datacite(
        dates=[{"date": "2020-02", "dateType": "Withdrawn"}],
        relatedIdentifiers=[
            {"relationType": "IsRetractedBy", "relatedIdentifier": "10.5555/N", "relatedIdentifierType": "DOI"},
            {"relationType": "IsWithdrawnBy", "relatedIdentifier": "https://x.org", "relatedIdentifierType": "URL"},
        ],
    )
    assert record.notices == (
        Notice(NoticeType.RETRACTION, "10.5555/n", None, "DataCite"),
        Notice(NoticeType.WITHDRAWAL, None, None, "DataCite"),
        Notice(NoticeType.WITHDRAWAL, None, "2020-02", "DataCite"),
    )


CONTRADICTIONS: dict[str, tuple[list[Any], str, str | None]] = {
    "publisher and Retraction Watch agree": (
        [update("retraction"), update("retraction", source="retraction-watch")], "Tides", None,
    ),
    "a retraction that its publisher calls withdrawal": (
        [update("withdrawal"), update("retraction", source="retraction-watch")], "Tides", None,
    ),
    "concern of the publisher before its retraction": (
        [update("expression_of_concern"), update("retraction"), update("retraction", source="retraction-watch")],
        "Tides", None,
    ),
    "a retraction where the publisher has concern": (
        [update("expression_of_concern"), update("retraction", source="retraction-watch")], "Tides",
        "the publisher says expression of concern; Retraction Watch says retraction",
    ),
    "a title that says more than the notice": (
        [update("expression_of_concern")], "RETRACTED: Tides",
        "the publisher says expression of concern; its title says retraction",
    ),
    "a title that says what the notice says": ([update("withdrawal")], "RETRACTED: Tides", None),
    "a correction and a retraction": (
        [update("correction"), update("retraction", source="retraction-watch")], "Tides", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("updates", "title", "found"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_who_contradicts_whom(updates: list[Any], title: str, found: str | None) -> None:
    assert contradiction(from_crossref(updated_by=updates, title=[title]).notices) == found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["retraction", "DOI", "IsRetractedBy", "2018-01", "10.5555/a", "RETRACTED: x", "&amp;lt;i>"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["date-parts", "DOI", "type", "updated", "given", "family", "name", "literal", "title", "id"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of which any values, at any depth, are of another shape or missing."""
    made = copy.deepcopy(dict(record))
    for _ in range(draw(st.integers(1, 4))):
        at: Any = made
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            key = draw(st.sampled_from(keys)) if keys else None
            if key is None:
                break
            if isinstance(at[key], dict | list) and at[key] and draw(st.booleans()):
                at = at[key]
                continue
            if draw(st.booleans()):
                at[key] = draw(JSON)
            else:
                del at[key]
            break
    return made


ENTRY = "Lindqvist, A. (2018). Tides and tolls: A history. Journal of Coastal Economics, 12(3), 345–367."
ITEM = Item(
    author=(Name(family="Lindqvist", given="A."),),
    title="Tides and tolls",
    container_title="J. Coast. Econ.",
    page="345",
)


def check(record: Record) -> None:
    assert isinstance(record.doi, str)
    assert all(isinstance(each, str) for each in (*record.titles, *record.containers, record.kind, record.agency))
    assert all(1000 < each < 3000 for each in record.years)
    assert all(isinstance(each, str) for pair in record.related for each in pair)
    for notice in (*record.notices, *record.notice_on):
        assert all(each is None or isinstance(each, str) for each in notice)
    assert contradiction(record.notices) != ""
    to_csl(record.item)
    found = compare(ITEM, ENTRY, record)
    assert all(isinstance(text, str) for each in found.differences for text in each)


@given(damaged(CROSSREF) | st.dictionaries(st.sampled_from(sorted(CROSSREF)), JSON))
def test_no_record_of_crossref_is_too_damaged(message: dict[str, Any]) -> None:
    check(crossref.record_of(crossref.kept(message)))


@given(damaged(DATACITE) | st.dictionaries(st.sampled_from(sorted(DATACITE)), JSON))
def test_no_record_of_datacite_is_too_damaged(attributes: dict[str, Any]) -> None:
    check(datacite.record_of(datacite.kept(attributes)))


@given(damaged(CSL) | st.dictionaries(st.sampled_from(sorted(CSL)), JSON))
def test_no_record_of_another_agency_is_too_damaged(csl: dict[str, Any]) -> None:
    check(doi_org.record_of("10.5555/a", "mEDRA", csl))
