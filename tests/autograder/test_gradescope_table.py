import pytest

from autograder.errors import ConfigError
from autograder.gradescope_table import Gradescope
from autograder.tables import parse_table

from .conftest import ASSIGNMENT

NETWORK = '[[networks]]\nname = "roads"\ntask = "segmentation"\nmodule = "toy"\nweights = ["a.safetensors"]\n'


def read(text):
    return parse_table(text, "x.toml", Gradescope)


def test_what_holds_by_default_is_below_gradescopes_own_limit_and_shows_nobodys_numbers():
    table = read("")
    assert (table.minutes, table.attempts, table.torch, table.leaderboard) == (9.0, "active", "cpu", ())


@pytest.mark.parametrize("torch", ["", "cpu", "cu128", "https://example.edu/whl/cpu", "file:///wheels"])
def test_where_torch_may_come_from(torch):
    assert read(f"torch = {torch!r}").torch == torch


@pytest.mark.parametrize(
    "torch", ["CPU", "'; rm -rf /", "$(id)", "https://example.edu/`id`", "a b", "ftp://example.edu"]
)
def test_nothing_that_a_shell_would_run_is_the_name_of_an_index(torch):
    with pytest.raises(ConfigError, match=r"x.toml: torch: string should match pattern"):
        read(f'torch = "{torch}"')


@pytest.mark.parametrize("line", ["minutes = 0", "minutes = 40", "attempts = 'last'", "leaderboard = [{ name = 'x' }]"])
def test_what_is_wrong_is_said(line):
    with pytest.raises(ConfigError, match=r"x.toml: (minutes|attempts|leaderboard)"):
        read(line)


def test_a_leaderboard_is_about_networks_that_are_handed_in(toy_course):
    board = '[gradescope]\nleaderboard = [{ measure = "mean_iou", network = "roads" }]\n'
    with pytest.raises(ConfigError, match=r"assignment.toml: leaderboard, 'mean_iou': assignment.toml has no"):
        toy_course(assignment=ASSIGNMENT + board)
    assert toy_course(assignment=ASSIGNMENT + board + NETWORK).assignment.gradescope.leaderboard[0].network == "roads"
    with pytest.raises(ConfigError, match="there is no network 'roads'; did you mean 'road'"):
        toy_course(assignment=ASSIGNMENT + board + NETWORK.replace("roads", "road"))
