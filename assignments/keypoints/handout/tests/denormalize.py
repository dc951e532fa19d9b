"""For otter-grader: the public checks of `denormalize`, as `autograder check denormalize` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "denormalize"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("denormalize")
