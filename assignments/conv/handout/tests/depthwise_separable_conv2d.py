"""For otter-grader: the public checks of `depthwise_separable_conv2d`, as `autograder check depthwise_separable_conv2d` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "depthwise_separable_conv2d"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("depthwise_separable_conv2d")
