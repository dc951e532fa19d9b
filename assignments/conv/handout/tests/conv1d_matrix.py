"""For otter-grader: the public checks of `conv1d_matrix`, as `autograder check conv1d_matrix` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "conv1d_matrix"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("conv1d_matrix")
