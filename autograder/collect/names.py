"""Names that strangers gave their files: guarded, cleaned for messages, made safe as keys."""

from __future__ import annotations

import hashlib
import keyword
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

from autograder.errors import HandInError

ONE_FILE = (".zip", ".py", ".ipynb")  # what a hand-in that is a single file may be
_OTHER_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz")

MAX_NAME = 1000  # characters of a path inside a hand-in

# what tools leave behind, in lower case; names that a person may well give to code of their own are not among them
_LITTER = frozenset({
    "__macosx", "__pycache__", "__pypackages__", "bower_components", "dist-packages", "node_modules", "site-packages",
    "venv", "virtualenv", "$recycle.bin", "desktop.ini", "ehthumbs.db", "lost+found", "thumbs.db",
})  # fmt: skip
# the hidden ones: where hand-ins lie side by side, any other name with a dot is somebody's
_HIDDEN_LITTER = frozenset({
    ".bzr", ".git", ".github", ".hg", ".svn", ".idea", ".vscode", ".ipynb_checkpoints", ".ipython", ".jupyter",
    ".cache", ".config", ".local", ".directory", ".conda", ".eggs", ".env", ".hypothesis", ".mypy_cache", ".nox",
    ".pytest_cache", ".ruff_cache", ".tox", ".venv", ".virtualenv", ".documentrevisions-v100", ".ds_store",
    ".fseventsd", ".localized", ".spotlight-v100", ".temporaryitems", ".trash", ".trashes",
})  # fmt: skip
_HIDDEN_LITTER_STARTS = ("._", ".nfs", ".fuse_hidden", ".trash-", ".~lock.", ".#")
# a folder with one of the marks in it is a Python environment, whatever it is called (env, cs231n, the hand-in itself),
# and these folders in it are the environment's; others may be the student's
_ENVIRONMENT_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})
_ENVIRONMENT_FOLDERS = frozenset({
    "bin", "compiler_compat", "conda-meta", "dlls", "etc", "include", "lib", "lib64", "libexec", "library", "libs",
    "man", "pkgs", "sbin", "scripts", "share", "ssl",
})  # fmt: skip
_DRIVE = re.compile(r"[A-Za-z]:")
_SHOWN_NAMES = 6
_MAX_MODULE = 200  # characters of a module's dotted name: file systems take 255
_NOT_IMPORTED = ("", "__main__")  # what __init__.py and __main__.py beside the wanted files would be

_SAFE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_LOOKS_HASHED = re.compile(r".*-[0-9a-f]{12}")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?"  # device names on Windows
    r"|history\.jsonl|summary\.csv|roster\.csv|run\.lock",  # what lies beside the folders of hand-ins
    re.IGNORECASE,
)


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
    if name.startswith("/") or (len(parts) > 1 and _DRIVE.fullmatch(parts[0])):
        raise HandInError(f"the file name {shown(raw)!r} is absolute: names must stay inside the hand-in")
    if len(name) > MAX_NAME:
        raise HandInError(f"the file name {shown(raw)!r} has {len(name)} characters; at most {MAX_NAME} are accepted")
    if ".." in parts:
        raise HandInError(f"the file name {shown(raw)!r} climbs out of its folder with '..'")
    return "/".join(parts)


def is_litter(name: str) -> bool:
    """Whether a cleaned path is what tools leave behind: hidden files, caches, environments, macOS's extras."""
    return any(part.startswith(".") or part.casefold() in _LITTER for part in name.split("/"))


def environments_in(name: str) -> Iterator[str]:
    """The folders that a cleaned path shows to be Python environments; "" for the hand-in itself."""
    parts = name.split("/")
    return ("/".join(parts[:length]) for length, part in enumerate(parts) if part in _ENVIRONMENT_MARKS)


def is_of_environment(name: str, environments: Container[str]) -> bool:
    """Whether a cleaned path lies in a folder that one of `environments` brought along."""
    parts = name.split("/")
    return any(
        part.casefold() in _ENVIRONMENT_FOLDERS and "/".join(parts[:length]) in environments
        for length, part in enumerate(parts)
    )


def is_litter_among_hand_ins(name: str) -> bool:
    """Whether `name`, beside hand-ins, is nobody's: only what tools are known to leave behind, hidden or not."""
    name = name.casefold()
    return name in _LITTER or name in _HIDDEN_LITTER or name.startswith(_HIDDEN_LITTER_STARTS)


def may_be_hand_in(name: str) -> bool:
    """Whether a file of that name may be a hand-in; an archive that cannot be read is one, too: none is dropped."""
    return suffix_of(name) in (*ONE_FILE, *_OTHER_ARCHIVES)


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


def stem_of(name: str) -> str:
    """`name` without its file type."""
    return name[: len(name) - len(suffix_of(name))]


def module_name(path: str) -> str:
    """The dotted name that a path below the root is imported as; "" if it cannot be.

    >>> module_name("blocks/pool.py"), module_name("blocks/__init__.py"), module_name("my-blocks/pool.py")
    ('blocks.pool', 'blocks', '')
    """
    parts = unicodedata.normalize("NFKC", path).removesuffix(".py").split("/")  # as Python reads identifiers
    if parts[-1] == "__init__":
        parts.pop()
    module = ".".join(parts)
    if module in _NOT_IMPORTED or len(module) > _MAX_MODULE:
        return ""
    return module if all(part.isidentifier() and not keyword.iskeyword(part) for part in parts) else ""


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
