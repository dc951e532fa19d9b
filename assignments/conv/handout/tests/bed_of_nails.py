"""For otter-grader: the public checks of `bed_of_nails`, as `autograder check bed_of_nails` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "bed_of_nails"
points = 1


@test_case(name="public checks")
def test_public_checks():
    require_passed("bed_of_nails")
