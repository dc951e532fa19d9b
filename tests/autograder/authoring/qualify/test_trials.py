"""A network is run once for all questions that ask what it gave."""

import pytest

from autograder.authoring.qualify import SEEDS, trials
from autograder.authoring.qualify.scope import Scope
from autograder.authoring.qualify.trials import Bench
from autograder.authoring.variants import variants
from autograder.exam import evaluated
from autograder.exam.session import with_exam
from autograder.records import Outcome

from ...evaluation.painting import course

pytestmark = pytest.mark.slow


def test_each_seed_of_the_reference_runs_its_network_once(tmp_path, monkeypatch):
    painting = course(tmp_path)
    runs, run = [], evaluated._evaluate
    monkeypatch.setattr(evaluated, "_evaluate", lambda *arguments: runs.append(1) or run(*arguments))
    reference, *_ = variants(painting)

    def rehearse(exam):
        bench = Bench(painting, exam, Scope())
        with bench.sandbox() as sandbox:
            rehearsal = trials._Rehearsal(bench, reference, sandbox)
            found = list(rehearsal.trials(lambda *_: None))
            rehearsal.survey()
            return rehearsal, found

    rehearsal, found = with_exam(painting, rehearse)
    assert [result.outcome for trial in found for result in trial.graded.results] == [Outcome.PASSED] * 2 * SEEDS
    assert len(runs) == SEEDS
    assert rehearsal.called == {"accuracy": {"network.build_model"}, "iou": set()}
    for ground in rehearsal.grounds.values():
        assert "build_model" in ground.names
        assert ground.weights == {"colours"}
