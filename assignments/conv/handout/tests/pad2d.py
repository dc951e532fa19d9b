"""For otter-grader: the public checks of `pad2d`, as `autograder check pad2d` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "pad2d"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("pad2d")
