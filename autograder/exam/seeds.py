"""Random cases that are the same for every student and cannot be guessed."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
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
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(secret := secrets.token_hex(32))
    return secret


def generator(secret: bytes | None, assignment: str, check: str) -> np.random.Generator:
    """The generator of one check's cases; without a secret, the public one."""
    label = f"{assignment}\n{check}".encode()
    digest = hmac.new(_PUBLIC if secret is None else secret, label, hashlib.sha256).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
