"""What students are told about the wrong answers that the public checks of `segmentation` find."""

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
COURSE = open_assignment("segmentation", ROOT)
HANDOUT = open_handout(ROOT / "assignments" / "segmentation" / "handout")
NO_ANSWER = {"accuracy_crashes_for_nothing", "confusion_no_least_length"}  # by their own mistake
HIDDEN_ONLY = {
    *("cross_entropy_at_least_one_pixel", "crop_far_outside_crashes", "resize_image_float32"),
    *("segment_a_single_image_loses_its_axis", "train_decays_weights", "train_ignore_hard_coded"),
    *("train_images_not_scaled", "train_last_step_missing"),
}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="mutants run in the Linux sandbox")]


@pytest.fixture(scope="module")
def told():
    """Mutant → the results of the public checks of its questions that ran and did not pass; built networks apart."""
    built = {"build_model", "network_accuracy", "network_iou"}
    mutants = [variant for variant in variants(COURSE) if variant.kind is Kind.MUTANT and not variant.loses & built]

    def examine(exam):
        with for_checking(HANDOUT.assignment.limits.libraries) as sandbox:
            return {v.name: list(exam.about(v.loses).examine(v.submission, sandbox)) for v in mutants}

    return {
        name: [result for result in results if result.outcome is not Outcome.PASSED]
        for name, results in with_exam(HANDOUT, examine).items()
    }


def test_public_checks_let_only_those_pass_that_need_many_inputs(told):
    assert {name for name, results in told.items() if not results} == HIDDEN_ONLY


def test_wrong_answers_are_answers(told):
    """A mutant that ends in an error of its own making would prove nothing."""
    crashed = {name for name, results in told.items() for result in results if result.outcome is Outcome.CRASHED}
    assert crashed == NO_ANSWER


@pytest.mark.parametrize("module", ["losses", "scores", "augmentation", "upsampling", "network"])
def test_every_suspect_is_the_answer_of_a_wrong_variant(told, module):
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    tree = ast.parse((ROOT / "tests" / "segmentation" / f"test_public_{module}.py").read_text(encoding="utf-8"))
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    suspects = {key.value for key in keys if isinstance(key, ast.Constant) and " " in key.value}
    named = [first_line(result.message) for results in told.values() for result in results]
    assert {suspect for suspect in suspects if not any(suspect in line for line in named)} == set()
