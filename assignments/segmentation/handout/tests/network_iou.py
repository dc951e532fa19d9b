"""For otter-grader: the public checks of `network_iou`, as `autograder check network_iou` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "network_iou"
points = 16


@test_case(name="public checks")
def test_public_checks():
    require_passed("network_iou")
