"""Keys of entries as Pandoc's citations have them (https://pandoc.org/MANUAL.html#citation-syntax)."""

import re

KEY = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w))*"
"""A pattern: a letter, digit or `_`, then these and single punctuation characters between them."""

_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn|imp|cau|apx|vid)[-:]\w",
    re.IGNORECASE,
)
"""Of Quarto (https://quarto.org/docs/authoring/cross-references.html), `@fig-map`, and pandoc-crossref, `@fig:map`."""


def is_cross_reference(key: str) -> bool:
    """Whether what looks like a key refers to a figure, a table or the like of the draft itself."""
    return _CROSS_REFERENCE.match(key) is not None
