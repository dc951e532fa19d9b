"""Names that strangers gave their files: guarded, cleaned for messages, made safe as keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from autograder.errors import HandInError

MAX_NAME = 1000  # characters of a path inside a hand-in

_LITTER = frozenset({"__MACOSX", "__pycache__", "venv", "node_modules", "site-packages", "Thumbs.db", "desktop.ini"})
_DRIVE = re.compile(r"[A-Za-z]:")
_SHOWN_NAMES = 6

_SAFE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_LOOKS_HASHED = re.compile(r".*-[0-9a-f]{12}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # device names on Windows


def clean_name(raw: str) -> str:
    """A file's path inside its hand-in: relative, with ``/``, composed (NFC); "" for the folder itself.

    Backslashes count as separators, as some Windows tools write them.

    Raises:
        HandInError: the name is absolute, climbs out with ``..``, holds a NUL or is too long.
    """
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    if "\0" in name:
        raise HandInError(f"the file name {shown(raw)!r} holds a NUL character")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or (parts and _DRIVE.match(parts[0])):
        raise HandInError(f"the file name {shown(raw)!r} is absolute: names must stay inside the hand-in")
    if len(name) > MAX_NAME:
        raise HandInError(f"the file name {shown(raw)!r} has {len(name)} characters; at most {MAX_NAME} are accepted")
    if ".." in parts:
        raise HandInError(f"the file name {shown(raw)!r} climbs out of its folder with '..'")
    return "/".join(parts)


def is_litter(name: str) -> bool:
    """Whether a cleaned path is what tools leave behind: hidden files, caches, environments, macOS's extras."""
    return any(part.startswith(".") or part in _LITTER for part in name.split("/"))


def shown(text: str, limit: int = 80) -> str:
    """A stranger's text for a message: one line, nothing invisible, at most `limit` characters."""
    visible = "".join(character for character in text[: 4 * limit] if character.isprintable())
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """The first few names for a message: ``a.py, b.txt and 7 more``."""
    every = list(names)
    text = ", ".join(shown(name) for name in every[:_SHOWN_NAMES])
    return text + (f" and {len(every) - _SHOWN_NAMES} more" if len(every) > _SHOWN_NAMES else "")


def folder_of(name: str) -> str:
    """The folder of a cleaned path, "" at the top."""
    return name.rpartition("/")[0]


def base_of(name: str) -> str:
    """The last part of a cleaned path."""
    return name.rpartition("/")[2]


def suffix_of(name: str) -> str:
    """The file type, in lower case: ``.py``; "" if there is none."""
    base = base_of(name)
    return "." + base.rpartition(".")[2].casefold() if "." in base[1:] else ""


def safe_key(name: str, *, has_twin: bool = False) -> str:
    """A key that is safe as a folder name, for a hand-in called `name`.

    Plain names stay; any other gets a hash of the whole name behind what is readable of it, and so does a name that
    already looks like that: two names never share a key.

    Args:
        has_twin: another name differs only in the case of letters, which some file systems cannot tell apart.
    """
    odd = not _SAFE_KEY.fullmatch(name) or name.endswith(".") or _LOOKS_HASHED.fullmatch(name)
    if not (odd or has_twin or _RESERVED.fullmatch(name)):
        return name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9._]+", "_", plain).strip("._")[:60] or "hand_in"
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable}-{digest}"
