"""Reads damaged drafts of every format, for as long as it is told: `python tests/fuzz.py SECONDS [READER…]`.

Each reader gets the converted briefs of its formats with parts cut out, doubled, moved, and hostile ones put in; every
twentieth file is checked as a whole. It is refused with a message, or read; anything else is a failure, and the file is
kept: another exception, more than a minute, 2 GB of memory, a connection, a file opened outside the draft's folder.
Tests run the same for a short time each, by hypothesis; this is for hours, and no test.
"""

from __future__ import annotations

import copy
import io
import random
import re
import resource
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import citetool
from citetool.config import Config
from citetool.errors import UnreadableInput
from citetool.lint import lint
from citetool.readers import read

FILES = Path(__file__).parent / "fixtures" / "formats"
READERS = {
    "word": ("*.docx",),
    "opendocument": ("*.odt",),
    "markdown": ("*.md",),
    "html": ("*.html",),
    "latex": ("*.tex",),
    "pdf": ("*.pdf",),
}
HOSTILE = {
    ".docx": ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', '<w:fldChar w:fldCharType="begin"/>', "&b;"),
    ".odt": ('<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1/">]>', "<text:s text:c='999999999'/>", "&b;"),
    ".md": ("---\nbibliography: /etc/passwd\n---\n", "[^1]: ", "^[", "[@a; @b", "```\n", "<!--", "](", "$$", "\\"),
    ".html": ("<sup><a href='#a'>", "<table><td>", "<!--", "<script>", "&#x110000;", "<ol start='-1'>", "</p></p>"),
    ".tex": (
        "\\input{/etc/passwd}",
        "\\addbibresource{../../etc/passwd}",
        "\\begin{a}",
        "\\def\\a{\\a}",
        "{",
        "\\verb|",
    ),
    ".pdf": ("1 0 obj", "endstream", "stream\n", "<<", ">>", "/Length 99999999", "/Kids[1 0 R]", "/Filter/FlateDecode"),
}
"""What is put into drafts, besides parts of themselves."""

WHOLE = 20
"""One of so many files is checked, the others are only read."""

LONGEST = 60
"""Seconds."""

MEMORY = 2 * 1024**3
"""Bytes."""

_TOKEN = re.compile(rb"<[^<>]{1,200}>|\\[A-Za-z]+(?:\{[^{}\n]{0,80}\})?|\[[^\[\]\n]{1,80}\]|\S{1,30}\s")


def damaged(data: bytes, suffix: str, dice: random.Random) -> bytes:
    """A draft with up to eight edits."""
    if suffix in (".docx", ".odt") and dice.random() < 0.9:
        return _repacked(data, suffix, dice)
    return _edited(data, suffix, dice)


def _repacked(data: bytes, suffix: str, dice: random.Random) -> bytes:
    """An archive with edits in one or two of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edited = dice.sample([name for name in parts if name.endswith((".xml", ".rels")) or name == "mimetype"], 2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            if name not in edited:
                archive.writestr(name, part)
            elif part and name != "mimetype" and dice.random() < 0.8:
                archive.writestr(name, _rearranged(part, dice))
            else:
                archive.writestr(name, _edited(part, suffix, dice))
    return packed.getvalue()


def _rearranged(part: bytes, dice: random.Random) -> bytes:
    """An XML part with up to 40 elements cut out, doubled, moved and nested, or with others' attributes and words."""
    root = ElementTree.fromstring(part)
    elements = list(root.iter())
    for _ in range(dice.randint(1, 40)):
        parent, other = dice.choice(elements), dice.choice(elements)
        if not len(parent):
            continue
        place = dice.randrange(len(parent))
        child = parent[place]
        match dice.choice(("cut", "double", "move", "nest", "attributes", "words")):
            case "cut":
                parent.remove(child)
            case "double":
                parent[place:place] = [copy.deepcopy(child)] * dice.randint(1, 4)
            case "move":
                parent.remove(child)
                if other not in list(child.iter()):
                    other.append(child)
            case "nest":
                for _ in range(dice.choice((1, 5, 60))):
                    outer = ElementTree.Element(child.tag, child.attrib)
                    outer.append(parent[place])
                    parent[place] = outer
            case "attributes":
                child.attrib.update(other.attrib)
            case _:
                child.text = dice.choice(
                    (other.text, "citetool: ignore", "ADDIN ZOTERO_ITEM CSL_CITATION {", "[12", "")
                )
    return ElementTree.tostring(root)


def _edited(data: bytes, suffix: str, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + dice.choice((1, 5, 40, 300, 4000)))
        found = _TOKEN.search(data, dice.randrange(len(data) + 1))
        token = found.group() if found else b"a"
        kind = dice.choice(("cut", "double", "move", "flip", "token", "nest", "hostile"))
        match kind:
            case "cut":
                data = data[:at] + data[end:]
            case "double":
                data = data[:end] + data[at:end] * dice.randint(1, 5) + data[end:]
            case "move":
                to = dice.randrange(len(data) + 1)
                data = data[:to] + data[at:end] + data[to:]
            case "flip":
                data = data[:at] + dice.randbytes(dice.randint(1, 4)) + data[end:]
            case "token":
                data = data[:at] + token + data[at:]
            case "nest":
                data = data[:at] + token * dice.choice((10, 100, 2000)) + data[at:]
            case _:
                data = data[:at] + dice.choice(HOSTILE[suffix]).encode() + data[at:]
    return data


class Watch:
    """What a reader does besides reading its draft."""

    def __init__(self, folder: Path) -> None:
        """Watch the whole process, in which drafts lie in `folder`."""
        python = [Path(each) for each in (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())]
        self._free = [folder, Path(citetool.__file__).parent, Path("/dev"), Path("/proc"), *python]
        self.done: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, given: tuple[object, ...]) -> None:
        if event == "socket.connect":
            self.done.append(f"connected to {given[1]}")
        elif event == "open" and isinstance(given[0], str | bytes):
            path = Path(given[0] if isinstance(given[0], str) else given[0].decode(errors="replace"))
            if not any(path.absolute().is_relative_to(each) for each in self._free):
                self.done.append(f"opened {path}")


class Outcome(NamedTuple):
    """Whether a draft was refused, and what went wrong; nothing if all is well."""

    refused: bool
    problem: str


def _outcome(watch: Watch, act: Callable[[], object]) -> Outcome:
    """What comes of reading a draft."""
    watch.done.clear()
    refused = False
    signal.alarm(LONGEST)
    try:
        act()
    except UnreadableInput as reason:
        refused = True
        if not str(reason):
            return Outcome(True, "refused without a reason")
    except BaseException:  # whatever it is, it is what is looked for
        return Outcome(False, traceback.format_exc())
    finally:
        signal.alarm(0)
    return Outcome(refused, "; ".join(watch.done))


def run(name: str, seconds: float, seed: int) -> int:
    """Read damaged drafts with one reader, say how many and what went wrong, and return the number of failures."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    dice = random.Random(seed)
    originals = [path for pattern in READERS[name] for path in sorted(FILES.glob(pattern))]
    drafts = [(path.suffix, path.read_bytes()) for path in originals]
    kept = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    count = refused = failures = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Path(folder))
        (Path(folder) / "citetool.toml").write_text("", encoding="utf-8")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            suffix, data = dice.choice(drafts)
            path = Path(folder) / f"draft{suffix}"
            path.write_bytes(damaged(data, suffix, dice))
            start = time.monotonic()
            count += 1
            whole = count % WHOLE == 0
            outcome = _outcome(watch, partial(lint, (str(path),), Config()) if whole else partial(read, str(path)))
            slowest = max(slowest, time.monotonic() - start)
            refused += outcome.refused
            if outcome.problem:
                failures += 1
                (kept / f"{failures}{suffix}").write_bytes(path.read_bytes())
                print(f"{name}: {kept}/{failures}{suffix}: {outcome.problem}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {count} files, {refused} refused, {failures} failures; slowest {slowest:.1f} s,"
        f" peak {peak:.0f} MB, seed {seed}"
    )
    return failures


def main() -> int:
    """Run each reader in a process of its own."""
    if sys.argv[1] == "--one":
        return min(1, run(sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
    seconds, names = sys.argv[1], sys.argv[2:] or list(READERS)
    seed = str(random.SystemRandom().randrange(10**9))
    done = [subprocess.run([sys.executable, __file__, "--one", name, seconds, seed], check=False) for name in names]
    return max(each.returncode for each in done)


if __name__ == "__main__":
    sys.exit(main())
