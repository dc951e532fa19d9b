"""For otter-grader: the public checks of `heatmap_cross_entropy`, as `autograder check heatmap_cross_entropy` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "heatmap_cross_entropy"
points = 6


@test_case(name="public checks")
def test_public_checks():
    require_passed("heatmap_cross_entropy")
