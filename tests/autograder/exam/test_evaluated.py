"""A network is evaluated once for all checks; images come from the secret; what fails once is not run again."""

import numpy as np
import pytest

from autograder.errors import ExamFault
from autograder.exam.evaluated import LazyEvaluation, labelled, pointed, the_only
from autograder.exam.reference import read_reference
from autograder.exam.session import with_exam
from autograder.records import Outcome
from autograder.sandbox.choose import for_checking

from ..evaluation.painting import ASSIGNMENT, EXAM, course


class Counting:
    """A sandbox that counts its candidates."""

    def __init__(self, sandbox):
        self.sandbox, self.isolation, self.started = sandbox, sandbox.isolation, 0

    @property
    def killed(self):
        return self.sandbox.killed

    def start(self, sources, bounds):
        self.started += 1
        return self.sandbox.start(sources, bounds)


@pytest.fixture(scope="module")
def sandbox():
    with for_checking(("numpy", "torch", "safetensors")) as sandbox:
        yield sandbox


def test_all_questions_share_one_run(tmp_path, sandbox):
    workspace, counting = course(tmp_path), Counting(sandbox)

    def examine(exam):
        results = exam.examine(read_reference(workspace), counting)
        (evaluation,) = exam.evaluations
        return results, evaluation, exam.secret_checks

    results, evaluation, secret = with_exam(workspace, examine)
    assert [result.outcome for result in results] == [Outcome.PASSED] * 2, results
    assert counting.started == 2  # the second looks again
    assert (evaluation.mean_iou, len(evaluation.images)) == (1.0, 12)
    assert secret == {"accuracy/test_pixel_accuracy", "iou/test_mean_iou"}


def test_of_public_images_nothing_is_kept_for_staff(tmp_path, sandbox):
    exam = EXAM.replace("hidden,", "hidden, public,").replace("@hidden(", "@public\n#", 1)
    workspace, counting = course(tmp_path, exam=exam), Counting(sandbox)

    def examine(exam):
        results = exam.examine(read_reference(workspace), counting)
        return results, exam.evaluations

    results, evaluations = with_exam(workspace, examine)
    assert [result.outcome for result in results] == [Outcome.PASSED] * 2, results
    assert counting.started == 4  # two looks at public images, two at hidden ones
    assert len(evaluations) == 1


def test_what_failed_is_not_run_again_and_costs_all_its_questions(tmp_path, sandbox):
    workspace, counting = course(tmp_path), Counting(sandbox)
    reference = read_reference(workspace)
    source = reference.sources["network"]
    broken = {"network": type(source)(module="network", origin="network.py", text="def build_model(n): raise OSError")}

    def examine(exam):
        return exam.examine(
            type(reference)(hand_in=reference.hand_in, sources=broken, weights=reference.weights), counting
        )

    results = with_exam(workspace, examine)
    assert [result.outcome for result in results] == [Outcome.CRASHED] * 2
    assert {result.told for result in results} == {results[0].message}
    assert counting.started == 1


def test_images_come_from_the_secret(tmp_path, sandbox):
    workspace = course(tmp_path)

    def images(exam):
        exam.examine(read_reference(workspace), sandbox)
        return [image.confusion.tolist() for image in exam.evaluations[0].images]

    def both(exam):
        return images(exam), images(exam.on("cpu")), images(exam.with_secret(b"another secret of the course"))

    first, again, other = with_exam(workspace, both)
    assert first == again
    assert first != other


@labelled(classes=("a", "b"))
def one(rng):
    return []


@labelled(classes=("a", "b"))
def two(rng):
    return []


def test_a_module_has_one_labelled_function_however_often_it_is_imported():
    assert the_only([1, one, one, "x"]) is one
    for found in ([], [one, two]):
        with pytest.raises(ExamFault, match="needs one @labelled or @pointed function"):
            the_only(found)


@pointed(names=("left", "right"), reference="image diagonal", network="dots")
def points(rng):
    return []


def test_a_module_has_labelled_or_pointed_images_not_both():
    assert the_only([points]) is points
    assert points.network == "dots"
    with pytest.raises(ExamFault, match="found 2"):
        the_only([one, points])


def test_the_seed_of_the_second_look_comes_from_the_generator():
    seeds = [points.split(np.random.default_rng(number)).seed for number in (1, 1, 2)]
    assert seeds[0] == seeds[1] != seeds[2]


@pytest.mark.parametrize("network", [None, "shades"])
def test_images_for_a_network_that_there_is_not_are_the_exams_fault(tmp_path, sandbox, network):
    named = "" if network is None else f', network="{network}"'
    more = ASSIGNMENT.replace("[[questions]]", MORE, 1) if network is None else ASSIGNMENT
    workspace = course(tmp_path, more, EXAM.replace('"blue")', f'"blue"){named}'))
    results = with_exam(workspace, lambda exam: exam.examine(read_reference(workspace), sandbox))
    assert [result.outcome for result in results] == [Outcome.FAULT] * 2
    words = "expected the name of a network, one of colours, tones" if network is None else "no network 'shades'"
    assert words in results[0].message + results[0].detail


MORE = '[[networks]]\nname = "tones"\ntask = "segmentation"\nweights = ["tones.pt"]\n[[questions]]'


def test_nothing_runs_before_something_is_asked_for():
    ran = []
    lazy = LazyEvaluation(lambda: ran.append(1) or one)
    assert not ran
    assert lazy.name == "one"
    assert ran
