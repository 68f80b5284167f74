"""Runs of a paragraph that follow each other in the file, put together."""

from collections.abc import Iterable, Iterator

from citetool.readers.layout import Run
from citetool.readers.links import Linked


def joined(parts: Iterable[Linked]) -> Iterator[Linked]:
    """The parts, runs of plain text that follow each other in the file as one."""
    words: list[str] = []
    start = end = 0
    emphasised = False
    for part in parts:
        plain = isinstance(part, Run) and part.length is None and part.key is None
        goes_on = plain and isinstance(part, Run) and part.at == end and part.emphasised == emphasised
        if words and not goes_on:
            yield Run("".join(words), start, emphasised=emphasised)
            words = []
        if plain and isinstance(part, Run):
            if not words:
                start = end = part.at
                emphasised = part.emphasised
            words.append(part.text)
            end += len(part.text)
        else:
            yield part
    if words:
        yield Run("".join(words), start, emphasised=emphasised)
