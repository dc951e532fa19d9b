"""For otter-grader: the public checks of `cross_entropy`, as `autograder check cross_entropy` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "cross_entropy"
points = 8


@test_case(name="public checks")
def test_public_checks():
    require_passed("cross_entropy")
