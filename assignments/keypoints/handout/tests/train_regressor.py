"""For otter-grader: the public checks of `train_regressor`, as `autograder check train_regressor` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "train_regressor"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("train_regressor")
