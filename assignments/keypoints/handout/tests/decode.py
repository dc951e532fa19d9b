"""For otter-grader: the public checks of `decode`, as `autograder check decode` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "decode"
points = 4


@test_case(name="public checks")
def test_public_checks():
    require_passed("decode")
