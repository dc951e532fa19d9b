"""For otter-grader: the public checks of `count_memory`, as `autograder check count_memory` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "count_memory"
points = 2


@test_case(name="public checks")
def test_public_checks():
    require_passed("count_memory")
