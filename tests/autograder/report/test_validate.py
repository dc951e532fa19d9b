import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.report.validate import MAX_TEXT, findings, problems, read

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


CUT = "characters, more than 100,000, are cut in the middle"
ESCAPE = "character U+001B"
FORMATS = "text, html, simple_format, md, ansi"


def kinds(document):
    return [(finding.kind, finding.text) for finding in findings(document)]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"more": 1}, ("warning", "more: unknown key")),
        ({"output": "x\ry"}, ("warning", r"output: character U+000D is not fit for text: lines end in \n")),
        ({"output": "\x1b[1m"}, ("warning", f"output: {ESCAPE} is not fit for text: colours need the format ansi")),
        ({"output": "x\ud800"}, ("error", "output: character U+D800 is not fit for text")),
        ({"score": -1}, ("error", "score: expected zero or more, found -1")),
        ({"output_format": "html5"}, ("error", f"output_format: expected one of {FORMATS}, found 'html5'")),
        (
            {"output": "x" * (MAX_TEXT + 1)},
            ("warning", f"output: 100,001 {CUT}"),
        ),
        (
            {"output": f"<img src='data:image/png;base64,{'A' * MAX_TEXT}'>", "output_format": "html"},
            ("error", f"output: 100,034 {CUT}, which spoils the image in it"),
        ),
        (
            {"leaderboard": [{"name": "a", "value": 1}, {"name": "a", "value": 2}]},
            ("error", "leaderboard: 2 entries are named 'a'"),
        ),
    ],
)
def test_what_gradescope_takes_all_the_same_is_a_warning(change, finding):
    assert kinds(GOOD | {"output_format": "text"} | change) == [finding]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"score": 3}, "tests[0]: a score of 3 of 2, more than there is to earn"),
        ({"score": 0}, "tests[0]: passed, with a score of 0 of 2"),
    ],
)
def test_points_that_look_wrong_are_a_warning(change, finding):
    assert kinds(GOOD | {"tests": [GOOD["tests"][0] | change]}) == [("warning", finding)]


def test_two_tests_with_one_number_are_a_warning():
    assert kinds(GOOD | {"tests": GOOD["tests"] * 2}) == [("warning", "tests: 2 have the number '1.1'")]


def test_colours_are_fine_where_they_are_shown():
    ansi = {"tests": [GOOD["tests"][0] | {"output": "\x1b[1mbold\x1b[0m", "output_format": "ansi"}]}
    assert kinds(GOOD | ansi) == []
    usual = {
        "visibility": "visible",
        "test_output_format": "ansi",
        "tests": [{"status": "passed", "output": "\x1b[1mbold\x1b[0m"}],
    }
    assert kinds(GOOD | usual) == []
    assert [kind for kind, _ in kinds(GOOD | ansi | {"output": "\x1b[1m"})] == ["warning"]
    assert [kind for kind, _ in kinds(GOOD | {"tests": [ansi["tests"][0] | {"name": "\x1b[1m"}]})] == ["warning"]


def test_what_is_only_stored_may_hold_any_characters_that_json_has():
    assert kinds(GOOD | {"extra_data": {"log": "\x1b[1m\r\n"}}) == []
    assert [kind for kind, _ in kinds(GOOD | {"extra_data": {"log": "\ud800"}})] == ["error"]


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", "not JSON, so it would be recorded as a score of 0: Expecting value: line 1 column 1 (char 0)"),
        (b"{'score': 1}", "not JSON, so it would be recorded as a score of 0: Expecting property name"),
        (b"\xef\xbb\xbf{}", "not JSON, so it would be recorded as a score of 0: Unexpected UTF-8 BOM"),
        (b"[" * 100_000, "not JSON, so it would be recorded as a score of 0: "),
        (b'{"score": 1, "output": "\xe9"}', "byte 24: expected UTF-8, found 0xe9"),
        (b'{"score": NaN}', "NaN is not JSON and breaks the upload"),
        (b'{"score": 1, "extra_data": {"a": [-Infinity]}}', "-Infinity is not JSON and breaks the upload"),
    ],
)
def test_bytes_that_are_no_results_json(data, finding):
    found = read(data)[1]
    assert found[0].kind == "error"
    assert found[0].text.startswith(finding)


def test_a_key_given_twice_is_a_warning():
    document, found = read(b'{"score": 1, "score": 2}')
    assert document == {"score": 2}
    assert [(each.kind, each.text) for each in found] == [
        ("warning", "score: given twice in one object, and the last counts")
    ]


def test_bytes_of_a_good_document_are_read_as_it():
    assert read(json.dumps(GOOD).encode()) == (GOOD, [])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*GOOD, *GOOD["tests"][0], "held", "value", "order"]), inner, max_size=4)
    ),
    max_leaves=15,
)


@given(document=json_values)
def test_whatever_json_holds_is_told_and_never_breaks(document):
    for finding in findings(document):
        assert finding.kind in ("error", "warning")
        assert finding.text
    read(json.dumps(document).encode())


def test_scores_that_add_up_to_less_than_nothing_are_told():
    lost = {"score": -5, "max_score": 2}
    earned = {"score": 1, "max_score": 2}
    told = "tests: expected scores that add up to zero or more, found -4: give the total as score"
    assert problems({"tests": [lost, earned]}) == [told]
    assert problems({"score": 0, "tests": [lost, earned]}) == []
    assert problems({"tests": [{**lost, "score": -1}, earned]}) == []


def test_the_place_of_a_test_is_its_own_whatever_stands_before_it():
    found = problems({"score": 1, "tests": [1, {"name": [], "score": 1}]})
    assert "tests[1].name: expected text, found []" in found
