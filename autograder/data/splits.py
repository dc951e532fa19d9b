"""The seeds of splits that are made: public ones are written in ``dataset.toml``, the hidden one is nowhere."""

from __future__ import annotations

import hashlib
import hmac


def hidden_seed(secret: bytes, name: str) -> str:
    """The seed of the hidden split of the set `name`: who does not know the course secret cannot make it.

    Args:
        secret: the course's, as `autograder.exam.seeds.course_secret` reads it, or one derived from it.
        name: of the data set.
    """
    return hmac.new(secret, f"data set\n{name}\nhidden".encode(), hashlib.sha256).hexdigest()
