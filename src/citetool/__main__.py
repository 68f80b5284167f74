"""`python -m citetool`."""

from __future__ import annotations

from citetool.cli import run

if __name__ == "__main__":
    run()
