"""What students are told about the wrong answers that the public checks of `general.py` in `conv` find."""

import sys

import pytest

from autograder.report.text import first_line
from tests.autograder.messages import ROOT, never_named, told_by

HIDDEN_ONLY = {
    "conv2d_general_backward_remembers_without_dilation",
    "conv2d_general_backward_remembers_without_groups",
    "conv2d_general_backward_remembers_without_padding",
    "conv2d_general_backward_remembers_without_stride",
    "conv2d_general_backward_without_left_over",
    "conv2d_general_forward_eight_groups_at_most",
    "conv2d_general_forward_float32_inside",
    "conv2d_general_forward_remembers_without_dilation",
    "conv2d_general_forward_remembers_without_groups",
    "conv2d_general_forward_remembers_without_kernel",
    "conv2d_general_forward_remembers_without_padding",
    "conv2d_general_forward_remembers_without_stride",
}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="mutants run in the Linux sandbox")]


@pytest.fixture(scope="module")
def told():
    return told_by("conv", ["general"])


def test_public_checks_let_only_those_pass_that_need_many_inputs(told):
    assert {name for name, results in told.items() if not results} == HIDDEN_ONLY


def test_every_suspect_is_the_answer_of_a_wrong_variant(told):
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    assert never_named(told, ROOT / "tests" / "conv" / "test_public_general.py") == set()


@pytest.mark.parametrize(
    ("mutant", "said"),
    [
        ("conv2d_general_forward_dilation_ignored", "the dilation was ignored"),
        ("conv2d_general_forward_channels_dealt_out", "channels were dealt out to the groups in turn"),
        ("conv2d_general_backward_dx_first_group_only", "only the first group got a gradient"),
    ],
)
def test_the_cause_comes_first(told, mutant, said):
    assert f"looks like {said}." in first_line(told[mutant][0].message)
