"""Letters and their marks in one: files from some systems, and text from PDFs, have them as two characters each."""

import re
import unicodedata

_MARK = re.compile("[\u0300-\u036f]")
_DOTTED = str.maketrans("ıȷ", "ij")
"""PDFs set an accent on a letter without its dot, which Unicode has no letter for."""


def compose(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` with each letter and the marks on it as one letter, where there is such a letter (`e` and `´`: `é`).

    Beside it, for each character that this takes away, the offset in the composed text after its letter.
    """
    if text.isascii() or not _MARK.search(text):
        return text, ()
    composed: list[str] = []
    taken: list[int] = []
    at = length = 0
    for match in re.finditer("[^\\W\\d_][\u0300-\u036f]+", text):
        letter = unicodedata.normalize("NFC", match.group().translate(_DOTTED))
        lost = len(match.group()) - len(letter)
        if lost < 1:
            continue
        composed += (text[at : match.start()], letter)
        length += match.start() - at + len(letter)
        taken += [length] * lost
        at = match.end()
    return "".join([*composed, text[at:]]), tuple(taken)
