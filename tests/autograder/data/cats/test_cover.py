"""What stands before a cat: what it is said to cover is what it covers."""

import numpy as np
import pytest

from autograder.data.cats import cover
from autograder.data.cats.pose import FINE
from autograder.data.drawing.canvas import Canvas
from autograder.data.drawing.stream import Stream

FUR = np.array([0.3, 0.2, 0.1])
AIM = (90.0, 80.0)


@pytest.mark.parametrize(
    "kind", sorted(set(cover._COVERS), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__
)
@pytest.mark.parametrize("scale", [22.0, 40.0, 60.0])
def test_what_is_covered_is_painted_and_nothing_else(kind, scale):
    aimed = []
    for number in range(12):
        canvas = Canvas(FINE, FINE)
        canvas.colour[:] = -1.0
        covered = kind(canvas, Stream(f"cover {number}"), AIM, scale, FUR)
        assert covered.dtype == bool
        assert np.array_equal(covered, (canvas.colour != -1).any(axis=0))
        aimed.append(covered[80, 90])
    assert np.mean(aimed) > 0.6  # it hides what it is aimed at, most often


def test_some_pictures_are_not_covered_at_all():
    shares = []
    for number in range(200):
        canvas = Canvas(FINE, FINE)
        shares.append(cover.draw_cover(canvas, Stream(str(number)), [AIM, (100.0, 120.0)], 40.0, FUR).mean())
    assert 0.25 < np.mean(np.array(shares) == 0) < 0.65
