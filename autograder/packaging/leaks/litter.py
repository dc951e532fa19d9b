"""Names of files that no handout needs: of version control, of editors, of Python and of systems."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

_FOLDERS = {
    ".git", ".hg", ".svn", "__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".mypy_cache", ".ruff_cache",
    ".hypothesis", ".autograder", ".idea", ".vscode", ".venv", "venv", "__MACOSX", ".ssh", ".aws",
}  # fmt: skip
_FILES = (
    "*.pyc", "*.pyo", "*~", "*.swp", "*.swo", "*.bak", "*.orig", "*.rej", "*.tmp", "#*#", ".#*", "._*", ".DS_Store",
    "Thumbs.db", "desktop.ini", ".coverage", ".env", ".netrc", ".pypirc", ".gitignore", ".gitattributes",
    ".python_history", "id_rsa*", "id_ed25519*",
)  # fmt: skip


def is_litter(name: str) -> bool:
    """Whether a path, with either slash, is of such a file."""
    parts = [part for part in re.split(r"[/\\]", name) if part]
    return any(part in _FOLDERS for part in parts) or any(
        fnmatchcase(part, pattern) for part in parts[-1:] for pattern in _FILES
    )


def leads_out(name: str) -> bool:
    """Whether a path is absolute or climbs out of its folder."""
    return name.startswith(("/", "\\")) or bool(re.match("[A-Za-z]:", name)) or ".." in re.split(r"[/\\]", name)
