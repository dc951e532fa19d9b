"""Expected answers are computed once for a batch."""

import numpy as np
import pytest

from autograder.errors import ExamFault
from autograder.exam.oracles import oracle


def test_an_oracle_answers_once_for_the_same_case():
    calls = []

    @oracle
    def expected(case):
        calls.append(case)
        return case * 2

    first, second = np.ones(2), np.ones(2)
    assert expected(first) is expected(first)
    assert expected(second) is not expected(first)
    assert len(calls) == 2


def test_cases_stay_alive_so_that_no_other_is_taken_for_them():
    @oracle
    def expected(case):
        return float(case.sum())

    assert [expected(np.full(3, float(i))) for i in range(50)] == [3.0 * i for i in range(50)]


def test_no_check_can_change_an_expected_answer():
    @oracle
    def expected(case):
        return np.ones(2), (np.zeros(1),)

    pair = expected("case")
    for array in (pair[0], pair[1][0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5


@pytest.mark.parametrize("raised", [KeyError("b"), AssertionError("no such case")])
def test_an_oracle_that_breaks_is_a_fault_that_names_it_and_the_case(raised):
    @oracle
    def expected(case):
        raise raised

    with pytest.raises(ExamFault, match=r"^the oracle .*test_oracles.*expected for x \(2, 3\): (Key|Assertion)Error: "):
        expected("x (2, 3)")
