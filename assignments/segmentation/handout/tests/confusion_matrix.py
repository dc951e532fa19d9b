"""For otter-grader: the public checks of `confusion_matrix`, as `autograder check confusion_matrix` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "confusion_matrix"
points = 8


@test_case(name="public checks")
def test_public_checks():
    require_passed("confusion_matrix")
