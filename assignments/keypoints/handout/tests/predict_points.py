"""For otter-grader: the public checks of `predict_points`, as `autograder check predict_points` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "predict_points"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("predict_points")
