"""For otter-grader: the public checks of `flip_together`, as `autograder check flip_together` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "flip_together"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("flip_together")
