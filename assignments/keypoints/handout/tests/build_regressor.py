"""For otter-grader: the public checks of `build_regressor`, as `autograder check build_regressor` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "build_regressor"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("build_regressor")
