"""What stands in results.json of a grading that did not come to its end: what was found, why no more, and no score."""

from __future__ import annotations

import json
from typing import Any

from autograder.gradescope.place import Place
from autograder.gradescope.supervise import Ending
from autograder.report.files import remove_leftovers
from autograder.report.results_json import unfinished, write_results

_NO_ZERO = "It is not a zero; staff will grade your hand-in again. What was found until then stands below."
_WHY = {
    "late": "The grading took longer than {minutes:g} minutes and was stopped, so there is no score yet. ",
    "killed": "The grading broke off, most likely for want of memory, so there is no score yet. ",
    "failed": "Something on our side went wrong, through no fault of yours, so there is no score yet. ",
    "stopped": "The grading was stopped from outside, so there is no score yet. ",
}


def seed(place: Place) -> None:
    """Write what stands while nothing is known. Raises OSError."""
    place.results.parent.mkdir(mode=0o700, exist_ok=True)
    write_results(place.results, unfinished())


def say(place: Place, ending: Ending, minutes: float) -> bool:
    """Say in results.json how the grading ended, unless it is complete; whether it is held. Raises OSError."""
    remove_leftovers(place.results)
    document = _read(place)
    extra = document.setdefault("extra_data", {})
    if ending.kind != "done" and extra.get("held") is True:
        document["output"] = _WHY[ending.kind].format(minutes=minutes) + _NO_ZERO
        extra["ended"] = ending.kind
        write_results(place.results, document)
    return extra.get("held") is True


def _read(place: Place) -> dict[str, Any]:
    """Our own file: it is always whole."""
    document: dict[str, Any] = json.loads(place.results.read_text(encoding="utf-8"))
    return document
