"""For otter-grader: the public checks of `col2im`, as `autograder check col2im` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "col2im"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("col2im")
