"""Every rule's manual page: its bad example has the defect, its good one has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from citetool.config import Config
from citetool.lint import follow_addresses, look_up, understand
from citetool.model import Checked, Document, Finding, Manuscript, Note, Severity, Span
from citetool.readers.text import read_text
from citetool.resolution import Address, Reach
from citetool.rules import RULES, check, find_rule, in_reading_order
from citetool.rules.manual import manual
from citetool.rules.rule import Rule
from citetool.suppressions import suppress
from registry_server import asking, running, usual

CONFIG = Config(today=date(2026, 6, 1))


def findings(text: str) -> tuple[Finding, ...]:
    return checked(understand(read_text("draft.txt", text)))


def checked(manuscript: Manuscript) -> tuple[Finding, ...]:
    return suppress([Checked(manuscript, check(manuscript, CONFIG))], CONFIG)[0].findings


def codes(text: str) -> set[str]:
    return {finding.code for finding in findings(text)}


ONLINE = {"CT402", "CT403", "CT404", "CT405", "CT406"}


@pytest.fixture(scope="module")
def online() -> Iterator[Callable[[str], set[str]]]:
    """What is found in a text where registries are asked and addresses followed."""
    with running(usual()) as registry:

        def found(text: str) -> set[str]:
            manuscript = look_up(understand(read_text("draft.txt", text)), asking(registry))
            followed = follow_addresses(manuscript, lambda urls: tuple(dead_if_gone(url) for url in urls))
            return {finding.code for finding in checked(followed)}

        yield found


def dead_if_gone(url: str) -> Address:
    return Address(url, Reach.DEAD, "answers 404 Not Found") if "gone" in url else Address(url, Reach.REACHED)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_example_has_the_defect(rule: Rule, online: Callable[[str], set[str]]) -> None:
    assert rule.code in online(rule.bad)
    assert (rule.code in codes(rule.bad)) == (rule.code not in ONLINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example_is_free_of_it(rule: Rule, online: Callable[[str], set[str]]) -> None:
    assert rule.code not in online(rule.good)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_manual_page_is_complete(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.bad != rule.good
    assert find_rule(rule.code.lower()) is rule
    assert find_rule(rule.name) is rule


def test_the_manual_is_current() -> None:
    written = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == manual(RULES), "make manual"


def test_codes_and_names_are_unique_and_in_order() -> None:
    listed = [rule.code for rule in RULES]
    assert listed == sorted(set(listed))
    assert len({rule.name for rule in RULES}) == len(RULES)


NOTES = {
    "doubled": ("A.¹ B.²\n\n¹ Abara 2016.\n\n² Brandt 2010.\n\n² Corelli 2018.\n", ["two notes are numbered 2"]),
    "missing": (
        "A.¹ B.² C.⁴\n\n¹ Abara 2016.\n\n² Brandt 2010.\n\n⁴ Corelli 2018.\n",
        ["note 3 is missing before note 4"],
    ),
    "without a marker": ("A.¹ B.\n\n¹ Abara 2016.\n\n² Brandt 2010.\n", ["note 2 has no marker in the text"]),
    "without a note": ("A.¹ B.²\n\n¹ Abara 2016.\n", ["marker “2” leads to no note"]),
    "without any marker": (
        "A. B.\n\nNotes\n\n1. Abara 2016.\n\n2. Brandt 2010.\n",
        ["no markers were found in the text for the draft's 2 notes"],
    ),
    "in order, numbered by chapter": (
        "A.¹ B.²\n\n¹ Abara 2016.\n\n² Brandt 2010.\n\nC.¹\n\n¹ Corelli 2018.\n",
        [],
    ),
}


@pytest.mark.parametrize(("draft", "messages"), NOTES.values(), ids=NOTES.keys())
def test_sequence_of_notes(draft: str, messages: list[str]) -> None:
    assert [each.message for each in findings(draft) if each.code == "CT204"] == messages


def listed(*entries: str) -> str:
    return "Piers matter.\n\nReferences\n\n" + "\n\n".join(entries) + "\n"


AROUND = ("Abel, A. (2018) ‘A’.", "Berg, B. (2018) ‘B’.", "Cole, C. (2018) ‘C’.", "Dahl, D. (2018) ‘D’.")
BEHIND = ("Tarn, T. (2018) ‘T’.", "Urb, U. (2018) ‘U’.", "Viken, V. (2018) ‘V’.", "Zorn, Z. (2018) ‘Z’.")

ORDERED = {
    "word by word": (("R Quay Team (2018) ‘R’.", "Raddle, R. (2018) ‘R’."), []),
    "letter by letter": (("Raddle, R. (2018) ‘R’.", "R Quay Team (2018) ‘R’."), []),
    "neither": (
        ("R Quay Team (2018) ‘R’.", "Raddle, R. (2018) ‘R’.", "Palm, P. (2018) ‘P’."),
        ["Palm (2018) stands out of alphabetical order"],
    ),
    "a dash for an institution": (("Quay Office, ‘Piers’, 2018.", "———, ‘Docks’, 2017.", "Raddle, R. (2018) ‘R’."), []),
    "a particle in capitals": (("DAWE, D. (2018) ‘D’.", "DE VIKEN, D. (2018) ‘D’.", "DEMUT, D. (2018) ‘D’."), []),
    "a dash under another": (
        ("Zorn, A. (2018) ‘Z’.", "———, ‘Z’, 2017.", "Raddle, R. (2018) ‘R’."),
        ["Zorn (2018) stands out of alphabetical order", "Zorn (2017) stands out of alphabetical order"],
    ),
}


@pytest.mark.parametrize(("entries", "messages"), ORDERED.values(), ids=ORDERED.keys())
def test_alphabetical_order(entries: tuple[str, ...], messages: list[str]) -> None:
    found = findings(listed(*AROUND, *entries, *BEHIND))
    assert [each.message for each in found if each.code == "CT302"] == messages


ALIKE = {
    "a co-author": (("Lund, A. and Viken, B. (2017) ‘A’.", "Lund, A. and Vikken, B. (2018) ‘B’."), 1),
    "other initials": (("Lund, A. and Viken, B. (2017) ‘A’.", "Lund, A. and Vikken, B. C. (2018) ‘B’."), 0),
    "a given name": (("Viken, Berta (2017) ‘A’.", "Vikken, Berta (2018) ‘B’."), 1),
    "nobody else": (("Viken, B. (2017) ‘A’.", "Vikken, B. (2018) ‘B’."), 0),
}


@pytest.mark.parametrize(("entries", "number"), ALIKE.values(), ids=ALIKE.keys())
def test_names_that_may_be_one_person(entries: tuple[str, ...], number: int) -> None:
    assert [each.code for each in findings(listed(*entries))].count("CT306") == number


ADDRESSES = {
    "https://www.harbour.example.org/": 0,
    "www.harbour.example.org/en/": 0,
    "https://harbour.example.org/index.html": 0,
    "https://harbour.example.org/piers": 1,
    "https://harbour.example.org/?p=12": 1,
    "www.harbour.example.org/en/piers/12": 1,
}


@pytest.mark.parametrize(("address", "number"), ADDRESSES.items(), ids=ADDRESSES.keys())
def test_a_home_page_is_no_source(address: str, number: int) -> None:
    text = f"Piers matter.[^1]\n\n[^1]: See {address}\n" + listed("Abel, A. (2018) ‘A’, *Ports*, 2, pp. 1–2.")
    assert [each.code for each in findings(text)].count("CT106") == number


QUOTATIONS = {
    "in one": ("He says: “Piers matter (Abel, 2018) much” (Berg 2018).", 0),
    "after one": ("He says: “Piers matter” (Abel, 2018), and (Berg 2018) agrees.", 1),
    "in another paragraph": ("He says: “Piers matter\n\nand so (Abel, 2018) do docks” (Berg 2018).", 1),
    "in guillemets": ("Il dit : « Les quais (Abel, 2018) » (Berg 2018).", 0),
}


@pytest.mark.parametrize(("text", "number"), QUOTATIONS.values(), ids=QUOTATIONS.keys())
def test_quoted_citations_keep_their_style(text: str, number: int) -> None:
    found = findings("(Cole 2018), (Dahl 2018), (Tarn 2018), (Urb 2018). " + text + "\n" + listed(*AROUND, *BEHIND))
    assert [each.code for each in found].count("CT504") == number


LIST = """
References

Abara, N. (2016) ‘The harbour question’, Port Studies, 68(4), pp. 699–725.

Brandt, A. (2010) ‘Ships and tides’, Port Studies, 62(1), pp. 1–9.

Corelli, T. (2018) ‘Ports in a storm’, Port Studies, 70(1), pp. 1–9.
"""

SAID = {
    "a work listed twice, and nothing else of it": (
        "A (Abara 2016; Brandt 2010; Corelli 2018).\n"
        + LIST
        + "\nCorelli, T. (2018) ‘Ports in a storm’, Port Studies, 70(1), pp. 1–9.\n",
        ["CT301 Corelli (2018) stands in the list twice"],
    ),
    "a cite within a quotation, whose entry is in another list": (
        "A (Abara 2016; Brandt 2010; Corelli 2018). It says: “Piers matter (Zeller 2019) much.”\n" + LIST,
        [],
    ),
    "a source known through another, in the text": (
        "A (Abara 2016; Brandt 2010; Corelli 2018). So too (Zeller, 1977 apud Abara, 2016, p. 700).\n" + LIST,
        ["CT107 “Zeller, 1977” — known only through “Abara, 2016, p. 700”, and not in the list"],
    ),
    "a back-reference to a note whose source isn't read": (
        "A (Abara 2016; Brandt 2010; Corelli 2018).[^1] B.[^2]\n\n"
        "[^1]: Letter from Zeller, Harbour Archive.\n\n[^2]: Zeller (n 1).\n" + LIST,
        [],
    ),
    "a back-reference to a note without that name": (
        "A (Abara 2016; Brandt 2010; Corelli 2018).[^1] B.[^2]\n\n"
        "[^1]: Letter from Holm, Harbour Archive.\n\n[^2]: Zeller (n 1).\n" + LIST,
        ["CT203 “Zeller (n 1)” — note 1 cites no such work"],
    ),
    "pages that a first citation gives, and others behind it": (
        "A.[^1] B.[^2] C.[^3]\n\n[^1]: Nora Abara, *Harbours and Tides* (London: Mole, 2016), 33–35.\n\n"
        "[^2]: Abara, *Harbours*, 40.\n\n[^3]: Ibid., 41.\n",
        [],
    ),
    "a particle with a capital, where the given name is left out": (
        "A.[^1] B.[^2]\n\n[^1]: J. de Vries, Het water in de haven (Amsterdam: Mole, 2004), p. 12.\n\n"
        "[^2]: De Vries, op. cit., p. 14.\n",
        [],
    ),
    "a work with a label listed twice": (
        "A [Aba16], b [Bra10], c [Cor18].\n\nReferences\n\n"
        + 2 * "[Aba16] N. Abara. Piers. Oslo: Harbour, 2016.\n\n"
        + "[Bra10] A. Brandt. Ships. Oslo: Harbour, 2010.\n\n[Cor18] T. Corelli. Ports. Oslo: Harbour, 2018.\n",
        ["CT301 Abara (2016) stands in the list twice"],
    ),
    "a number that the list leaves out, and the others of its range": (
        "A [1], b [2–4], c [5], d [7].\n\nReferences\n\n[1] N. Abara, Piers. Oslo: Harbour, 2016.\n\n"
        "[2] A. Brandt, Ships. Oslo: Harbour, 2010.\n\n[4] T. Corelli, Ports. Oslo: Harbour, 2018.\n\n"
        "[5] J. Dufresne, Lights. Oslo: Harbour, 2019.\n",
        [
            "CT101 “2–4” — the list has no number 3",
            "CT101 “7” — the list has numbers 1 to 5",
            "CT309 number 3 is missing before entry 4",
        ],
    ),
    "names and years of sources in full, by title and by address": (
        "A.¹ B.² C.³ D.⁴ E.⁵\n\n¹ Nora Abara, ‘The harbour question’, Port Studies 68 (2015) 699.\n\n"
        "² Nora Abrara, ‘The harbour question’.\n\n"
        "³ Ada N. Brant, ‘Ships and tides’, Port Studies 62 (2010) 1, doi:10.1000/tides.\n\n"
        "⁴ A Brandt, ‘Ships and tides’, Port Studies 62 (2001) 1, doi:10.1000/tides.\n\n"
        "⁵ T Corelli, ‘Ports in a storm’, Port Studies 70 (2018) 1.\n"
        + LIST.replace("pp. 1–9.", "pp. 1–9, doi:10.1000/tides.", 1),
        [
            "CT103 “Nora Abara, ‘The harbour question’, Port Studies 68 (2015) 699” — the list has Abara (2016)",
            "CT104 “Nora Abrara, ‘The harbour question’” — the list spells “Abrara” as “Abara”",
            "CT104 “Ada N. Brant, ‘Ships and tides’, Port Studies 62 (2010) 1, doi:10.100…” — the list spells "
            "“Brant” as “Brandt”",
            "CT103 “A Brandt, ‘Ships and tides’, Port Studies 62 (2001) 1, doi:10.1000/ti…” — the list has "
            "Brandt (2010)",
        ],
    ),
    "a page of a work that is perhaps not the one that is meant": (
        "A (Abara 2015, p. 3; Brandt 2010, p. 4; Corelli 2018, p. 40).\n" + LIST,
        [
            "CT103 “Abara 2015, p. 3” — the list has Abara (2016)",
            "CT108 “p. 40” of Corelli (2018) — its entry gives pages 1–9",
        ],
    ),
    "years in the titles and addresses of sources in full": (
        "A.¹ B.² C.³\n\n¹ Harbour Office, ‘Rates for the north in 2017’, 3 May 2018.\n\n"
        "² Harbour Office, ‘Rates for the south’, 3 May 2015, www.harbour.example.org/2018/rates.\n\n"
        "³ Harbour Concept of the League (approved on 12 February 2010); Lea Berg, ‘Rates and fees’, Port Law 9 "
        "(2004): 1935–2043.\n\n"
        "References\n\nBerg, L. (2002) ‘Rates and fees’, Port Law, 9, pp. 1935–2043.\n\n"
        "Harbour Concept of the League (approved on 12 February 2013).\n\n"
        "Harbour Office (2018) ‘Rates for the north in 2017’, 3 May.\n\n"
        "Harbour Office (2018) ‘Rates for the south’, 3 May (www.harbour.example.org/2018/rates).\n",
        [
            "CT103 “Harbour Office, ‘Rates for the south’, 3 May 2015, www.harbour.exampl…” — the list has "
            "Harbour Office (2018)",
            "CT103 “Harbour Concept of the League (approved on 12 February 2010)” — the list has "
            "“Harbour Concept of the League” (2013)",
            "CT103 “Lea Berg, ‘Rates and fees’, Port Law 9 (2004): 1935–2043” — the list has Berg (2002)",
        ],
    ),
    "a dated source with a title, and one without": (
        "A (Abara 2016; Brandt 2010; Corelli 2018).¹ B.²\n\n¹ *Address to the Harbour Union*, 18 March 2014.\n\n"
        "² Interview with an official, Oslo, 3 March 2020.\n" + LIST,
        ["CT106 “Address to the Harbour Union, 18 March 2014” — a source that is not in the list"],
    ),
    "back-references to a source without entry, and to none": (
        "A.¹ B.² C.³ D.⁴\n\n¹ Lea Yamada, ‘Docks’, Port Studies 6 (2011) 3; Abara 2016; Brandt 2010; Corelli 2018.\n\n"
        "² Yamada (n 1) 12.\n\n³ Yamada, op. cit., p. 4.\n\n⁴ Stahl (n 1) 7.\n" + LIST,
        [
            "CT106 “Lea Yamada, ‘Docks’, Port Studies 6 (2011) 3” — a source that is not in the list",
            "CT203 “Stahl (n 1) 7” — note 1 cites no such work",
        ],
    ),
    "ibid. after a note that cites one work without entry twice": (
        "A.¹ B.² C.³ D.⁴\n\n¹ Abara 2016; Brandt 2010; Corelli 2018.\n\n² Yamada 2011, p. 3; Yamada 2011, p. 5.\n\n"
        "³ Ibid., p. 7.\n\n⁴ Ibid.\n" + LIST,
        [
            "CT101 “Yamada 2011, p. 3” — no entry in the list fits",
            "CT101 “Yamada 2011, p. 5” — no entry in the list fits",
        ],
    ),
    "DOIs, ISBNs and ISSNs that can't be any, in the list and in a note": (
        "A (Abara 2016; Brandt 2010; Corelli 2018; Holm 2011).¹\n\n"
        "¹ Lea Holm, ‘Docks’, Port Studies 6 (2011) 3, https://doi.org/docks; no DOI: see p. 4.\n"
        + LIST.replace("699–725.", "699–725, doi:10.1/tides.")
        .replace("62(1), pp. 1–9.", "62(1), pp. 1–9, https://doi.org/10.1000/. ISSN 0378-5954.")
        .replace("70(1), pp. 1–9.", "70(1), pp. 1–9, doi:1000/tides. ISBN 978-0-306-40615.")
        + "\nHolm, L. (2011) ‘Docks’, Port Studies, 6(1), pp. 1–9, doi:10.10.1000/docks. ISBN 0-306-40615-X.\n",
        [
            "CT401 “https://doi.org/docks” is no DOI: a DOI begins with “10.”",
            "CT401 “doi:10.1/tides” is no DOI: the number after “10.” has at least four digits",
            "CT401 “https://doi.org/10.1000/” is no DOI: it has a registrant's number and nothing that tells the work",
            "CT401 “ISSN 0378-5954” — its check digit is wrong",
            "CT401 “doi:1000/tides” is no DOI: a DOI begins with “10.”",
            "CT401 “ISBN 978-0-306-40615” has 12 digits; an ISBN has 10 or 13",
            "CT401 “doi:10.10.1000/docks” — “10.” stands in it twice",
            "CT401 “ISBN 0-306-40615-X” — its check digit is wrong",
        ],
    ),
    "addresses that end at their scheme, and labels without anything": (
        "A (Abara 2016; Brandt 2010; Corelli 2018).\n"
        + LIST.replace("699–725.", "699–725, DOI:").replace("62(1), pp. 1–9.", "62(1), pp. 1–9, https://doi.org/"),
        ["CT401 “DOI:” is no DOI: nothing follows", "CT401 “https://doi.org/” is no DOI: nothing follows"],
    ),
}


@pytest.mark.parametrize(("draft", "said"), SAID.values(), ids=SAID.keys())
def test_all_that_is_said_of_a_draft(draft: str, said: list[str]) -> None:
    assert [f"{each.code} {each.message}" for each in findings(draft)] == said


MENDED = {
    "doi:10.10.1000/piers.": "doi:10.1000/piers.",
    "https://doi.org/https://doi.org/10.1000/piers.": "https://doi.org/10.1000/piers.",
    "https://doi.org/ 10.1000/piers.": "https://doi.org/10.1000/piers.",
    "doi: 10.1000/ 0966283.2018.": "doi: 10.1000/0966283.2018.",
    "doi: 10. 1000/piers (accessed 3 May)": "doi: 10.1000/piers (accessed 3 May)",
    "doi:10.1016/j.piers. 2019.01. 001, 12 pp.": "doi:10.1016/j.piers.2019.01.001, 12 pp.",
    "doi:10.1000/pi\u200bers\u200b.": "doi:10.1000/piers\u200b.",
    "doi:10.1000/s1234–021–1.": "doi:10.1000/s1234-021-1.",
}


@pytest.mark.parametrize(("printed", "mended"), MENDED.items(), ids=map(ascii, MENDED))
def test_a_doi_that_one_replacement_mends(printed: str, mended: str) -> None:
    text = listed("Abel, A. (2018) ‘A’, *Ports*, 2, pp. 1–2, " + printed)
    (found,) = [each for each in findings(text) if each.code == "CT401"]
    (edit,) = found.edits
    text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == listed("Abel, A. (2018) ‘A’, *Ports*, 2, pp. 1–2, " + mended)
    assert "CT401" not in codes(text)


IN_ORDER = [
    "DOI 10.1000/piers.", "*doi:* 10.1000/piers.", "<https://doi.org/10.1000/piers>.", "https://doi.org/10/aabb3.",
    "[doi:10.1000/piers](https://doi.org/10.1000/piers).", "https://doi.org/doi:10.1000/piers.", "DOI: forthcoming.",
    "https://doi.org/aabb3.", "https://www.doi.org/the-identifier/what-is-a-doi/.", "doi:10.1000/piers. 2018.",
    r"doi:10.1000/piers\_and\_docks.", "https://doi.org/10.1000/\n0966283.2018.", "https://doi.org/\n10.1000/piers.",
    "doi:10.1016/j.piers.\n2019.01.001.", "doi:10.1000/piers\u00ad\nand3.", "doi:10.1000/s1234‐021‐1.",
    "https://doi.org/10.1002/(SICI)1096-8644(1996)23+<91::AID-AJPA4>3.0.CO;2-C.", "https://dx.doi.org/10.1000%2Fpiers.",
    "ISBN 978-0-306-40615-7.", "ISBN: 0-306-40615-2 (hardback).", "ISBN-13: 978 0 306 40615 7; 300 pp.",
    "ISBN 0-306-40615-2 350 pp.", "ISBN 0-8044-2957-x.", "e-ISBN 9780306406157.", "ISBN 978-0-306-\n40615-7.",
    "ISBN 978-0-306-406\n15-7.", "ISSN 0378-5955.", "ISSN (online): 1050-124X.", "eISSN 1050124X.", "ISSN pending.",
]  # fmt: skip


@pytest.mark.parametrize("printed", IN_ORDER, ids=ascii)
def test_identifiers_that_are_in_order(printed: str) -> None:
    assert "CT401" not in codes(listed("Abel, A. (2018) ‘A’, *Ports*, 2, pp. 1–2, " + printed))


@pytest.mark.parametrize(("form", "codes"), [("docx", ["CT501", "CT503"]), ("text", ["CT503", "CT501"])])
def test_what_stands_in_a_note_is_read_where_its_marker_stands(form: str, codes: list[str]) -> None:
    """Of a file that shows no lines, whose notes stand behind its text."""
    text = "Piers¹ matter. Quays, 12-14.\n\n¹ One, p. 3–4."
    note = Note("1", 1, Span(text.index("One"), len(text)), (Span(5, 6),))
    paragraphs = (0,) if form == "docx" else ()
    document = Document(f"a.{form}", form, text, notes=(note,), paragraphs=paragraphs)
    dash, label = (
        Finding(code, "x", Severity.NOTE, "x", Span(text.index(words), text.index(words) + len(words)))
        for code, words in (("CT503", "12-14"), ("CT501", "p. 3–4"))
    )
    assert [each.code for each in in_reading_order(document, [dash, label])] == codes


MARKERS = {
    "one too late": ("¹ ³ ⁴ ⁵ ² ⁶", ["marker 2 stands after marker 5"]),
    "one too early": ("¹ ⁵ ² ³ ⁴ ⁶", ["marker 5 stands before marker 2"]),
    "two apart": ("² ¹ ³ ⁵ ⁴ ⁶", ["marker 1 stands after marker 2", "marker 4 stands after marker 5"]),
    "all in order": ("¹ ² ³ ⁴ ⁵ ⁶", []),
}


@pytest.mark.parametrize(("markers", "said"), MARKERS.values(), ids=MARKERS.keys())
def test_of_markers_out_of_order_the_fewest_are_told(markers: str, said: list[str]) -> None:
    body = " ".join(f"Piers matter.{marker}" for marker in markers.split())
    notes = "\n\n".join(f"{marker} Abara 2016, p. 1." for marker in "¹²³⁴⁵⁶")
    draft = f"{body}\n\n{notes}\n\nReferences\n\nAbara, N. (2016) Piers. Oslo: Harbour.\n"
    found = check(understand(read_text("a.txt", draft, ())), Config())
    assert sorted(each.message for each in found if each.code == "CT204") == said


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        (1, ["9 of the draft's 10 notes have no marker in the text"]),
        (7, [f"note {number} has no marker in the text" for number in (8, 9, 10)]),
    ],
)
def test_that_many_notes_have_no_marker_is_said_once(marked: int, said: list[str]) -> None:
    body = " ".join(f"Piers matter.[^{number}]" for number in range(1, marked + 1))
    notes = "\n\n".join(f"[^{number}]: Abara 2016, p. 1." for number in range(1, 11))
    draft = f"{body}\n\n{notes}\n\nReferences\n\nAbara, N. (2016) Piers. Oslo: Harbour.\n"
    found = check(understand(read_text("a.txt", draft, ())), Config())
    assert [each.message for each in found if each.code == "CT204"] == said
