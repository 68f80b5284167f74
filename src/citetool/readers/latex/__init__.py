r"""LaTeX drafts: the text that they print, their notes, what they cite by key, and the files that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from citetool.model import Document, Included
from citetool.readers.latex.inclusions import Inclusions
from citetool.readers.latex.reading import Reader
from citetool.readers.layout import lay_out


def read_latex(path: str, text: str, remarks: tuple[str, ...] = (), known: Sequence[Included] = ()) -> Document:
    """The document that LaTeX source is, with what it includes from other files of its project.

    Args:
        path: where it comes from.
        text: the source.
        remarks: on how it was read.
        known: files that it includes, as they were read before.
    """
    inclusions = Inclusions(path, text, known)
    layout = Reader(inclusions).layout()
    lacks = ("text",) if inclusions.lacks_text else ()
    said = tuple(dict.fromkeys((*remarks, *inclusions.remarks)))
    return replace(lay_out(path, "latex", layout._replace(remarks=said)), included=inclusions.files, lacks=lacks)
