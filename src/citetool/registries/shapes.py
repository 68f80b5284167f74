"""Values out of the JSON of registries, which isn't always of the shape that is documented: then there is no value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def string(value: object) -> str | None:
    """A string without space around it; `None` for an empty one, and for anything else."""
    return value.strip() or None if isinstance(value, str) else None


def lowered(value: object) -> str | None:
    """A string in lower case, as DOIs are compared."""
    text = string(value)
    return text.lower() if text else None


def mappings(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects of a list."""
    yield from (each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def date_parts(value: object) -> list[Any]:
    """Year, month and day of Crossref's `{"date-parts": [[2018, 11, 3]]}`, as many as there are, whatever they are."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    return parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
