"""For otter-grader: the public checks of `conv_transpose2d_backward`, as `autograder check conv_transpose2d_backward` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "conv_transpose2d_backward"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("conv_transpose2d_backward")
