"""How much of a PDF is read: what needs more was named by mistake, or made to do harm."""

MOST_PAGES = 3000
MOST_CHARACTERS = 6_000_000
"""Of all pages; a book of 300 pages has fewer than a million."""

SECONDS = 60
"""That pdfium may take; a book of 300 pages takes three."""

MEMORY = 2 * 1024**3
"""Bytes of address space that pdfium's process may have, a part of which it uses; where the system can bound it."""
