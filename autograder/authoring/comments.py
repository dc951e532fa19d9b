"""Comments of TOML files: instructors write them for each other, so students get the files without them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from autograder.errors import ConfigError

_STRING = (
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'  # up to two quotes may stand before the three that end it
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
_COMMENT = r"(?P<comment>#[^\n]*)"
_COMMENTS = re.compile(rf"{_STRING}|{_COMMENT}", re.DOTALL)
_TO_DROP = re.compile(rf"{_STRING}|(?P<line>^[ \t]*#[^\n]*\n?)|(?P<rest>[ \t]*#[^\n]*)", re.DOTALL | re.MULTILINE)
_GAPS = re.compile(rf"{_STRING}|(?P<gap>\n(?:[ \t]*\n){{2,}})", re.DOTALL)


def comments_of(toml: str) -> Iterator[tuple[int, str]]:
    """Each comment with the number of its line, 1-based."""
    for found in _COMMENTS.finditer(toml):
        if found["comment"]:
            yield toml.count("\n", 0, found.start()) + 1, found["comment"].lstrip("# \t").rstrip()


def without_comments(toml: str, name: str) -> str:
    """The same values without a comment.

    Args:
        name: what to call it in messages.

    Raises:
        ConfigError: it is no TOML, or its comments cannot be told from the rest.
    """
    toml = toml.replace("\r\n", "\n")
    plain = _TO_DROP.sub(lambda found: "" if found["line"] or found["rest"] else found[0], toml)
    plain = _GAPS.sub(lambda found: "\n\n" if found["gap"] else found[0], plain).lstrip("\n")
    if _values(plain, name) != _values(toml, name) or any(comments_of(plain)):
        raise ConfigError(f"{name}: its comments, which students must not get, cannot be told from the rest")
    return plain


def _values(toml: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}") from None
