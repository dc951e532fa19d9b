"""For otter-grader: the public checks of `masked_regression_loss`, as `autograder check masked_regression_loss` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "masked_regression_loss"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("masked_regression_loss")
