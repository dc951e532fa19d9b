"""For otter-grader: the public checks of `segment`, as `autograder check segment` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "segment"
points = 6


@test_case(name="public checks")
def test_public_checks():
    require_passed("segment")
