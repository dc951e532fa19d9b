"""For otter-grader: the public checks of `train`, as `autograder check train` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "train"
points = 8


@test_case(name="public checks")
def test_public_checks():
    require_passed("train")
