"""For otter-grader: the public checks of `rotate`, as `autograder check rotate` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "rotate"
points = 7


@test_case(name="public checks")
def test_public_checks():
    require_passed("rotate")
