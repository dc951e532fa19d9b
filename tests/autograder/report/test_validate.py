import pytest

from autograder.report.validate import MAX_TEXT, problems

GOOD = {
    "score": 44.0,
    "execution_time": 136,
    "output": "text",
    "output_format": "simple_format",
    "test_output_format": "text",
    "test_name_format": "text",
    "visibility": "after_due_date",
    "stdout_visibility": "visible",
    "extra_data": {"any": [1, None, True, {"deep": "text"}]},
    "tests": [
        {
            "score": 2.0,
            "max_score": 2.0,
            "status": "passed",
            "name": "Your name here",
            "name_format": "text",
            "number": "1.1",
            "output": "many\nlines",
            "output_format": "text",
            "tags": ["tag1", "tag2"],
            "visibility": "visible",
            "extra_data": {},
        }
    ],
    "leaderboard": [{"name": "Time", "value": 15.1, "order": "asc"}, {"name": "Stars", "value": "*****"}],
}


def test_gradescopes_own_example_is_good():
    assert problems(GOOD) == []


@pytest.mark.parametrize("document", [[], None, 3, "text"])
def test_a_document_is_an_object(document):
    assert problems(document) == [f"expected an object, found {type(document).__name__}"]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("score", "44", "score: expected a number, found '44'"),
        ("score", True, "score: expected a number, found True"),
        ("score", None, "score: expected a number, found None"),
        ("score", -1, "score: expected zero or more, found -1"),
        ("score", float("nan"), "score: nan breaks the upload"),
        ("execution_time", float("inf"), "execution_time: inf breaks the upload"),
        ("output", 3, "output: expected text, found 3"),
        ("output", "x" * (MAX_TEXT + 1), "output: 100,001 characters, more than 100,000, are cut"),
        ("output", "a\r\nb", "output: character U+000D is not fit for text"),
        ("output", "a\x1b[0m", "output: character U+001B is not fit for text"),
        ("output", "a\ud800", "output: character U+D800 is not fit for text"),
        (
            "visibility",
            "public",
            "visibility: expected one of visible, hidden, after_due_date, after_published",
        ),
        ("stdout_visibility", [], "stdout_visibility: expected one of visible"),
        ("test_name_format", "HTML", "test_name_format: expected one of text, html, simple_format, md, ansi"),
        ("extra_data", [], "extra_data: expected an object, found []"),
        ("extra_data", {"a": [float("nan")]}, "extra_data.a[0]: nan breaks the upload"),
        ("extra_data", {"a": (1,)}, "extra_data.a: tuple is not JSON"),
        ("extra_data", {1: 2}, "extra_data: expected text as key, found 1"),
        ("tests", {}, "tests: expected a list of objects, found {}"),
        ("tests", ["x"], "tests: expected a list of objects, found ['x']"),
        ("leaderboard", [{"value": 1}], "leaderboard[0].name is missing"),
        ("leaderboard", [{"name": "x"}], "leaderboard[0].value is missing"),
        ("leaderboard", [{"name": "x", "value": []}], "leaderboard[0].value: expected a number, found []"),
        (
            "leaderboard",
            [{"name": "x", "value": 1, "order": "up"}],
            "leaderboard[0].order: expected one of asc",
        ),
        ("scores", 1, "scores: unknown key"),
    ],
)
def test_the_top_level(key, value, problem):
    found = problems(GOOD | {key: value})
    assert [each for each in found if each.startswith(problem)], found


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("score", "2", "tests[0].score: expected a number, found '2'"),
        ("max_score", -2, "tests[0].max_score: expected zero or more, found -2"),
        ("status", "fail", "tests[0].status: expected one of passed, failed, found 'fail'"),
        ("name", None, "tests[0].name: expected text, found None"),
        ("number", 1.1, "tests[0].number: expected text, found 1.1"),
        ("output", "x" * (MAX_TEXT + 1), "tests[0].output: 100,001 characters"),
        ("tags", ["a", 1], "tests[0].tags: expected a list of text, found ['a', 1]"),
        ("visibility", "never", "tests[0].visibility: expected one of"),
        ("extra_data", 1, "tests[0].extra_data: expected an object, found 1"),
        ("points", 1, "tests[0].points: unknown key"),
    ],
)
def test_a_test(key, value, problem):
    found = problems(GOOD | {"tests": [GOOD["tests"][0] | {key: value}]})
    assert [each for each in found if each.startswith(problem)], found


def test_the_longest_text_is_good():
    assert problems(GOOD | {"output": "x" * MAX_TEXT}) == []


def test_a_score_is_needed_at_the_top_or_on_every_test():
    scored, bare = {"score": 1, "status": "passed"}, {"status": "passed"}
    missing = ["score: expected one at the top or on every test"]
    assert problems({"tests": [scored, scored]}) == []
    assert problems({"score": 0, "tests": [bare]}) == []
    assert problems({"tests": [scored, bare]}) == problems({"tests": []}) == problems({}) == missing


@pytest.mark.parametrize(
    "number", [{"score": 0}, *({"tests": [{"status": "failed", key: 0}]} for key in ("score", "max_score"))]
)
def test_a_held_result_has_no_score_at_all(number):
    held = {"extra_data": {"held": True}}
    assert problems(held) == []
    assert problems(held | number) == ["held, but there is a score: it would be recorded"]


def test_what_is_not_held_needs_its_score():
    assert problems({"extra_data": {"held": False}}) == ["score: expected one at the top or on every test"]


def test_zero_of_zero_shows_as_a_pass():
    wrong = ["tests[0]: 0 of 0 shows as a pass, set status"]
    assert problems({"score": 0, "tests": [{"name": "x"}]}) == wrong
    assert problems({"score": 0, "tests": [{"score": 0, "max_score": 0}]}) == wrong
    assert problems({"score": 0, "tests": [{"score": 0, "max_score": 1}]}) == []


def test_hidden_tests_need_a_visible_one_without_a_score():
    hidden = {"score": 1, "max_score": 1, "visibility": "after_published"}
    points = {"score": 1, "max_score": 1}
    summary = {"status": "passed", "visibility": "visible"}
    wrong = ["tests: some are hidden, so students see no total: add a visible test without a score"]
    assert problems({"score": 1, "tests": [hidden, points]}) == wrong
    assert problems({"score": 1, "tests": [hidden, points, summary]}) == []
    assert problems({"score": 1, "visibility": "hidden", "tests": [{"status": "passed"}]}) == wrong
