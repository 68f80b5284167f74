"""citetool reads a draft, links every citation to the entry it means, and reports what doesn't add up."""

from __future__ import annotations

__version__ = "0.1.0"
