"""Where citetool keeps what it may lose: the folder of its caches."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """`CITETOOL_CACHE_DIR`, else citetool's folder among the user's caches, as the system has it.

    Raises:
        RuntimeError: the system can't tell the user's home.
    """
    if folder := environment.get("CITETOOL_CACHE_DIR"):
        return Path(folder)
    if platform == "linux":
        # As platformdirs has it, which takes longer to load than a draft's result:
        # https://specifications.freedesktop.org/basedir-spec/latest/#variables
        named = environment.get("XDG_CACHE_HOME", "").strip()
        return (Path(named) if named else Path.home() / ".cache") / "citetool"
    from platformdirs import user_cache_path

    return user_cache_path("citetool", appauthor=False)
