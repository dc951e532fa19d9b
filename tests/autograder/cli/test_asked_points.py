import pytest

from autograder.cli.asked_points import score_of
from autograder.errors import ConfigError

QUESTIONS = {"forward": 20.0, "backward": 30.0}


def points(*given, possible=QUESTIONS, touched=()):
    scored = score_of(given, possible, touched)
    return [(each.question, each.earned, each.possible) for each in scored.questions]


def test_without_any_it_is_all_points():
    assert points() == [("forward", 20.0, 20.0), ("backward", 30.0, 30.0)]
    assert points(touched=("forward",)) == points()
    assert points(possible={}) == [("all", 100.0, 100.0)]


def test_a_total():
    assert points("42.5") == [("all", 42.5, 50.0)]
    assert points("42.5", possible={}) == [("all", 42.5, 100.0)]
    assert points("17/20", possible={}) == [("all", 17.0, 20.0)]


def test_points_of_each_question():
    assert points("forward=20", "backward=7.5") == [("forward", 20.0, 20.0), ("backward", 7.5, 30.0)]
    assert points("a=3/5", "b=4/5", possible={}, touched=("a",)) == [("a", 3.0, 5.0), ("b", 4.0, 5.0)]


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (["many"], {}, "--score: expected 85, 85/100 or QUESTION=20, found 'many'"),
        (["-5"], {}, "found '-5'"),
        (["9" * 30], {}, "found '9999"),
        (["5/100"], {}, "--score 5/100: there are 50 points in all"),
        (["forward=5/10", "backward=0"], {}, "--score forward=5/10: there are 20 points in all for forward"),
        (["nan"], {}, "found 'nan'"),
        (["51"], {}, "--score 51: expected at most 50 points"),
        (["forward=21", "backward=0"], {}, "--score forward=21: expected at most 20 points"),
        (["foward=1"], {}, "there is no question 'foward'; did you mean 'forward'"),
        (["forward=1"], {}, "expected the points of every question, found none of backward"),
        (["forward=1", "forward=2"], {}, "once for each question"),
        (["5", "6"], {}, "once for each question"),
        (["forward=1", "5"], {}, "once for each question"),
        (["5"], {"touched": ("forward",)}, "the policy is about forward: expected QUESTION=POINTS for each"),
        ([], {"possible": {}, "touched": ("a",)}, "about a: expected QUESTION=EARNED/POSSIBLE for each"),
        (["a=3"], {"possible": {}}, "--score a=3: of how many? Expected a=3/POSSIBLE"),
        (["b=3/5"], {"possible": {}, "touched": ("a",)}, "found none of a"),
    ],
)
def test_what_is_not_known_is_refused(given, options, message):
    with pytest.raises(ConfigError) as caught:
        points(*given, **options)
    assert message in str(caught.value)
