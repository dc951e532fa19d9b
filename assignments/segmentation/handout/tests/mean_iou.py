"""For otter-grader: the public checks of `mean_iou`, as `autograder check mean_iou` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "mean_iou"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("mean_iou")
