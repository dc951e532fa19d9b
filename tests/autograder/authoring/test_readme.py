"""What students are told: points, rules, deadline, lateness, what to hand in."""

from autograder.authoring.readme import readme
from autograder.term_table import Slip

from ..conftest import ASSIGNMENT


def test_shares_are_given_as_they_are(toy_course):
    workspace = toy_course(assignment=ASSIGNMENT.replace("keep = 0.5", "keep = 0.125"))
    assert "keeps 12.5% of the points" in readme(workspace.assignment, workspace.course)


def test_points_rules_deadline_and_lateness(toy_course):
    workspace = toy_course()
    text = readme(workspace.assignment, workspace.course)
    for part in (
        "# Doubling and tripling",
        "| `double` | 6 |",
        "`double`: no loops",
        "Due Saturday 2026-03-07 23:59:00 (America/Los_Angeles)",
        "24 h late keeps 50% of the points; after that, none",
        "Hand in `toy.py`",
    ):
        assert part in text


def test_slip_days_are_told(toy_course):
    workspace = toy_course()
    course = workspace.course.model_copy(update={"slip": Slip(budget=3)})
    assert "\n\nEach student has 3 slip days over the term" in readme(workspace.assignment, course)
    assert "slip" not in readme(workspace.assignment, workspace.course)


TWO = ASSIGNMENT.replace('["toy.py"]', '["toy.py", "more.py"]').replace(
    'name = "triple"', 'name = "triple"\nfile = "more.py"'
)


def test_questions_are_grouped_by_file(toy_course):
    workspace = toy_course(assignment=TWO)
    text = readme(workspace.assignment, workspace.course)
    assert "| **`toy.py`** | **6** |\n| `double` | 6 |\n| **`more.py`** | **4** |\n| `triple` | 4 |" in text
    assert "Hand in `toy.py`, `more.py`. A notebook may stand in for one of them, by its name (`toy.ipynb`)" in text
    assert "A file that is missing costs only its own questions." in text


def test_one_file_needs_no_groups(toy_course):
    workspace = toy_course()
    assert "**" not in readme(workspace.assignment, workspace.course)


NETWORK = (
    ASSIGNMENT.replace('["toy.py"]', '["toy.py", "network.py"]').replace(
        "points = 4", "points = 4\ncurve = [[0.3, 0], [0.7, 4]]"
    )
    + '[[networks]]\nname = "streets"\ntask = "segmentation"\n'
    'weights = ["network.safetensors", "network.pt"]\nparameters = 5_000_000\ndata = "scenes"\n'
)


def test_a_network_its_budget_and_the_curve_are_published(toy_course):
    workspace = toy_course(assignment=NETWORK)
    text = readme(workspace.assignment, workspace.course)
    for part in (
        "Points for what is measured:\n\n- `triple`: 0 points at 0.3, 4 at 0.7; on straight lines in between",
        "Your network for `scenes`: `network.build_model(num_classes)` builds it",
        "`network.safetensors` or `network.pt`",
        "- at most 5,000,000 numbers in the weights file",
        "Hand in the weights as well.",
    ):
        assert part in text
    assert "gflops" not in text
    assert "billion" not in text


POINTS = (
    '[[networks]]\nname = "corners"\ntask = "heatmaps"\nweights = ["corners.pt"]\n'
    '[[networks]]\nname = "centres"\ntask = "points"\nweights = ["centres.pt"]\ndecode = "toy.decode"\n'
)


def test_each_of_several_networks_is_named_with_what_it_returns(toy_course):
    workspace = toy_course(assignment=NETWORK + POINTS)
    text = readme(workspace.assignment, workspace.course)
    for part in (
        "Your network `streets` for `scenes`: `network.build_model(num_classes)` builds it",
        "Your network `corners`: `network.build_model(num_keypoints)` builds it",
        "float32 (N, num_keypoints + 1, h, w) of any h and w; each map's largest cell is the point",
        "returns what your `toy.decode(output, (H, W))` makes points of: float32 (N, num_keypoints, 2)",
    ):
        assert part in text


def test_who_hands_in_no_network_reads_of_none(toy_course):
    workspace = toy_course()
    text = readme(workspace.assignment, workspace.course)
    assert "network" not in text
    assert "measured" not in text
