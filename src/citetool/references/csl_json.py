"""Records from CSL-JSON: a list of objects, one object, or a list under `items` or `references`.

Source: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from citetool.csl import from_csl, printed_text
from citetool.errors import UnreadableInput
from citetool.references.record import Problem, Record


def read_csl_json(text: str) -> Iterator[Record | Problem]:
    """The records of a CSL-JSON file, in order; what is no object is a problem.

    Raises:
        UnreadableInput: it is no JSON, or neither a list nor an object.
    """
    for place, each in enumerate(_objects(text), start=1):
        if isinstance(each, dict):
            yield Record(_key(each.get("id")), from_csl(each), text=printed_text(each))
        else:
            yield Problem(None, f"number {place} of its list is not an object; it is left out")


def _objects(text: str) -> list[object]:
    try:
        whole: object = json.loads(text)
    except json.JSONDecodeError as problem:
        raise UnreadableInput(f"not JSON: line {problem.lineno}, column {problem.colno}: {problem.msg}") from None
    except (ValueError, RecursionError) as problem:
        raise UnreadableInput(f"not JSON that can be read: {problem}") from None
    if isinstance(whole, dict):
        listed = next((whole[name] for name in ("items", "references") if isinstance(whole.get(name), list)), None)
        whole = [whole] if listed is None else listed
    if not isinstance(whole, list):
        raise UnreadableInput("not CSL-JSON, which is a list of objects")
    return whole


def _key(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
