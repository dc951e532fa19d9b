"""For otter-grader: the public checks of `receptive_field`, as `autograder check receptive_field` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "receptive_field"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("receptive_field")
