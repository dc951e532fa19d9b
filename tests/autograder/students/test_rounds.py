"""Rounds of checks: each runs what a save concerns, with one sandbox for all of them."""

import pytest

from autograder.students import warming
from autograder.students.checker import with_checker
from autograder.students.rounds import rounds

from .conftest import HELPER, MORE, TOY

ALL = ("double", "sextuple", "secret")


def watched(folder, *steps, asked=ALL):
    """The rounds while `steps`, functions of the folder, are done one at each wait."""
    pending = list(steps)

    class Over(Exception):
        pass

    def wait(folder, before, suffixes):
        if not pending:
            raise Over
        pending.pop(0)(folder)
        return {**before, "saved.py": (len(pending),)}

    def body(checker):
        found = []
        try:
            for each in rounds(checker, asked, wait):
                found.append(each)
        except Over:
            return found
        return [*found, "ended"]

    return with_checker(folder, body, asked)


def write(name, text):
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def fresh(round_):
    return round_.fresh.questions if round_.fresh else round_.problem


def test_a_save_runs_only_what_it_concerns_and_the_rest_stays_known(handout):
    wrong = TOY.replace("2 *", "3 *")
    first, second, third = watched(
        handout,
        write("toy.py", wrong),
        write("toy.py", wrong),  # saved as it was: nothing to say
        write("helper.py", HELPER.replace("3", "4")),
    )
    assert (fresh(first), first.standing.passed, first.saved) == (ALL, True, ())
    assert (fresh(second), second.standing.passed, second.saved) == (("double",), False, ("saved.py",))
    assert fresh(third) == ("sextuple", "secret")
    outcomes = {result.check.question: result.outcome.value for result in third.standing.results}
    assert outcomes == {"double": "failed", "sextuple": "failed"}


def test_a_syntax_error_and_a_file_that_is_away_end_nothing(handout):
    found = watched(
        handout,
        write("toy.py", "def double(x:\n"),
        lambda folder: [path.unlink() for path in folder.glob("*.py") if not path.name.startswith("test_public")],
        lambda folder: [write(name, text)(folder) for name, text in (("toy.py", TOY), ("more.py", MORE))],
        write("helper.py", HELPER),
    )
    whole, broken, gone, back, helped = found
    assert whole.standing.passed
    (result,) = broken.fresh.results
    assert result.outcome.value == "crashed"
    assert "toy.py, line 1" in result.message
    assert gone.fresh is None
    assert "expected toy.py and more.py" in gone.problem
    assert fresh(back) == ALL  # its helper is still away
    assert not back.standing.passed
    assert helped.standing.passed


def test_back_to_what_it_was_after_a_problem_is_told_too(handout):
    away = [lambda folder, n=name: (folder / n).rename(folder / f"{n}.away") for name in ("toy.py", "more.py")]
    back = lambda folder: [(folder / f"{n}.away").rename(folder / n) for n in ("toy.py", "more.py")]  # noqa: E731
    found = watched(handout, lambda folder: [step(folder) for step in away], back)
    assert [fresh(each) for each in found[:1]] == [ALL]
    assert "expected toy.py" in found[1].problem
    assert found[2].fresh.questions == ()
    assert found[2].standing.passed


def test_it_ends_where_the_files_of_the_course_change(handout):
    def harder(folder):
        path = next(folder.glob("test_public_toy*.py"))
        path.write_text(path.read_text().replace("double(2), 4", "double(2), 5"))

    assert watched(handout, harder)[-1] == "ended"


def test_all_rounds_share_one_sandbox(handout, monkeypatch):
    started = []
    usual = warming.for_checking
    monkeypatch.setattr(warming, "for_checking", lambda libraries: started.append(libraries) or usual(libraries))
    found = watched(handout, write("toy.py", TOY + "\n"), write("more.py", MORE + "\n"))
    assert len(found) == 3
    assert started == [("numpy",)]


def test_only_what_was_asked_about_is_run(handout):
    found = watched(handout, write("more.py", MORE + "\n"), write("toy.py", TOY + "\n"), asked=("double",))
    assert [fresh(each) for each in found] == [("double",), ("double",)]


@pytest.mark.parametrize("asked", [("secret",)])
def test_questions_with_hidden_checks_only_need_no_sandbox(handout, monkeypatch, asked):
    monkeypatch.setattr(warming, "for_checking", lambda libraries: pytest.fail("a sandbox was started"))
    (only,) = watched(handout, asked=asked)
    assert (only.fresh.questions, only.fresh.results) == (("secret",), ())
