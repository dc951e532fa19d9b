"""For otter-grader: the public checks of `max_unpool2d`, as `autograder check max_unpool2d` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "max_unpool2d"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("max_unpool2d")
