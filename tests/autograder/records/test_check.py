"""Results of checks refuse states that make no sense."""

import pytest

from autograder.records import Check, CheckResult, Outcome, Visibility

CHECK = Check(id="q/test_a", question="q", title="a", visibility=Visibility.PUBLIC)


@pytest.mark.parametrize("credit", [-0.1, 1.1, float("nan")])
def test_credit_is_a_share(credit):
    with pytest.raises(ValueError, match=r"a share in \[0, 1\]"):
        CheckResult(check=CHECK, outcome=Outcome.FAILED, credit=credit)


def test_a_passed_check_has_all_its_credit():
    with pytest.raises(ValueError, match="passed, so its credit is 1"):
        CheckResult(check=CHECK, outcome=Outcome.PASSED, credit=0.5)
