"""Mistakes that instructors make: each is told, and nothing is proved."""

from autograder.authoring.qualify.tables import verdict

from .conftest import FORGETS, exam_with, told


def test_an_alternate_that_is_wrong_is_told_with_its_file(qualified):
    text = '"""By luck."""\n\n\ndef double(x):\n    return x + x\n\n\ndef triple(x):\n    return x\n'
    found = qualified({"alternates/shift/toy.py": text})
    assert not found.is_proof
    [finding] = found.findings
    assert (finding.variant, finding.question) == ("shift", "triple")
    assert finding.place.endswith("solutions/toy/alternates/shift/toy.py:8")


def test_a_mutant_that_loses_another_question_too_is_told_with_its_file(qualified):
    found = qualified({"mutants/forgets.py": FORGETS + "\n\ndef triple(x):\n    return x\n"})
    assert not found.is_proof
    [finding] = found.findings
    assert (finding.variant, finding.question) == ("forgets", "triple")
    assert finding.place.endswith("solutions/toy/mutants/forgets.py:3")


def test_a_check_without_an_assertion_is_told(qualified):
    found = qualified(exam=exam_with(test_three="submission.toy.triple(2)"))
    assert told(found) == [("lies", "triple", (0,), "0 points", "earns 4 of 4 points")]
    assert not found.is_proof


def test_an_empty_list_of_cases_is_told(qualified):
    some = "lambda rng: [rng.standard_normal((2, 3)), rng.standard_normal((3, 2))]"
    assert some in exam_with()
    [finding] = qualified(exam=exam_with().replace(some, "lambda rng: []")).findings
    assert finding.found == (
        "held: test_arrays: ExamFault: double/test_arrays has no cases, so nothing would be checked"
    )


def test_a_question_that_no_mutant_loses_is_named(qualified):
    assert "No mutant loses triple: nothing shows that its checks notice a mistake." in verdict(qualified())
