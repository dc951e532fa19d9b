"""For otter-grader: the public checks of `linear_to_conv`, as `autograder check linear_to_conv` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "linear_to_conv"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("linear_to_conv")
