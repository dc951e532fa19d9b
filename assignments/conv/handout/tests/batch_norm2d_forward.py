"""For otter-grader: the public checks of `batch_norm2d_forward`, as `autograder check batch_norm2d_forward` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "batch_norm2d_forward"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("batch_norm2d_forward")
