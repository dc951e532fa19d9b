"""For otter-grader: the public checks of `heatmap_l2`, as `autograder check heatmap_l2` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "heatmap_l2"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("heatmap_l2")
