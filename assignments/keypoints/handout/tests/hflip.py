"""For otter-grader: the public checks of `hflip`, as `autograder check hflip` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "hflip"
points = 6


@test_case(name="public checks")
def test_public_checks():
    require_passed("hflip")
