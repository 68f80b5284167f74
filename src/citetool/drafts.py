"""Which drafts a command line means: files, folders, patterns, and what git says of them."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from citetool.errors import CitetoolError, UnreadableInput
from citetool.readers.formats import SOUGHT, SUFFIXES


def find_drafts(path: str, exclude: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The drafts that a path names: the file itself, or all in a folder, or that fit a pattern (`briefs/**/*.md`).

    Of a folder, hidden folders, files of Word's own and PDFs are passed over, what git ignores, and what a pattern of
    `exclude` fits: a file's or folder's name, or the path from the folder on.

    Raises:
        UnreadableInput: a folder that holds no draft, a pattern that nothing fits, or a path that can't be looked up.
    """
    named = Path(path)
    try:
        if path != "-" and named.is_dir():
            found = tuple(sorted(str(each) for each in _in_folder(named, exclude)))
            known = ", ".join(sorted(SOUGHT))
            missing = f"no drafts in this folder; citetool looks for {known}"
        elif path != "-" and not named.exists() and any(sign in path for sign in "*?["):
            found = tuple(sorted(str(each) for each in _fitting(path) if each.is_file()))
            missing = "no such file, and none that fits it as a pattern"
        else:
            return (path,)
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise UnreadableInput(f"can't be read: {reason}") from problem
    if not found:
        raise UnreadableInput(missing)
    return found


def without_parts(drafts: Sequence[str]) -> tuple[str, ...]:
    """The drafts of a run but those that another one includes; of two that include each other, the first is left."""
    places = {draft: _place(draft) for draft in drafts}
    parts = {draft: parts_of(draft) for draft in places}
    including: dict[Path, list[str]] = {}
    for draft, own in parts.items():
        for part in own:
            including.setdefault(part, []).append(draft)
    left: list[str] = []
    for draft, place in places.items():
        if all(places[other] in parts[draft] and other not in left for other in including.get(place, ())):
            left.append(draft)
    kept = set(left)
    return tuple(each for each in drafts if each in kept)


def parts_of(draft: str) -> frozenset[Path]:
    """The files that a draft is made of beside its own; absolute paths."""
    if SUFFIXES.get(Path(draft).suffix.lower()) != "latex":
        return frozenset()
    from citetool.readers.latex.inclusions import included_files

    return included_files(draft)


def _fitting(pattern: str) -> Iterator[Path]:
    """What fits a pattern, from its first part on that has a sign in it."""
    parts = Path(pattern).parts
    plain = next(at for at, part in enumerate(parts) if any(sign in part for sign in "*?["))
    yield from Path(*parts[:plain]).glob("/".join(parts[plain:]))


def _in_folder(folder: Path, exclude: tuple[str, ...]) -> Iterator[Path]:
    tracked = _tracked(folder)
    for each in folder.rglob("*") if tracked is None else tracked:
        inner = each.relative_to(folder)
        # Word keeps `~$draft.docx` beside each draft that it has open.
        hidden = any(part.startswith((".", "~$")) for part in inner.parts)
        if each.suffix.lower() in SOUGHT and not hidden and not _excluded(folder, inner, exclude) and each.is_file():
            yield each


def _excluded(folder: Path, path: Path, patterns: tuple[str, ...]) -> bool:
    shown = path.as_posix()
    whole = (folder.absolute() / path).as_posix() if patterns else ""
    return any(
        fnmatchcase(whole, f"*/{pattern}") or any(fnmatchcase(each, pattern) for each in (shown, *path.parts))
        for pattern in patterns
    )


def _tracked(folder: Path) -> list[Path] | None:
    """The files of a folder that git doesn't ignore; `None` where there is no git, or no repository."""
    try:
        names = _git(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except CitetoolError:
        return None
    return [folder / name for name in names.split("\0") if name]


def changed_since(revision: str, folder: Path) -> frozenset[Path]:
    """The files of a folder's repository that differ from a revision, new ones among them; absolute paths.

    Raises:
        CitetoolError: there is no git, no repository, or no such revision.
    """
    if revision.startswith("-"):
        raise CitetoolError(f"--changed-since: “{revision}” is no revision")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    options = ("-z", "--name-only", "--no-ext-diff", "--no-textconv", "--diff-filter=d")
    changed = _git(top, "diff", *options, revision, "--")
    new = _git(top, "ls-files", "-z", "--others", "--exclude-standard")
    return frozenset(_place(top / name) for name in (changed + new).split("\0") if name)


def among(drafts: Iterable[str], changed: frozenset[Path]) -> tuple[str, ...]:
    """Those drafts that are among the changed files, or a part of which is; standard input always is.

    So is what isn't there: reading it tells that its name is wrong.
    """
    return tuple(
        each
        for each in drafts
        if each == "-" or not Path(each).exists() or _place(each) in changed or not changed.isdisjoint(parts_of(each))
    )


def _place(path: str | Path) -> Path:
    """Where links lead to; unlike `Path.resolve`, it doesn't mind those that lead to themselves."""
    return Path(os.path.realpath(path))


def _git(folder: Path, *arguments: str) -> str:
    """What git says in a folder.

    Raises:
        CitetoolError: there is no git, or it says that something is wrong.
    """
    # Takes a while to load, and most runs name a file.
    import subprocess

    # A repository's own settings must not start programs.
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as problem:
        raise CitetoolError(f"git can't be run: {problem.strerror}") from problem
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CitetoolError(f"git: {said[0] if said else 'failed'}")
    return done.stdout.decode("utf-8", "surrogateescape")
