"""What students are told about the wrong answers that the public checks of `keypoints` find."""

import sys

import pytest

from tests.autograder.messages import ROOT, crashed, never_named, told_by

MODULES = ("augmentation", "heatmaps", "losses", "scores", "regression", "heatmap_network")
NO_ANSWER = {  # by their own mistake, or because nothing can be learned by them
    "build_heatmap_network_crops_odd_sizes",
    "crop_top_left_swapped",
    "cross_entropy_detached",
    "error_crashes_for_nothing",
    "hflip_no_pairs_crashes",
    "regression_detached",
    "soft_argmax_in_place",
}
HIDDEN_ONLY = {
    *("build_regressor_whole_pixels_of_eight", "cross_entropy_one_shift_for_the_batch", "decode_corners_on_corners"),
    *("decode_divides_by_nothing", "decode_missing_is_zero", "pck_small_number_added"),
    *("predict_points_a_single_image_loses_its_axis", "regression_at_least_two_points", "regression_only_x_looked_at"),
    *("train_heatmaps_images_not_scaled", "train_regressor_decays_weights", "train_regressor_images_not_scaled"),
    "train_regressor_last_step_missing",
    *("predict_points_freezes_the_weights", "predict_points_restores_the_mode"),
    *("train_heatmaps_ends_in_evaluation_mode", "train_regressor_ends_in_evaluation_mode"),
    *("train_regressor_points_written_into", "train_heatmaps_maps_written_into"),
    "decode_away_from_the_border",
}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="mutants run in the Linux sandbox")]


@pytest.fixture(scope="module")
def told():
    return told_by("keypoints", MODULES)


def test_public_checks_let_only_those_pass_that_need_many_inputs(told):
    assert {name for name, results in told.items() if not results} == HIDDEN_ONLY


def test_wrong_answers_are_answers(told):
    """A mutant that ends in an error of its own making would prove nothing."""
    assert crashed(told) == NO_ANSWER


@pytest.mark.parametrize("module", MODULES)
def test_every_suspect_is_the_answer_of_a_wrong_variant(told, module):
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    assert never_named(told, ROOT / "tests" / "keypoints" / f"test_public_{module}.py") == set()
