"""For otter-grader: the public checks of `count_parameters`, as `autograder check count_parameters` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "count_parameters"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("count_parameters")
