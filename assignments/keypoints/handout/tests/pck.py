"""For otter-grader: the public checks of `pck`, as `autograder check pck` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "pck"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("pck")
