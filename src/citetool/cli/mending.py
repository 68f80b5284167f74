"""`check --fix` and `--diff`: drafts mended, written back or shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from citetool.errors import CitetoolError
from citetool.fixes import Mended, diff, has_fixes, mend
from citetool.model import Checked, Document, Failure, Report
from citetool.readers import read_again
from citetool.readers.decoding import FileText, decode_file, plain
from citetool.readers.formats import FORMATS
from citetool.reports.controls import visible


class Mending(NamedTuple):
    """A draft, and what becomes of it.

    Attributes:
        path: as given by the user.
        data: the bytes of its file.
        file: the same as text.
        mended: the draft when it is mended.
    """

    path: str
    data: bytes
    file: FileText
    mended: Mended


def mend_report(
    report: Report, examine: Callable[[Document], Checked], unsafe: bool, write: bool
) -> tuple[Report, tuple[Mending, ...]]:
    """A report with its drafts mended as far as they can be, and those that are changed by it.

    With `write`, each is written back, whole or not at all; one that can't be, or whose file is no longer what was
    read, is left as it was, and is a failure. A draft that is named twice is mended once.
    """
    documents: list[Checked] = []
    failures = list(report.failures)
    changed: dict[str, Mending] = {}
    for checked in report.documents:
        documents.append(checked)
        document = checked.manuscript.document
        if not has_fixes(checked, unsafe) or not FORMATS[document.format].is_text:
            continue
        target = os.path.realpath(document.path)
        try:
            if target not in changed:
                mending = _mending(document, examine, unsafe)
                if mending.mended.text == mending.file.text:
                    continue
                if write:
                    _replace(Path(target), mending.data, mending.file.encode(mending.mended.text))
                changed[target] = mending
        except CitetoolError as problem:
            failures.append(Failure(document.path, str(problem)))
        except OSError as problem:
            failures.append(Failure(document.path, f"can't be written: {problem.strerror}"))
        else:
            mended = changed[target]
            same = mended.path == document.path
            documents[-1] = mended.mended.checked if same else examine(read_again(document, mended.mended.text))
    return Report(tuple(documents), tuple(failures)), tuple(changed.values())


def _mending(document: Document, examine: Callable[[Document], Checked], unsafe: bool) -> Mending:
    text = document.text if document.source is None else document.source
    if document.path == "-":
        data, file = b"", FileText(text, "utf-8")
    else:
        data = _bytes(document.path)
        file = decode_file(data)
        if plain(file.text) != text:
            raise CitetoolError(CHANGED)

    def look(text: str) -> Checked:
        return examine(read_again(document, text))

    return Mending(document.path, data, file, mend(file.text, look, unsafe, file.can_hold))


CHANGED = "changed since it was read, and so wasn't mended; run citetool again"


def differences(changed: tuple[Mending, ...], to_terminal: bool) -> str:
    """The unified diffs of drafts; for a terminal, without characters that steer it, elsewhere fit for `patch`."""
    diffs = "".join(diff(visible(each.path), each.file.text, each.mended.text) for each in changed)
    return "\n".join(map(visible, diffs.replace("\r\n", "\n").split("\n"))) if to_terminal else diffs


def told(mending: Mending) -> str:
    """How many findings of a draft were mended, and which."""
    number = sum(count for _, count in mending.mended.codes)
    codes = ", ".join(f"{code} × {count}" if count > 1 else code for code, count in mending.mended.codes)
    return f"{mending.path}: mended {number} finding{'s' if number != 1 else ''} ({codes})"


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise CitetoolError(f"can't be read: {problem.strerror}") from problem


def _replace(target: Path, before: bytes, after: bytes) -> None:
    """Put a file in another's place that keeps its mode, if that one still holds `before`.

    Raises:
        CitetoolError: it holds something else.
        OSError: it can't be written.
    """
    import tempfile

    with target.open("r+b"):
        # A file that may not be written isn't replaced either, though its folder would allow it.
        pass
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:60]}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(target.stat().st_mode & 0o7777)
        if target.read_bytes() != before:
            raise CitetoolError(CHANGED)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
