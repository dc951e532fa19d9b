"""For otter-grader: the public checks of `mean_pixel_error`, as `autograder check mean_pixel_error` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "mean_pixel_error"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("mean_pixel_error")
