"""Builds Word and OpenDocument files of a few parts, for tests."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DECLARED = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": f"{_ODF}office:1.0",
        "style": f"{_ODF}style:1.0",
        "text": f"{_ODF}text:1.0",
        "table": f"{_ODF}table:1.0",
        "draw": f"{_ODF}drawing:1.0",
        "svg": f"{_ODF}svg-compatible:1.0",
        "meta": f"{_ODF}meta:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    }.items()
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A packed archive of some parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            # What tells an OpenDocument file stands there as it is.
            packed.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """A part that says where the parts of some kinds are."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def story(root: str, content: str, address: str = W) -> str:
    """A part of a Word file."""
    return f'<w:{root} xmlns:w="{address}" {_DECLARED}>{content}</w:{root}>'


def word_parts(body: str, address: str = W, **parts: str) -> dict[str, str]:
    """The parts of a Word file: its body, and the content of others by the names of their roots."""
    files = {kind: f"{kind}.xml" for kind in parts}
    return {
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relations(files),
        "word/document.xml": story("document", f"<w:body>{body}</w:body>", address),
        **{f"word/{files[kind]}": story(kind, content, address) for kind, content in parts.items()},
    }


def word(body: str, address: str = W, **parts: str) -> bytes:
    """A Word file."""
    return archive(word_parts(body, address, **parts))


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; what is no markup in it is text."""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{own}{''.join(each if each.startswith('<') else r(each) for each in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def raised(text: str) -> str:
    """A superscript run."""
    return r(text, '<w:vertAlign w:val="superscript"/>')


def character(kind: str, inside: str = "") -> str:
    """The beginning, middle or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def instruction(text: str) -> str:
    """Some of a field's instruction."""
    return f'<w:r><w:instrText xml:space="preserve">{escape(text)}</w:instrText></w:r>'


def field(said: str, shown: str, data: str = "") -> str:
    """A field that shows something; `shown` is text or runs."""
    kept = f"<w:fldData>{data}</w:fldData>" if data else ""
    printed = shown if shown.startswith("<") else r(shown)
    return f"{character('begin', kept)}{instruction(f' {said} ')}{character('separate')}{printed}{character('end')}"


def work(family: str, year: int | str, title: str, **more: object) -> dict[str, object]:
    """A work as CSL-JSON has it."""
    return {
        "type": "book",
        "title": title,
        "author": [{"family": family, "given": "Dana"}],
        "issued": {"date-parts": [[year]]},
        **more,
    }


def cited(*works: Mapping[str, object]) -> str:
    """The JSON of a citation of some works."""
    items = [{"id": number, "itemData": {"id": number, **each}} for number, each in enumerate(works)]
    return json.dumps(
        {"citationID": "a1", "properties": {"noteIndex": 0}, "citationItems": items, "schema": "https://x"}
    )


def note_reference(number: int, kind: str = "footnote") -> str:
    """A reference to a note, as Word writes it."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def note(number: int, *content: str, kind: str = "footnote") -> str:
    """The body of a note; what is no markup is text of its one paragraph."""
    own = f"<w:r><w:{kind}Ref/></w:r>"
    return f'<w:{kind} w:id="{number}">{p(own, " ", *content)}</w:{kind}>'


def flat(body: str, styles: str = "", office: str = "") -> str:
    """The content of an OpenDocument text."""
    return (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>{office}</office:document-content>"
    )


def odt_parts(body: str, styles: str = "") -> dict[str, str]:
    """The parts of an OpenDocument text."""
    return {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": flat(body, styles)}


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text."""
    return archive(odt_parts(body, styles))
