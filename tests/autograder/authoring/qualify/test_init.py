"""Right answers earn everything, wrong ones lose what they must; whatever does not hold is named."""

import sys
from pathlib import Path

import pytest

from autograder.authoring.qualify import SEEDS, findings
from autograder.authoring.qualify.junk import JUNK
from autograder.errors import ConfigError

from ...conftest import REFERENCE
from .conftest import FORGETS, LIES, SHIFT, exam_with, first_number, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")


def test_an_assignment_whose_variants_do_as_they_must_is_qualified(qualified):
    found = qualified()
    assert told(found) == []
    assert found.is_proof
    assert 0 < found.reference_seconds < found.seconds
    trials = [(trial.variant.name, trial.seed) for trial in found.trials]
    right = [(name, seed) for name in ("reference", "shift") for seed in range(SEEDS)]
    assert sorted(trials) == sorted(
        [*right, ("skeleton", 0), ("forgets", 0), ("lies", 0), *((name, 0) for name in JUNK)]
    )


def test_one_process_finds_what_several_find(qualified, monkeypatch):
    monkeypatch.setattr("autograder.batch.side_by_side._can_fork", lambda: False)
    wrong = FORGETS.replace('("double",)', '("triple",)')
    assert len(told(qualified({"mutants/forgets.py": wrong}))) == 2


def test_a_mutant_that_loses_more_than_it_names_is_told(qualified):
    more = f"{FORGETS}\n\ndef triple(x):\n    return x\n"
    [(variant, question, _, expected, found)] = told(qualified({"mutants/forgets.py": more}))
    assert (variant, question, expected) == ("forgets", "triple", "all 4 points")
    assert found == "earns 0: test_three: result: expected 6, got 2"


def test_a_mutant_that_keeps_what_it_names_is_told(qualified):
    less = FORGETS.replace('("double",)', '("double", "triple")')
    found = qualified({"mutants/forgets.py": less})
    assert told(found) == [("forgets", "triple", (0,), "to lose points", "keeps all 4: no check notices")]
    assert "LOSES" in found.findings[0].mend
    assert not found.is_proof


def test_an_alternate_that_fails_with_one_seed_only_is_told_with_that_seed(qualified, variant_course):
    number = first_number(variant_course(), seed=3)
    picky = SHIFT.replace("return x + x\n", f"return x + x + (getattr(x, 'flat', [0])[0] == {number!r})\n", 1)
    [(variant, question, seeds, expected, found)] = told(qualified({"alternates/shift/toy.py": picky}))
    assert (variant, question, seeds, expected) == ("shift", "double", (3,), "all 6 points")
    assert "test_arrays" in found


def test_an_alternate_that_always_fails_is_told_once(qualified):
    wrong = SHIFT.replace("return x + x\n", "return x\n")
    assert [seeds for _, _, seeds, _, _ in told(qualified({"alternates/shift/toy.py": wrong}))] == [(0, 1, 2, 3, 4)]


def test_a_right_answer_that_runs_out_of_time_is_not_called_wrong(qualified):
    slow = SHIFT.replace("return x + x + x\n", "import time; time.sleep(60)\n")
    found = qualified({"alternates/shift/toy.py": slow})
    assert [(f.variant, f.question) for f in found.findings] == [("shift", "triple")]
    assert "try it again alone" in found.findings[0].mend


def test_a_cheat_that_earns_is_told(qualified):
    lucky = LIES.replace("def triple(x):\n    return 4.5", "def triple(x):\n    return 6")
    assert told(qualified({"cheats/lies/toy.py": lucky})) == [
        ("lies", "triple", (0,), "0 points", "earns 4 of 4 points")
    ]


def test_a_cheat_that_only_the_source_rules_stop_is_told(qualified):
    looping = LIES.replace("    return 4.5", "    for _ in range(2):\n        total = 2 * x\n    return total", 1)
    assert told(qualified({"cheats/lies/toy.py": looping})) == [
        ("lies", "double", (0,), "0 points without the source rules too", "would earn 6 of 6 points")
    ]


def test_a_skeleton_that_earns_is_told(qualified):
    found = qualified({"cheats/lies/toy.py": LIES}, exam=exam_with(test_three="submission.toy"))
    assert ("skeleton", "triple", (0,), "0 points", "earns 4 of 4 points") in told(found)


def test_a_skeleton_that_cannot_be_imported_is_told(qualified):
    needed = "# BEGIN SOLUTION\nFACTOR = 2\n# END SOLUTION\nTABLE = [FACTOR]\n"
    found = [finding for finding in qualified(reference=needed + REFERENCE).findings if finding.variant == "skeleton"]
    assert {(f.question, f.expected) for f in found} == {
        ("double", "each check to end in 'not implemented yet'"),
        ("triple", "each check to end in 'not implemented yet'"),
    }
    assert all("NameError: name 'FACTOR' is not defined" in f.found for f in found)


def test_a_check_that_asks_nothing_of_the_skeleton_is_told(qualified):
    """It costs nothing, because the question's other check fails; and it says nothing either."""
    found = qualified(exam=exam_with(test_two="assert submission.toy"))
    assert [(f.question, f.found) for f in found.findings if f.variant == "skeleton"] == [
        ("double", "test_two: passed")
    ]


def test_a_check_that_breaks_by_itself_is_told_as_a_fault(qualified):
    exam = exam_with(test_three="assert submission.toy.triple(2) == 6 or {}[submission.toy.triple(2)]")
    found = qualified({"mutants/breaks.py": FORGETS.replace("double", "triple")}, exam=exam)
    [finding] = [finding for finding in found.findings if finding.variant == "breaks"]
    assert finding.is_fault
    assert finding.found.startswith("held: test_three: KeyError: 2")
    file, _, line = finding.place.rpartition(":")
    assert "or {}[submission" in Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_a_document_that_gradescope_would_not_take_is_told(qualified, monkeypatch):
    monkeypatch.setattr(findings, "problems", lambda document: ["score: NaN breaks the upload"])
    assert all(finding.found == "score: NaN breaks the upload" for finding in qualified().findings)
    assert qualified().findings


def test_nothing_is_tried_where_the_reference_fails(qualified):
    found = qualified(reference="def double(x):\n    return 2 * x\n\n\ndef triple(x):\n    return x\n")
    assert {variant for variant, *_ in told(found)} == {"reference"}
    assert found.untried == 4 + len(JUNK)
    assert not found.holds


def test_an_answer_that_is_wrong_with_the_courses_own_cases_only_is_found_by_thorough(qualified, variant_course):
    number = first_number(variant_course(), seed=0)
    lucky = FORGETS.replace("return x", f"return 2 * x + (getattr(x, 'flat', [0])[0] == {number!r})")
    assert told(qualified({"mutants/forgets.py": lucky})) == []
    assert [seeds for _, _, seeds, _, _ in told(qualified({"mutants/forgets.py": lucky}, thorough=True))] == [
        (1, 2, 3, 4)
    ]


def test_thorough_runs_everything_and_otherwise_only_what_can_change_is_run(qualified):
    def ran(found):
        return {trial.variant.name: trial.ran for trial in found.trials if trial.seed == 0}

    assert ran(qualified())["forgets"] == {"double"}
    assert ran(qualified(thorough=True))["forgets"] == {"double", "triple"}


def test_only_some_variants_or_questions_prove_nothing(qualified):
    found = qualified(only="forg*")
    assert {trial.variant.name for trial in found.trials} == {"reference", "forgets"}
    assert found.holds
    assert not found.is_proof
    found = qualified(questions=("triple",))
    assert list(found.tallies) == ["triple"]
    assert found.holds
    assert not found.is_proof


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"only": "forgts"}, "no variant is called 'forgts'; did you mean 'forgets'?"),
        ({"questions": ("tripel",)}, "'toy' has no question 'tripel'; did you mean 'triple'?"),
    ],
)
def test_what_is_not_there_is_named(qualified, asked, message):
    with pytest.raises(ConfigError) as caught:
        qualified(**asked)
    assert str(caught.value) == message


def test_mutants_count_where_they_must_lose(qualified):
    rule = FORGETS.replace("return x", "return sum([x for _ in (1, 2)])")
    tallies = qualified({"mutants/rule.py": rule}).tallies
    assert vars(tallies["double"]) == {
        "points": 6,
        "checks": 3,
        "public_checks": 2,
        "mutants": 2,
        "lost": 2,
        "public_catch": 2,
        "wrong": 1,
        "survive_public": 0,
        "survive": 0,
    }
    assert tallies["triple"].mutants == 0


def test_a_wrong_answer_that_only_hidden_checks_notice_survives_the_public_ones(qualified):
    shy = FORGETS.replace("return x", "return 4 if isinstance(x, int) else x")
    tally = qualified({"mutants/forgets.py": shy}).tally
    assert (tally.wrong, tally.survive_public, tally.survive, tally.public_catch, tally.lost) == (1, 1, 0, 0, 1)
