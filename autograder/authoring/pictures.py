"""Pictures that students are shown: files in ``assignments/NAME/pictures``.

Where Markdown of the guide, of a docstring or of a text between exercises says ``![a street](pictures/street.png)``,
the handout has that file. The notebook holds the picture itself, because Colab opens a notebook alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.errors import ConfigError

PICTURES = "pictures"

_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
_SHOWN = re.compile(rf"(?<=\]\()(?:\./)?({PICTURES}/[^)\s]*)(?=[)\s])")


def read_pictures(folder: Path, texts: Iterable[str]) -> dict[str, bytes]:
    """Path in the handout → content of the pictures that `texts` show; whatever else lies there stays with staff.

    Args:
        folder: of the assignment.

    Raises:
        ConfigError: a picture is shown that is not there, or that no browser shows.
    """
    shown = sorted({path for text in texts for path in _SHOWN.findall(text)})
    return {path: _content(folder, path) for path in shown}


def _content(folder: Path, path: str) -> bytes:
    kind = Path(path).suffix
    if kind not in _KINDS:
        raise ConfigError(f"{folder / path}: expected a picture ({', '.join(_KINDS)}), found {kind or 'no file type'}")
    if ".." in path.split("/"):
        raise ConfigError(f"{folder / path}: leads out of {folder / PICTURES}")
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{folder / path}: students are shown it, and it cannot be read: {error.strerror}") from None


def embedded(markdown: str, pictures: Mapping[str, bytes]) -> str:
    """`markdown` that shows the pictures without their files."""
    return _SHOWN.sub(lambda found: _as_address(found[1], pictures) or found[0], markdown)


def _as_address(path: str, pictures: Mapping[str, bytes]) -> str:
    if path not in pictures:
        return ""
    return f"data:{_KINDS[Path(path).suffix]};base64,{base64.b64encode(pictures[path]).decode()}"
