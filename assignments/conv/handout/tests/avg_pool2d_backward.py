"""For otter-grader: the public checks of `avg_pool2d_backward`, as `autograder check avg_pool2d_backward` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "avg_pool2d_backward"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("avg_pool2d_backward")
