"""For otter-grader: the public checks of `im2col`, as `autograder check im2col` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "im2col"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("im2col")
