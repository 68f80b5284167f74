"""Entries as CSL-JSON: a list of objects, as Zotero, pandoc and citeproc read it.

Source: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json; `custom` is its
place for what CSL has no variable for: the entry as printed, and that more authors follow than are named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from citetool.csl import to_csl
from citetool.exports import Accents
from citetool.model import Reference


def render_csl_json(references: Sequence[Reference], _accents: Accents = "unicode") -> str:
    """The entries as a list of objects, indented, their keys as `id`."""
    return json.dumps([_object(each) for each in references], ensure_ascii=False, indent=2) + "\n"


def _object(reference: Reference) -> dict[str, object]:
    custom: dict[str, object] = {}
    if reference.span is not None:
        custom["text"] = reference.text
    if reference.item.et_al:
        custom["et-al"] = True
    return {"id": reference.key, **to_csl(reference.item), **({"custom": custom} if custom else {})}
