"""Texts that are secret or personal wherever they stand: keys, tokens, and paths of someone's home."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.packaging.leaks.kinds import Kind

_TOKENS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "an access key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a secret key of AWS": r"(?i)aws_secret_access_key\W{1,4}[A-Za-z0-9/+]{40}",
    "a token of GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a token of Slack": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a key of Google": r"\bAIza[A-Za-z0-9_-]{35}",
    "a token of Hugging Face": r"\bhf_[A-Za-z0-9]{30,}",
    "a token of PyPI": r"\bpypi-[A-Za-z0-9_-]{32,}",
    "a token of OpenAI or Anthropic": r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}",
    "a key of Kaggle": r"\"username\"\s*:\s*\"[^\"]+\"\s*,\s*\"key\"\s*:\s*\"[0-9a-f]{32}\"",
    "a token of Canvas": r"\b[0-9]{1,6}~[A-Za-z0-9]{60,}\b",
    "a web token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+]*://[^\s/:@\"'<>{}\[\]]+:[^\s/:@\"'<>{}\[\]]{3,}@[\w.-]+",
}
_HOMES = {
    "a path of Linux": r"(?<![\w.])/home/[A-Za-z0-9_.-]+",
    "a path of macOS": r"(?<![\w.])/Users/[A-Za-z0-9_.-]+",
    "a path of Windows": r"(?<!\w)[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/)[^\s\\/\"'<>|:]+",
}
_ALL = [
    *((Kind.TOKEN, told, re.compile(pattern)) for told, pattern in _TOKENS.items()),
    *((Kind.MACHINE, told, re.compile(pattern)) for told, pattern in _HOMES.items()),
]


def patterns_in(text: str) -> Iterator[tuple[Kind, int, str]]:
    """Kind, place as the number of characters before it, and words for each such text."""
    for kind, told, pattern in _ALL:
        for match in pattern.finditer(text):
            yield kind, match.start(), f"{told}: {match[0]}" if kind is Kind.MACHINE else told
