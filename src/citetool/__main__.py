"""`python -m citetool`."""

from __future__ import annotations

from citetool.cli import main

if __name__ == "__main__":
    main(prog_name="citetool")
