"""Where citetool keeps what it may lose: the folder of its caches."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from citetool.errors import CitetoolError


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """`CITETOOL_CACHE_DIR`, else citetool's folder among the user's caches, as the system has it.

    Raises:
        CitetoolError: nobody can tell where that is.
    """
    if folder := environment.get("CITETOOL_CACHE_DIR"):
        return Path(folder)
    if platform == "linux":
        # As platformdirs has it, which takes longer to load than a draft's result:
        # https://specifications.freedesktop.org/basedir-spec/latest/#variables
        named = environment.get("XDG_CACHE_HOME", "").strip()
        return (Path(named) if named else _home() / ".cache") / "citetool"
    from platformdirs import user_cache_path

    return user_cache_path("citetool", appauthor=False)


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise CitetoolError("no home folder to keep anything in; CITETOOL_CACHE_DIR names a folder") from None
