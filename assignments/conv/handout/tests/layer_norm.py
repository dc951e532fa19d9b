"""For otter-grader: the public checks of `layer_norm`, as `autograder check layer_norm` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "layer_norm"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("layer_norm")
