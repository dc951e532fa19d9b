"""For otter-grader: the public checks of `conv2d_general_backward`, as `autograder check conv2d_general_backward` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "conv2d_general_backward"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("conv2d_general_backward")
