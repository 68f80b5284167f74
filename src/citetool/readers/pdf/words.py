"""The words of a PDF's pages, or why it has none: pdfium's process, and what it says."""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import NamedTuple

from citetool.errors import UnreadableInput
from citetool.readers.pdf import extraction
from citetool.readers.pdf.extraction import MOST_CHARACTERS, MOST_PAGES, SECONDS, Word


class Page(NamedTuple):
    """A page of the file.

    Attributes:
        words: in the order in which the file prints them.
        pictured: whether it shows something, though no words.
    """

    words: tuple[Word, ...]
    pictured: bool = False


def pages_of(data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF.

    Raises:
        UnreadableInput: it is broken, needs a password, or is larger than the bounds; or there is no pdfium.
    """
    if find_spec("pypdfium2") is None:
        raise UnreadableInput("reading PDF needs pypdfium2; install it with: pip install 'citetool[pdf]'")
    try:
        done = subprocess.run(
            (sys.executable, "-P", extraction.__file__),
            input=data,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableInput(f"broken, or too complex to be read: gave it up after {2 * SECONDS} seconds") from None
    except OSError as problem:
        raise UnreadableInput(f"pdfium can't be started: {problem}") from problem
    if done.returncode:
        raise UnreadableInput(_FAILED)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise UnreadableInput(_FAILED) from None
    if "error" in answer:
        raise UnreadableInput(_PROBLEMS[answer["error"]])
    return tuple(Page(tuple(Word(*word) for word in page["words"]), page["pictured"]) for page in answer["pages"])


_FAILED = (
    "broken, or too large to be read: pdfium failed on it; print it to PDF anew, or check the file it was made from"
)
_PROBLEMS = {
    "password": "needs a password to be opened; save it without one",
    "broken": "broken, or without pages; print it to PDF anew",
    "pages": f"has more than {MOST_PAGES} pages; cut out those that you want to check",
    "characters": f"has more than {MOST_CHARACTERS} characters; cut out the pages that you want to check",
}
