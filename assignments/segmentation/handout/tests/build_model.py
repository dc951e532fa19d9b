"""For otter-grader: the public checks of `build_model`, as `autograder check build_model` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "build_model"
points = 6


@test_case(name="public checks")
def test_public_checks():
    require_passed("build_model")
