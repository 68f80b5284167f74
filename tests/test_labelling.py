"""Entries labelled and brought into fields: whole entries, names, volumes, pages, repairs, DOIs, case by case."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citetool.csl import to_csl
from citetool.identifiers import find_dois, normalise_doi
from citetool.model import Name, Span
from citetool.readers.text import read_text
from citetool.references import label_references, list_references
from citetool.references.labelling import label_entry
from citetool.references.labelling.features import features, tokenize
from citetool.references.labelling.numbering import pages, read_volume
from citetool.references.labelling.people import read_people
from citetool.references.labelling.repairs import repair
from citetool.references.labelling.segments import Segment, label_segments

DATA: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "labelling.toml").read_text(encoding="utf-8")
)


def texts(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["text"][:60]) for case in DATA[kind]]


@pytest.mark.parametrize("case", texts("entry"))
def test_fields_of_an_entry_and_their_places(case: dict[str, Any]) -> None:
    text = "before " + case["text"]
    item = label_entry(text, Span(7, len(text)))
    assert to_csl(item) == case["csl"]
    for variable in ("title", "container-title", "publisher-place"):
        span = item.span_of(variable)
        if span is not None:
            assert case["csl"][variable][:9] in text[span.start : span.end]


def _shown(name: Name) -> str:
    if name.literal is not None:
        return f"[{name.literal}{f' ({name.acronym})' if name.acronym else ''}]"
    return ", ".join(part for part in (str(name), name.given) if part)


@pytest.mark.parametrize("case", texts("people"))
def test_people(case: dict[str, Any]) -> None:
    people = read_people(case["text"])
    assert [_shown(name) for name in people.names] == case["names"]
    assert people.et_al == case.get("et_al", False)


@pytest.mark.parametrize("case", texts("volume"))
def test_volumes(case: dict[str, Any]) -> None:
    assert [part or "" for part in read_volume(case["text"])] == case["is"]


@pytest.mark.parametrize("case", texts("pages"))
def test_pages(case: dict[str, Any]) -> None:
    assert (pages(case["text"]) or "") == case["is"]


def _segments(labelled: list[str]) -> tuple[str, list[Segment]]:
    own = ""
    found = []
    for each in labelled:
        label, _, text = each.partition(": ")
        own += " " if own else ""
        found.append(Segment(label, len(own), len(own) + len(text)))
        own += text
    return own, found


@pytest.mark.parametrize("case", [pytest.param(case, id=case["before"][0]) for case in DATA["repair"]])
def test_repairs(case: dict[str, Any]) -> None:
    own, segments = _segments(case["before"])
    repaired = repair(own, segments)
    assert [f"{each.label}: {own[each.start : each.end]}" for each in repaired] == case["after"]


@pytest.mark.parametrize("case", texts("doi"))
def test_dois_as_registries_know_them(case: dict[str, Any]) -> None:
    assert (normalise_doi(case["text"]) or "") == case["is"]
    assert [doi for _, doi in find_dois(case["text"], 0, len(case["text"]))] == ([case["is"]] if case["is"] else [])


FIELDS = {
    "a soft hyphen at its head": ("\u00adVol. 3.", "volume", "3"),
    "German guillemets": (
        "Okafor, A.: »Die Kunst der Kais«. In: Merkur 68 (2014), S. 100.",
        "title",
        "Die Kunst der Kais",
    ),
    "emphasis in HTML": ("Rossi, M. (2001): <i>Il porto</i>. Milano: Adelphi.", "title", "Il porto"),
    "a document's number": (
        "European Commission, ‘A plan for ports’, Brussels, 3 May 2021 COM(2021) 3 final (https://a.example.org/1).",
        "number",
        "COM(2021) 3 final",
    ),
    "an edition that is a number": ("Abara, N. (2011): Piers. 3. Aufl., Bonn: Dietz.", "edition", "3"),
}


@pytest.mark.parametrize(("text", "field", "value"), FIELDS.values(), ids=FIELDS.keys())
def test_a_field_of_an_entry(text: str, field: str, value: str) -> None:
    assert getattr(label_entry(text, Span(0, len(text))), field) == value


def test_a_list_that_inverts_names_has_no_given_name_first() -> None:
    entries = ["Abara, N. (2016) ‘Piers’.", "Brandt, L. (2010) ‘Quays’.", "Conti, S. (2011) ‘Tides’."]
    outlet = "Harbour Weekly (2020) ‘Summit at sea’, 13 November (www.harbourweekly.example.com/1)."
    listed = list_references("\n".join([*entries, outlet]))
    assert listed[-1].item.author == (Name(literal="Harbour Weekly"),)
    assert listed[-1].item.container_title == "Harbour Weekly"
    assert listed[-1].item.type == "article-newspaper"


def test_a_dash_stands_for_the_author_of_the_entry_before() -> None:
    first, second = list_references("Abara, N. (2016) *Piers*, Oslo: Quay.\n———. (2018) *Quays*, Oslo: Quay.")
    assert second.item.author == first.item.author == (Name(family="Abara", given="N."),)


def test_entries_of_a_draft_are_labelled_in_full() -> None:
    text = "Piers matter.\n\nReferences\n\nAbara, N. (2016) *Piers*, Oslo: Quay Press.\n"
    (reference,) = label_references(read_text("draft.txt", text))
    assert reference.item.publisher == "Quay Press"
    span = reference.item.span_of("publisher")
    assert span is not None
    assert text[span.start : span.end].startswith("Quay Press")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aZ é1920.,;:()[]'\"“”‘’«»*-–—_/&\n\u00ad"), max_size=200))
def test_any_entry_is_labelled_within_its_text(own: str) -> None:
    segments = label_segments(own)
    assert [token.text for token in tokenize(own)] == [
        word for each in segments for word in own[each.start : each.end].split()
    ]
    item = label_entry("x" + own, Span(1, len(own) + 1))
    assert all(1 <= span.start <= span.end <= len(own) + 1 for _, span in item.spans)
    assert item == label_entry("x" + own, Span(1, len(own) + 1))


def test_features_tell_quotations_emphasis_and_years_apart() -> None:
    shown = features(["Abara,", "N.", "(2016)", "‘Piers’", "ends’,", "*The", "Port*,", "Oslo:", "Quay."])
    inside = [next(each for each in token if each.startswith("in=")) for token in shown]
    # The quotation ends at the surer of two marks; emphasis is another thing; a bracket closed in its token is none.
    assert inside == ["in=", "in=", "in=", "in=q", "in=q", "in=*", "in=*", "in=", "in="]
    dated = [next(each for each in token if each.startswith("dated=")) for token in shown]
    assert dated == ["dated=ny", "dated=ny", "dated=ny", *["dated=yn"] * 6]
