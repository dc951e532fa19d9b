"""A network is run once for all questions that ask what it gave, and only they hear of other weights."""

import pytest

from autograder.authoring.qualify import SEEDS, trials
from autograder.authoring.qualify.scope import Scope
from autograder.authoring.qualify.trials import Bench
from autograder.authoring.variants import variants
from autograder.exam import evaluated
from autograder.exam.session import with_exam
from autograder.records import Outcome

from ...evaluation.painting import RIGHT, course, pt, weight, write

pytestmark = pytest.mark.slow


@pytest.fixture
def painting(tmp_path):
    """The course, with another right answer that has weights of its own."""
    workspace = course(tmp_path)
    write(workspace.reference / "alternates" / "louder", f'"""As loud as it gets."""\n{RIGHT}', pt=pt(louder()))
    return workspace


def louder():
    return {name: 3 * value for name, value in weight().items()}


def test_each_seed_of_the_reference_runs_its_network_once(painting, monkeypatch):
    runs, run = [], evaluated._evaluate
    monkeypatch.setattr(evaluated, "_evaluate", lambda *arguments: runs.append(1) or run(*arguments))
    reference, *_ = variants(painting)

    def rehearse(exam):
        bench = Bench(painting, exam, Scope())
        with bench.sandbox() as sandbox:
            rehearsal = trials._Rehearsal(bench, reference, sandbox)
            return rehearsal, list(rehearsal.trials(lambda *_: None))

    rehearsal, found = with_exam(painting, rehearse)
    assert [result.outcome for trial in found for result in trial.graded.results] == [Outcome.PASSED] * 2 * SEEDS
    assert len(runs) == SEEDS
    assert rehearsal.called == {name: {"network.build_model"} for name in ("accuracy", "iou")}
    assert all(ground.weights for ground in rehearsal.grounds.values())
