"""The folder, among the results, for what a run needs only while it runs."""

from __future__ import annotations

from pathlib import Path

WORKSHOP = ".run"
"""No hand-in has such a name."""


def workshop(out: Path) -> Path:
    """Made if need be; for its owner only."""
    folder = out / WORKSHOP
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
