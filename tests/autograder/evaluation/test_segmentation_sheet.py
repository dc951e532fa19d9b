"""Classes can be told apart in the picture of an evaluation, and from its mistakes."""

import colorsys
import itertools

import numpy as np
import pytest

from autograder.data.paper import WRONG
from autograder.evaluation.segmentation_sheet import palette


def hue(colour):
    return colorsys.rgb_to_hsv(*(part / 255 for part in colour))[0]


@pytest.mark.parametrize("classes", [1, 2, 6, 12, 21, 150])
def test_no_class_has_the_colour_of_mistakes(classes):
    for colour in palette(classes)[:classes].tolist():
        apart = abs(hue(colour) - hue(WRONG))
        assert min(apart, 1 - apart) > 0.06, colour


@pytest.mark.parametrize("classes", [2, 6, 12, 21])
def test_classes_differ_and_all_other_labels_are_black(classes):
    colours = palette(classes).astype(int)
    least = min(np.abs(one - other).max() for one, other in itertools.combinations(colours[:classes], 2))
    assert least >= 10
    assert not colours[classes:].any()
