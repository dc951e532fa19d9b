"""For otter-grader: the public checks of `lenet`, as `autograder check lenet` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "lenet"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("lenet")
