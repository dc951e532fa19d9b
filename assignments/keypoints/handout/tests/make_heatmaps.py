"""For otter-grader: the public checks of `make_heatmaps`, as `autograder check make_heatmaps` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "make_heatmaps"
points = 8


@test_case(name="public checks")
def test_public_checks():
    require_passed("make_heatmaps")
