"""For otter-grader: the public checks of `upsample_bilinear`, as `autograder check upsample_bilinear` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "upsample_bilinear"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("upsample_bilinear")
