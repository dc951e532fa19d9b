"""Points that someone typed → a score."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence

from autograder.errors import ConfigError
from autograder.records import QuestionScore, Score
from autograder.tables import nearest

_POINTS = re.compile(r"(?:(\w+)=)?(\d{1,9}(?:\.\d{1,9})?)(?:/(\d{1,9}(?:\.\d{1,9})?))?", re.ASCII)
_TOTAL = "all"  # stands for all questions
_DEFAULT = 100.0

Points = tuple[float, float]
"""Earned and possible."""


def score_of(given: Sequence[str], possible: Mapping[str, float], touched: Collection[str]) -> Score:
    """``85``, ``85/100``, or ``QUESTION=20`` for each question; all points where nothing is given.

    Args:
        possible: points of each question; empty where there is no assignment, and each needs its own: ``q=20/25``.
        touched: the questions that a policy is about, whose points must be known; empty for all.

    Raises:
        ConfigError: no points, too many, or of which question nobody knows.
    """
    parsed = [_parsed(text, possible) for text in given]
    if not given and possible:
        return _score({name: (points, points) for name, points in possible.items()})
    if touched and all(name is None for name, _ in parsed):
        form = "QUESTION=POINTS" if possible else "QUESTION=EARNED/POSSIBLE"
        raise ConfigError(f"--score: the policy is about {', '.join(touched)}: expected {form} for each question")
    if not given:
        return _score({_TOTAL: (_DEFAULT, _DEFAULT)})
    if len(parsed) == 1 and parsed[0][0] is None:
        return _score({_TOTAL: parsed[0][1]})
    return _score(_of_questions(parsed, [*possible, *touched]))


def _of_questions(parsed: Sequence[tuple[str | None, Points]], needed: Sequence[str]) -> dict[str, Points]:
    found: dict[str, Points] = {}
    for name, points in parsed:
        if name is None or name in found:
            raise ConfigError("--score: expected QUESTION=POINTS, once for each question")
        found[name] = points
    missing = [name for name in dict.fromkeys(needed) if name not in found]
    if missing:
        raise ConfigError(f"--score: expected the points of every question, found none of {', '.join(missing)}")
    return found


def _parsed(text: str, possible: Mapping[str, float]) -> tuple[str | None, Points]:
    match = _POINTS.fullmatch(text.strip())
    if match is None:
        raise ConfigError(f"--score: expected 85, 85/100 or QUESTION=20, found {text!r}")
    name, earned, most = match.groups()
    if name is not None and possible and name not in possible:
        raise ConfigError(f"--score {text}: there is no question {name!r}{nearest(name, possible)}")
    known = possible.get(name) if name else math.fsum(possible.values())
    whole = float(most) if most else known if name else known or _DEFAULT
    if whole is None:
        raise ConfigError(f"--score {text}: of how many? Expected {name}={earned}/POSSIBLE")
    if known and whole != known:
        raise ConfigError(f"--score {text}: there are {known:g} points in all{f' for {name}' if name else ''}")
    if float(earned) > whole:
        raise ConfigError(f"--score {text}: expected at most {whole:g} points")
    return name, (float(earned), whole)


def _score(points: Mapping[str, Points]) -> Score:
    return Score(
        questions=tuple(
            QuestionScore(question=name, earned=earned, possible=possible)
            for name, (earned, possible) in points.items()
        )
    )
