"""For otter-grader: the public checks of `normalize`, as `autograder check normalize` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "normalize"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("normalize")
