"""Runs of a paragraph that follow each other in the file, put together."""

from collections.abc import Iterable, Iterator

from citetool.readers.layout import Run
from citetool.readers.links import Linked


def joined(parts: Iterable[Linked]) -> Iterator[Linked]:
    """The parts, runs of plain text that follow each other in the file as one."""
    words: list[str] = []
    start = end = 0
    for part in parts:
        plain = isinstance(part, Run) and part.length is None and part.key is None
        if words and not (plain and isinstance(part, Run) and part.at == end):
            yield Run("".join(words), start)
            words = []
        if plain and isinstance(part, Run):
            if not words:
                start = end = part.at
            words.append(part.text)
            end += len(part.text)
        else:
            yield part
    if words:
        yield Run("".join(words), start)
