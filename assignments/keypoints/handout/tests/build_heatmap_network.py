"""For otter-grader: the public checks of `build_heatmap_network`, as `autograder check build_heatmap_network` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "build_heatmap_network"
points = 3


@test_case(name="public checks")
def test_public_checks():
    require_passed("build_heatmap_network")
