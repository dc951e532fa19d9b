"""Late policies in otter: with its own results, and once through its own grading of a notebook."""

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("otter", reason="the extra `otter` brings otter-grader")

from otter.execute import grade_notebook
from otter.plugins import PluginCollection
from otter.test_files import GradingResults
from otter.test_files import abstract_test as otters
from otter.test_files.exception_test import ExceptionTestFile

from autograder.errors import ConfigError, ExportError
from autograder.integrations.otter import LatePolicy

STEPS = {"late": {"steps": [{"until": "24 h", "keep": 0.85}, {"until": "48 h", "keep": 0.7}]}}
NAME = "autograder.integrations.otter.LatePolicy"


def metadata(created="2026-03-08T23:59:00-07:00", *dues):
    dues = dues or ("2026-03-07T23:59:00.000000-08:00",)
    users = [{"name": f"Student {k}", "assignment": {"due_date": due}} for k, due in enumerate(dues)]
    return {"id": 7, "created_at": created, "users": users, "assignment": {"due_date": dues[0]}}


def results(**points):
    """Otter's results: name → (earned, possible), each question of one test case or two."""
    files = []
    for name, (earned, possible) in points.items():
        cases = [otters.TestCase(name, None, False, part, None, None) for part in (earned, possible - earned)]
        test = ExceptionTestFile(name, f"tests/{name}.py", cases, all_or_nothing=False)
        test.test_case_results = [
            otters.TestCaseResult(test_case=case, message="", passed=passed)
            for case, passed in zip(cases, (True, False), strict=True)
        ]
        files.append(test)
    return GradingResults(files)


def after(found, config=STEPS, when=None):
    plugin = LatePolicy("notebook.ipynb", metadata() if when is None else when, config)
    plugin.after_grading(found)
    return plugin


def scores(found):
    return {name: found.get_score(name) for name in found.test_files}


def test_lateness_is_taken_from_each_question_and_explained():
    found = results(q1=(10, 10), q2=(5, 10))
    plugin = after(found)  # 23 h late: the clocks were set forward that night
    assert scores(found) == {"q1": 8.5, "q2": 4.25}
    assert plugin.generate_report() == found.output
    assert found.output.startswith("Lateness (23 h late): 15.00 points became 12.75. 23 h late (at most 24 h)")


def test_gradescope_adds_the_scores_of_the_tests_so_their_sum_is_what_the_policy_gives():
    found = results(q1=(1, 1), q2=(1, 1), q3=(1, 1))
    after(found)
    assert found.total == pytest.approx(2.55)
    assert scores(found) == {"q1": 0.85, "q2": 0.85, "q3": 0.85}


def test_on_time_and_exactly_at_the_deadline_nothing_changes():
    for created in ("2026-03-07T23:59:00-08:00", "2026-03-01T00:00:00+00:00"):
        found = results(q1=(10, 10), q2=(5, 10))
        assert "on time" in after(found, when=metadata(created)).generate_report()
        assert scores(found) == {"q1": 10, "q2": 5}


def test_a_student_has_their_own_deadline_and_a_group_the_latest():
    extended = metadata("2026-03-08T23:59:00-07:00", "2026-03-07T23:59:00-08:00", "2026-03-09T23:59:00-07:00")
    found = results(q1=(10, 10))
    after(found, when=extended)
    assert scores(found) == {"q1": 10}
    found = results(q1=(10, 10))
    after(found, {"late": {**STEPS["late"], "group": "earliest"}}, extended)
    assert scores(found) == {"q1": 8.5}


def test_without_deadlines_in_the_metadata_the_configured_one_holds():
    nobody = {"created_at": "2026-03-08T23:59:00-07:00", "users": []}
    found = results(q1=(10, 10))
    after(found, {**STEPS, "due": "2026-03-07T23:59:00-08:00"}, nobody)
    assert scores(found) == {"q1": 8.5}


def test_without_metadata_it_is_graded_as_on_time_and_says_so():
    found = results(q1=(10, 10))
    assert "time of handing in unknown" in after(found, when={}).generate_report()
    assert scores(found) == {"q1": 10}


def test_only_some_questions_may_be_touched():
    found = results(q1=(10, 10), report=(8, 10))
    after(found, {"late": {**STEPS["late"], "questions": ["q1"]}})
    assert scores(found) == {"q1": 8.5, "report": 8}
    with pytest.raises(ConfigError, match=r"late\.questions: there is no question 'q2'; expected one of q1"):
        after(results(q1=(1, 1)), {"late": {**STEPS["late"], "questions": ["q2"]}})


def test_what_was_said_before_stays():
    found = results(q1=(10, 10))
    found.set_output("Well done.")
    after(found)
    assert found.output.startswith("Well done.\n\nLateness (23 h late)")


def test_results_that_otter_could_not_make_stay_as_they_are():
    broken = GradingResults.without_results(RuntimeError("kernel died"))
    after(broken)
    assert broken.total == 0


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({}, "late is missing"),
        ({"late": {}}, "expected what late work costs"),
        ({"late": {"steps": [{"until": "24 hours", "keep": 0.85}]}}, r"steps\[1\]\.until: expected a length of time"),
        ({"late": STEPS["late"], "duo": "x"}, "duo.*did you mean 'due'"),
        ({**STEPS, "due": "2026-03-07T23:59:00"}, "due: expected an offset from UTC"),
        ({**STEPS, "due": "tomorrow"}, "due: not a date with a time"),
        ({**STEPS, "timezone": "Mars"}, "unknown time zone 'Mars'"),
    ],
)
def test_wrong_settings_are_told_when_the_plugin_is_made(config, problem):
    with pytest.raises(ConfigError, match=problem):
        LatePolicy("notebook.ipynb", metadata(), config)


def test_metadata_that_say_nothing_of_a_time_are_no_reason_to_take_points():
    found = results(q1=(10, 10))
    with pytest.raises(ExportError, match="created_at"):
        after(found, when={"users": []})
    assert scores(found) == {"q1": 10}


hundredth = st.integers(0, 2000).map(lambda cents: cents / 100)


@given(
    earned=st.lists(hundredth, min_size=1, max_size=6),
    hours=st.floats(0, 100),
    rule=st.sampled_from(
        [
            STEPS["late"],
            {"per": {"every": "24 h", "percent": 10}},
            {"per": {"every": "1 h", "points": 0.3}},
            {"linear": {"until": "72 h", "keep": 0.1}},
            {"cap": 0.5},
            {"per": {"every": "12 h", "percent": 20, "of": "possible"}, "floor": {"keep": 0.4}},
        ]
    ),
)
def test_each_question_gets_at_most_what_it_earned_and_their_sum_is_the_grade(earned, hours, rule):
    from datetime import UTC, datetime, timedelta

    due = datetime(2026, 5, 1, tzinfo=UTC)
    when = metadata((due + timedelta(hours=hours)).isoformat(), due.isoformat())
    found = results(**{f"q{k}": (points, 20) for k, points in enumerate(earned)})
    before = scores(found)
    told = after(found, {"late": rule}, when).generate_report()
    now = scores(found)
    assert all(0 <= now[name] <= before[name] for name in before)
    assert f"became {sum(now.values()):.2f}" in told.replace("points became", "became")


@pytest.mark.slow
def test_through_otters_own_grading_of_a_notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests").mkdir()
    test = "from otter.test_files import test_case\nOK_FORMAT = False\nname = 'q1'\npoints = 4\n\n\n"
    test += "@test_case(name='adds')\ndef test_adds(add):\n    assert add(1, 2) == 3\n"
    (tmp_path / "tests" / "q1.py").write_text(test)
    cells = [
        "import otter\ngrader = otter.Notebook(tests_dir='tests')",
        "def add(a, b):\n    return a + b",
        "grader.check('q1')",
    ]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    book.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(book, tmp_path / "hw.ipynb")
    plugins = PluginCollection([{NAME: json.loads(json.dumps(STEPS))}], str(tmp_path / "hw.ipynb"), metadata())
    found = grade_notebook(
        "hw.ipynb",
        tests_glob=["tests/q1.py"],
        cwd=str(tmp_path),
        test_dir="tests",
        plugin_collection=plugins,
        force_python3_kernel=True,
    )
    assert scores(found) == {"q1": 3.4}
    assert "4.00 points became 3.40" in plugins.generate_report()
