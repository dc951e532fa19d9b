"""For otter-grader: the public checks of `crop_together`, as `autograder check crop_together` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "crop_together"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("crop_together")
