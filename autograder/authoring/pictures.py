"""Pictures that students are shown: files in ``assignments/NAME/pictures``.

Where Markdown of the guide, of a docstring or of a text between exercises says ``![a street](pictures/street.png)``,
the handout has what is seen of that file. The notebook holds the picture itself, because Colab opens a notebook alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from autograder.authoring.pixels import bare_gif, bare_jpeg, bare_png
from autograder.errors import ConfigError

PICTURES = "pictures"
MOST_BYTES = 4 << 20  # of one picture; the notebook has a third more

_KINDS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    ".png": ("image/png", bare_png),
    ".jpg": ("image/jpeg", bare_jpeg),
    ".jpeg": ("image/jpeg", bare_jpeg),
    ".gif": ("image/gif", bare_gif),
}
_SHOWN = re.compile(rf"(?<=\]\()(?:\./)?({PICTURES}/[^)\s]*)(?=[)\s])")
_PLAIN = re.compile(rf"{PICTURES}(?:/\w[\w.+-]*)+")
_UNSEEN = re.compile(  # other ways to show a picture: a file that the handout lacks, or one that the notebook would
    rf"!\[[^\]\n]*\]\((?!(?:\./)?{PICTURES}/[^)\s]*[)\s]|(?:https?|data|attachment):)[^)\n]*\)?"
    rf"|<(?i:img)\s[^>]*?(?i:src)\s*=\s*[\"']?(?:\./)?{PICTURES}[/\\][^>\n]*>?"
    rf"|^ {{0,3}}\[[^\]\n]+\]:\s*<?(?:\./)?{PICTURES}[/\\].*",
    re.MULTILINE,
)


def read_pictures(folder: Path, texts: Iterable[str]) -> dict[str, bytes]:
    """Path in the handout → content of the pictures that `texts` show; whatever else lies there stays with staff.

    What cameras and programs keep in a picture beside what is seen stays with staff, too.

    Args:
        folder: of the assignment.

    Raises:
        ConfigError: a picture is shown that is not there, is none, is too large or cannot be shown.
    """
    texts = list(texts)
    for unseen in (found[0] for text in texts for found in _UNSEEN.finditer(text)):
        raise ConfigError(f"{folder}: students would not see {unseen.strip()[:80]}: expected ![…]({PICTURES}/NAME.png)")
    shown = sorted({path for text in texts for path in _SHOWN.findall(text)})
    return {path: _content(folder, path) for path in shown}


def _content(folder: Path, path: str) -> bytes:
    _require_inside(folder, path)
    try:
        data = (folder / path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{folder / path}: students are shown it, and it cannot be read: {error.strerror}") from None
    _, bare = _KINDS[Path(path).suffix]
    try:
        seen = bare(data)
    except ValueError as error:
        raise ConfigError(f"{folder / path}: students are shown it, and it is no picture: {error}") from None
    if len(seen) > MOST_BYTES:
        raise ConfigError(f"{folder / path}: expected at most {MOST_BYTES >> 20} MiB, found {len(seen) / 2**20:.1f}")
    return seen


def _require_inside(folder: Path, path: str) -> None:
    kind = Path(path).suffix
    if kind not in _KINDS:
        raise ConfigError(f"{folder / path}: expected a picture ({', '.join(_KINDS)}), found {kind or 'no file type'}")
    pictures = folder / PICTURES
    if ".." in path.split("/") or not (folder / path).resolve().is_relative_to(pictures.resolve()):
        raise ConfigError(f"{folder / path}: leads out of {pictures}")
    if not _PLAIN.fullmatch(path):
        raise ConfigError(f"{folder / path}: expected a name of letters, digits, '_', '.', '+' and '-'")


def seen_of(path: Path) -> bytes | None:
    """What students would get of the picture at `path`; None where it is none."""
    _, bare = _KINDS.get(path.suffix.lower(), ("", None))
    try:
        return bare(path.read_bytes()) if bare is not None else None
    except ValueError:
        return None


def embedded(markdown: str, pictures: Mapping[str, bytes]) -> str:
    """`markdown` that shows the pictures without their files."""
    return _SHOWN.sub(lambda found: _as_address(found[1], pictures) or found[0], markdown)


def _as_address(path: str, pictures: Mapping[str, bytes]) -> str:
    if path not in pictures:
        return ""
    return f"data:{_KINDS[Path(path).suffix][0]};base64,{base64.b64encode(pictures[path]).decode()}"
