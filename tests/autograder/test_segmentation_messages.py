"""What students are told about the wrong answers that the public checks of `segmentation` find."""

import sys

import pytest

from tests.autograder.messages import ROOT, crashed, never_named, told_by

MODULES = ("losses", "scores", "augmentation", "upsampling", "network")
BUILT = ("build_model", "network_accuracy", "network_iou")
NO_ANSWER = {  # by their own mistake
    *("accuracy_crashes_for_nothing", "confusion_no_least_length"),
    *("confusion_another_default", "cross_entropy_another_default", "train_another_default"),
}
HIDDEN_ONLY = {
    *("cross_entropy_at_least_one_pixel", "cross_entropy_float32_inside", "cross_entropy_scales_weights_in_place"),
    *("crop_far_outside_crashes", "flip_labels_through_bytes"),
    *("resize_by_scale_factor", "resize_image_float32", "resize_labels_through_bytes"),
    *("segment_a_single_image_loses_its_axis", "segment_freezes_the_network", "segment_restores_the_mode"),
    *("segment_scaled_by_256", "train_decays_weights", "train_ignore_hard_coded", "train_images_not_scaled"),
    *("train_last_step_missing", "train_leaves_evaluation_mode"),
}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="mutants run in the Linux sandbox")]


@pytest.fixture(scope="module")
def told():
    return told_by("segmentation", MODULES, apart=BUILT)


def test_public_checks_let_only_those_pass_that_need_many_inputs(told):
    assert {name for name, results in told.items() if not results} == HIDDEN_ONLY


def test_wrong_answers_are_answers(told):
    """A mutant that ends in an error of its own making would prove nothing."""
    assert crashed(told) == NO_ANSWER


@pytest.mark.parametrize("module", MODULES)
def test_every_suspect_is_the_answer_of_a_wrong_variant(told, module):
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    assert never_named(told, ROOT / "tests" / "segmentation" / f"test_public_{module}.py") == set()
