"""For otter-grader: the public checks of `network_accuracy`, as `autograder check network_accuracy` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "network_accuracy"
points = 8


@test_case(name="public checks")
def test_public_checks():
    require_passed("network_accuracy")
