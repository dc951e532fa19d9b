"""For otter-grader: the public checks of `resize_together`, as `autograder check resize_together` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "resize_together"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("resize_together")
