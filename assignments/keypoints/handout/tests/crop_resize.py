"""For otter-grader: the public checks of `crop_resize`, as `autograder check crop_resize` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "crop_resize"
points = 6


@test_case(name="public checks")
def test_public_checks():
    require_passed("crop_resize")
