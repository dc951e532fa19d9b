"""For otter-grader: the public checks of `pixel_accuracy`, as `autograder check pixel_accuracy` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "pixel_accuracy"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("pixel_accuracy")
