"""For otter-grader: the public checks of `soft_iou_loss`, as `autograder check soft_iou_loss` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "soft_iou_loss"
points = 8


@test_case(name="public checks")
def test_public_checks():
    require_passed("soft_iou_loss")
