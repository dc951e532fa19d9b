"""The three witnesses of the loop rule, by a real exam of conv2d_forward in a real sandbox."""

import re
import sys
from pathlib import Path

import pytest

from autograder.errors import SandboxFault
from autograder.exam import rule_item
from autograder.exam.reference import read_reference
from autograder.exam.rule_item import RuleItem
from autograder.exam.session import with_exam
from autograder.records import HandIn, Outcome, SourceFile, Submission
from autograder.workspace import open_assignment

from . import hidden_loops as loops

CONV = open_assignment("conv", Path(__file__).parents[3])
QUESTION = "conv2d_forward"
VARIANTS = {
    **{("source", name): text for name, text in loops.BY_SOURCE.items()},
    **{("steps", name): text for name, text in loops.BY_STEPS.items()},
    **{("time", name): text for name, text in loops.BY_TIME.items()},
    **{("disturbing", name): text for name, text in loops.DISTURBING.items()},
    **{("accepted", name): text for name, text in loops.ACCEPTED.items()},
    **{("fixed", name): text for name, text in loops.FIXED.items()},
    **{("not fixed", name): text for name, text in loops.FIXED.items()},
}


def submission(texts):
    reference = read_reference(CONV).sources["layers"]
    texts = {**texts, "layers": f"{reference.text}\n{texts['layers']}"}
    sources = {name: SourceFile(module=name, origin=f"{name}.py", text=text) for name, text in texts.items()}
    return Submission(hand_in=HandIn(key="someone"), sources=sources)


@pytest.fixture(scope="module")
def examined():
    """(kind, name) → results by the name of the check."""
    if sys.platform != "linux":
        pytest.skip("grading needs the Linux sandbox")
    from autograder.sandbox.linux import LinuxSandbox

    blind = pytest.MonkeyPatch()

    def body(exam):
        rules = next(item for item in exam._items if isinstance(item, RuleItem))
        found = {}
        for (kind, name), texts in VARIANTS.items():
            if "helper" in texts and kind in ("steps", "time", "disturbing"):  # whatever else it may not see some day
                blind.setattr(rule_item, "violations", lambda *_: [])
            loose = {"imports": (), "loops": "fixed" if kind == "fixed" else False}
            rules.rules = rules.rules.model_copy(update=loose)
            results = exam.examine(submission(texts), sandbox)
            blind.undo()
            found[kind, name] = {result.check.id.partition("/")[2]: result for result in results}
        return found

    try:
        sandbox = LinuxSandbox(("numpy",))
    except SandboxFault as fault:
        pytest.skip(f"the Linux sandbox does not start here: {fault}")
    with sandbox:
        return with_exam(CONV, body, QUESTION)


def of_kind(kind):
    return pytest.mark.parametrize("name", [name for known, name in VARIANTS if known == kind])


def the_rest_passes(results):
    return {name: r.message for name, r in results.items() if name != "rules" and r.outcome is not Outcome.PASSED}


@pytest.mark.parametrize(("kind", "name"), VARIANTS, ids=[f"{kind}: {name}" for kind, name in VARIANTS])
def test_every_answer_is_right(examined, kind, name):
    assert the_rest_passes(examined[kind, name]) == {}


@of_kind("source")
def test_the_reading_of_the_source_refuses(examined, name):
    rules = examined["source", name]["rules"]
    assert rules.outcome is Outcome.NOT_ALLOWED
    assert ".py, line " in rules.message
    assert "runs more and more" not in rules.message


@of_kind("steps")
def test_the_count_of_steps_refuses(examined, name):
    rules = examined["steps", name]["rules"]
    assert rules.outcome is Outcome.NOT_ALLOWED, rules.flag
    assert re.match("layers.conv2d_forward runs more and more Python as (N grows|all sizes grow): ", rules.message)
    assert "; most of it in " in rules.message
    assert ".py, line " in rules.message


@of_kind("time")
def test_processor_time_is_flagged_and_costs_nothing(examined, name):
    rules = examined["time", name]["rules"]
    assert rules.outcome is Outcome.PASSED
    assert "times the processor time for N = 2,000 as for 1 (" in rules.flag


@of_kind("disturbing")
def test_who_disturbs_the_count_is_refused_or_flagged(examined, name):
    rules = examined["disturbing", name]["rules"]
    told = rules.message if rules.outcome is Outcome.NOT_ALLOWED else rules.flag
    assert "disturbs the counting" in told or "runs more and more" in told or "processor time for N" in told


@of_kind("accepted")
def test_an_odd_style_is_accepted(examined, name):
    rules = examined["accepted", name]["rules"]
    assert (rules.outcome, rules.message) == (Outcome.PASSED, "")
    assert "processor time cannot be measured" not in rules.flag


@of_kind("accepted")
def test_an_odd_style_is_not_flagged(examined, name):
    assert examined["accepted", name]["rules"].flag == ""


@of_kind("fixed")
def test_a_loop_of_fixed_length_passes_where_it_may(examined, name):
    assert examined["fixed", name]["rules"].outcome is Outcome.PASSED
    assert examined["not fixed", name]["rules"].outcome is Outcome.NOT_ALLOWED


def test_each_line_that_is_named_is_one_of_the_loop(examined):
    rules = examined["steps", "a star import after definitions"]["rules"]
    assert "most of it in helper.py, line 3: return np.stack([np.einsum(" in rules.message
