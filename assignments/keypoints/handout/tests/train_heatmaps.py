"""For otter-grader: the public checks of `train_heatmaps`, as `autograder check train_heatmaps` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "train_heatmaps"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("train_heatmaps")
