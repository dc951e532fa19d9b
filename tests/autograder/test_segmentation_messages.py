"""What students are told about the wrong answers that the public checks of `segmentation` find."""

import sys

import pytest

from tests.autograder.messages import ROOT, crashed, never_named, told_by

MODULES = ("losses", "scores", "augmentation", "upsampling", "network")
BUILT = {"build_model", "network_accuracy", "network_iou"}  # ask for a trained network
NO_ANSWER = {"accuracy_crashes_for_nothing", "confusion_no_least_length"}  # by their own mistake
HIDDEN_ONLY = {
    *("cross_entropy_at_least_one_pixel", "crop_far_outside_crashes", "resize_image_float32"),
    *("segment_a_single_image_loses_its_axis", "train_decays_weights", "train_ignore_hard_coded"),
    *("train_images_not_scaled", "train_last_step_missing"),
}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="mutants run in the Linux sandbox")]


@pytest.fixture(scope="module")
def told():
    return told_by("segmentation", [f"{module}.py" for module in MODULES], BUILT)


def test_public_checks_let_only_those_pass_that_need_many_inputs(told):
    assert {name for name, results in told.items() if not results} == HIDDEN_ONLY


def test_wrong_answers_are_answers(told):
    """A mutant that ends in an error of its own making would prove nothing."""
    assert crashed(told) == NO_ANSWER


@pytest.mark.parametrize("module", MODULES)
def test_every_suspect_is_the_answer_of_a_wrong_variant(told, module):
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    assert never_named(told, ROOT / "tests" / "segmentation" / f"test_public_{module}.py") == set()
