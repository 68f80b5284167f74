"""Letters and their marks in one: files from some systems, and text from PDFs, have them as two characters each."""

import re
import unicodedata

from citetool.model import Edit, Span

_MARK = re.compile("[\u0300-\u036f]")
_DOTTED = str.maketrans("ıȷ", "ij")
"""PDFs set an accent on a letter without its dot, which Unicode has no letter for."""


def composing(text: str) -> list[Edit]:
    """What makes of each letter and the marks on it one letter, where there is such a letter (`e` and `´`: `é`)."""
    if text.isascii() or not _MARK.search(text):
        return []
    found = []
    for match in re.finditer("[^\\W\\d_][\u0300-\u036f]+", text):
        letter = unicodedata.normalize("NFC", match.group().translate(_DOTTED))
        if len(letter) < len(match.group()):
            found.append(Edit(Span(*match.span()), letter))
    return found
