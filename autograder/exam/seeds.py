"""Random cases that are the same for every student and cannot be guessed."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

import numpy as np

from autograder.errors import ConfigError

SECRET_VARIABLE = "AUTOGRADER_COURSE_SECRET_FILE"
_MIN_LENGTH = 16  # characters
_PUBLIC = b"public"  # students meet the same public cases at home


def course_secret(path: Path) -> bytes:
    """The course's secret, made and kept (for the owner's eyes) where there is none yet.

    Args:
        path: its file; the environment variable `SECRET_VARIABLE` names another.

    Raises:
        ConfigError: it is too short, or there is none and none can be written.
    """
    path = Path(os.environ.get(SECRET_VARIABLE) or path)
    try:
        text = _read_or_make(path)
    except OSError as error:
        raise ConfigError(
            f"{path}: the course secret can neither be read nor made ({error.strerror}); "
            f"set {SECRET_VARIABLE} to a file that holds it"
        ) from None
    if len(text) < _MIN_LENGTH:
        raise ConfigError(f"{path}: expected a secret of at least {_MIN_LENGTH} characters, found {len(text)}")
    return text.encode()


def derived(secret: bytes, number: int) -> bytes:
    """A secret for other cases than those that will be graded; number 0 is `secret` itself."""
    return hmac.new(secret, f"derived {number}".encode(), hashlib.sha256).digest() if number else secret


def _read_or_make(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8").strip()
    _make(path)
    return path.read_text(encoding="utf-8").strip()


def _make(path: Path) -> None:
    """Make it whole or not at all: of several processes that start a course, one makes the secret of all."""
    descriptor, named = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for the owner's eyes only
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(secrets.token_hex(32))
        _put(Path(named), path)
    finally:
        Path(named).unlink(missing_ok=True)


def _put(made: Path, path: Path) -> None:
    """Give a file its name unless another has it."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            made.rename(path)


def generator(secret: bytes | None, assignment: str, check: str) -> np.random.Generator:
    """The generator of one check's cases; without a secret, the public one."""
    label = f"{assignment}\n{check}".encode()
    digest = hmac.new(_PUBLIC if secret is None else secret, label, hashlib.sha256).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
