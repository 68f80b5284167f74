"""Emphasis of formats as evidence of titles: the same whatever the format, and none where it tells nothing."""

from pathlib import Path

import pytest

from citetool.citations.zones import with_emphasis
from citetool.lint import understand
from citetool.readers import read
from citetool.readers.markdown.reading import read_markdown

LIST = "\n\n# References\n\nAbara, N. (2016) *Piers*. Oslo: Harbour.\n"

MARKED = {
    "a title": ("Piers[^1]\n\n[^1]: Abara, *Tides of the North*, 2016.", "Abara,*Tides of the North, 2016."),
    "a title, marks": (
        "Piers[^1]\n\n[^1]: Abara, *Tides of the North* (2016).",
        "Abara,*Tides of the North*(2016)",
    ),
    "other words": ("Piers[^1]\n\n[^1]: Abara *et al.* 2016.", "Abara et al. 2016"),
    "a whole note": ("Piers[^1]\n\n[^1]: *Abara 2016.*", "Abara 2016."),
    "a whole paragraph": ("*All of it is set off.*", "All of it is set off."),
    "strong words": ("Piers are **Very Strong** indeed.", "are Very Strong indeed"),
    "strong and emphasised": ("Piers are ***Very Strong*** indeed.", "are*Very Strong*indeed"),
    "nested": ("Piers in *Tides **of** the* North.", "in*Tides of the*North"),
}


@pytest.mark.parametrize(("draft", "marked"), MARKED.values(), ids=MARKED.keys())
def test_emphasis_stands_for_white_space(draft: str, marked: str) -> None:
    document = read_markdown("a.md", draft)
    shown = with_emphasis(document)
    assert marked in shown
    assert len(shown) == len(document.text)


FORMATS = {
    "a.md": "Piers matter.[^1]\n\n[^1]: Corelli 2011, *Tides of the North*, p. 7.",
    "a.html": (
        '<p>Piers matter.<a href="#fn1" role="doc-noteref">1</a></p><section role="doc-endnotes"><ol><li id="fn1">'
        "Corelli 2011, <em>Tides of the North</em>, p. 7.</li></ol></section>"
    ),
}


@pytest.mark.parametrize(("name", "text"), FORMATS.items())
def test_formats_tell_what_they_emphasise(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    document = read(str(tmp_path / name))
    assert [document.text[span.start : span.end] for span in document.emphasised] == ["Tides of the North"]


def test_an_unlisted_cite_with_et_al_in_italics_is_still_one_of_the_list() -> None:
    plain, set_off = (
        understand(read_markdown("a.md", f"Piers[^1] and more[^2].\n\n[^1]: Abara 2016.\n\n[^2]: {cite}{LIST}"))
        for cite in ("Okafor et al. 2019, p. 7.", "Okafor *et al.* 2019, p. 7.")
    )
    assert [each.form for each in set_off.citations] == [each.form for each in plain.citations]


def test_an_entry_without_a_title_has_the_words_set_off_in_it() -> None:
    draft = (
        "Piers matter.[^1]\n\n[^1]: Council of Ports, 8 December 2003, *Tides of the North*, p. 11.\n\n# References\n\n"
        "Council of Ports, 8 December 2003, 15895/03. PESC 787, *Tides of the North* (<https://example.org/a>).\n\n"
        "Council of Ports, *Tides of the North - A better world*, Ports, 2009.\n"
    )
    manuscript = understand(read_markdown("a.md", draft))
    titles = [each.item.title for each in manuscript.references]
    assert titles[0] == "Tides of the North"
    assert [link.references for link in manuscript.links] == [(0,)]
