"""For otter-grader: the public checks of `output_size`, as `autograder check output_size` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "output_size"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("output_size")
