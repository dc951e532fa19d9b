"""For otter-grader: the public checks of `regressor_error`, as `autograder check regressor_error` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "regressor_error"
points = 7


@test_case(name="public checks")
def test_public_checks():
    require_passed("regressor_error")
