"""A check that breaks on what students return by mistake is told before a student's hand-in is held for it."""

import sys

import pytest

from autograder.authoring.qualify import tables
from autograder.authoring.qualify.junk import JUNK, junk
from autograder.authoring.variants import Kind, variants
from autograder.errors import ConfigError

from ...conftest import REFERENCE
from .conftest import FORGETS, exam_with

linux = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")
NATURAL = {
    "unpacked": ("one, two = submission.toy.triple(np.ones(2)); assert one == two == 3", 5),
    "asked for its shape": ("assert submission.toy.triple(np.ones(2)).shape == (2,)", 5),
    "indexed": ("assert submission.toy.triple(np.ones(2))[0] == 3", 4),  # a text has a first letter, and that is not 3
    "compared by numpy": ("assert np.allclose(submission.toy.triple(np.ones(2)), 3.0)", 2),  # an empty list is close!
}


def values(variant):
    names = {}
    exec(variant.submission.sources["toy"].text, names)
    return names


def test_every_function_and_class_returns_the_junk_whatever_it_is_given(variant_course):
    workspace = variant_course(reference=REFERENCE + "\n\nclass Net:\n    pass\n\n\nasync def later():\n    pass\n")
    found = list(junk(next(variants(workspace))))
    assert [variant.kind for variant in found] == [Kind.JUNK] * 5
    for variant, value in zip(found, [None, 0, [], (), "junk"], strict=True):
        names = values(variant)
        assert [names[name](1, x=2) for name in ("double", "triple", "Net", "later")] == [value] * 4


@linux
@pytest.mark.parametrize(("body", "count"), NATURAL.values(), ids=NATURAL)
def test_a_natural_check_that_holds_what_is_merely_wrong_is_told(qualified, body, count):
    found = qualified(only="junk_*", questions=("triple",), exam=exam_with(test_three=body))
    told = [finding for finding in found.findings if finding.kind is Kind.JUNK]
    assert len({finding.variant for finding in told}) == count
    assert {finding.question for finding in told} == {"triple"}
    assert not found.holds
    for finding in told:
        assert finding.found.startswith(f"breaks test_three with {JUNK[finding.variant]}: ")
        assert "Error: " in finding.found
        assert ".returning(" in finding.mend
        assert "assert_matches" in finding.mend
        file, _, line = finding.place.rpartition(":")
        with open(file, encoding="utf-8") as stream:
            assert stream.read().splitlines()[int(line) - 1].strip() == body


@linux
def test_checks_that_compare_with_ours_hold_nothing_up(qualified):
    found = qualified(only="junk_*")
    assert found.findings == []
    assert {trial.variant.name for trial in found.trials} == {"reference", *JUNK}
    assert [trial.seed for trial in found.trials if trial.variant.kind is Kind.JUNK] == [0] * 5
    assert list(tables.by_kind(found).columns[1].cells) == ["1 of 1", "5 of 5"]


def test_a_variant_that_is_called_as_junk_is_refused(qualified):
    with pytest.raises(ConfigError, match="'junk_none' is the name of an answer that qualify makes itself"):
        qualified({"mutants/junk_none.py": FORGETS})
