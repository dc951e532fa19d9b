"""For otter-grader: the public checks of `decode_argmax`, as `autograder check decode_argmax` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "decode_argmax"
points = 5


@test_case(name="public checks")
def test_public_checks():
    require_passed("decode_argmax")
