"""For otter-grader: the public checks of `predict`, as `autograder check predict` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "predict"
points = 1


@test_case(name="public checks")
def test_public_checks():
    require_passed("predict")
