"""What students are told about the wrong answers that the public checks of `general.py` in `conv` find."""

import ast
import sys
from pathlib import Path

import pytest

from autograder.authoring.variants import Kind, variants
from autograder.exam.session import with_exam
from autograder.records import Outcome
from autograder.report.text import first_line
from autograder.sandbox.choose import for_checking
from autograder.workspace import open_assignment, open_handout

ROOT = Path(__file__).parents[2]
COURSE = open_assignment("conv", ROOT)
HANDOUT = open_handout(ROOT / "assignments" / "conv" / "handout")
HIDDEN_ONLY = {
    "conv2d_general_backward_without_left_over",
    "conv2d_general_forward_float32_inside",
    "conv2d_general_forward_remembers_without_dilation",
}
OPTIONS = {"rtol", "atol"}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="mutants run in the Linux sandbox")]


@pytest.fixture(scope="module")
def told():
    """Mutant of general.py → the first lines of what its public checks say, rules apart; nothing where all pass."""
    mutants = [v for v in variants(COURSE) if v.kind is Kind.MUTANT and v.name.startswith("conv2d_general_")]

    def examine(exam):
        with for_checking(HANDOUT.assignment.limits.libraries) as sandbox:
            return {v.name: list(exam.about(v.loses).examine(v.submission, sandbox)) for v in mutants}

    return {
        name: [first_line(r.message) for r in results if r.check.runs and r.outcome is not Outcome.PASSED]
        for name, results in with_exam(HANDOUT, examine).items()
    }


def test_public_checks_let_only_those_pass_that_need_many_inputs(told):
    assert {name for name, lines in told.items() if not lines} == HIDDEN_ONLY


def test_every_suspect_is_the_answer_of_a_wrong_variant(told):
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    tree = ast.parse((ROOT / "tests" / "conv" / "test_public_general.py").read_text(encoding="utf-8"))
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    suspects = {key.value for key in keys if isinstance(key, ast.Constant)} - OPTIONS
    lines = " ".join(line for lines in told.values() for line in lines)
    assert {suspect for suspect in suspects if f"looks like {suspect}." not in lines} == set()


@pytest.mark.parametrize(
    ("mutant", "said"),
    [
        ("conv2d_general_forward_dilation_ignored", "the dilation was ignored"),
        ("conv2d_general_forward_channels_dealt_out", "channels were dealt out to the groups in turn"),
        ("conv2d_general_backward_dx_first_group_only", "only the first group got a gradient"),
    ],
)
def test_the_cause_comes_first(told, mutant, said):
    assert f"looks like {said}." in told[mutant][0]
