"""For otter-grader: the public checks of `max_pool2d_forward`, as `autograder check max_pool2d_forward` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "max_pool2d_forward"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("max_pool2d_forward")
