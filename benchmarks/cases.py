"""The hidden cases of our exam with their right answers, stored for otter's tests to read."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from autograder.exam.seeds import generator

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the exam is no installed package

from tests.conv.cases import layers as cases  # noqa: E402
from tests.conv.oracles import layers as oracles  # noqa: E402

_CHECKS = {
    "test_convolves_like_torch": (cases.rectangular_cases, oracles.convolved),
    "test_convolves_at_the_edges": (cases.edge_cases, oracles.convolved_by_definition),
    "test_convolving_leaves_its_inputs_alone": (cases.everyday_convolutions, oracles.convolved),
}


def stored_cases(secret: str, assignment: str, question: str) -> dict[str, np.ndarray]:
    """Arrays by ``<check>/<number of the case>/<what it is>``: the cases that a course with `secret` grades on."""
    stored: dict[str, np.ndarray] = {}
    for check, (make, answer) in _CHECKS.items():
        made = make(generator(secret.encode(), assignment, f"{question}/{check}"))
        stored[f"{check}/count"] = np.array(len(made))
        for number, case in enumerate(made):
            parts = {"x": case.x, "w": case.w, "b": case.b, "out": answer(case)}
            parts["moves"] = np.array([case.stride, case.padding])
            stored |= {f"{check}/{number}/{part}": value for part, value in parts.items()}
    return stored
