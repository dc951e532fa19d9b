"""For otter-grader: the public checks of `bilinear_kernel`, as `autograder check bilinear_kernel` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "bilinear_kernel"
points = 7


@test_case(name="public checks")
def test_public_checks():
    require_passed("bilinear_kernel")
