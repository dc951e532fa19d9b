"""For otter-grader: the public checks of `soft_argmax`, as `autograder check soft_argmax` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "soft_argmax"
points = 6


@test_case(name="public checks")
def test_public_checks():
    require_passed("soft_argmax")
