"""For otter-grader: the public checks of `heatmap_pck`, as `autograder check heatmap_pck` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "heatmap_pck"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("heatmap_pck")
