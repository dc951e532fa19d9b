"""Which functions a check asks for."""

from autograder.authoring.qualify.listening import Listening, _Overheard
from autograder.sandbox.base import Bounds
from autograder.sandbox.choose import for_checking

SOURCE = """
class Net:
    def forward(self, x):
        return x + 1

def make():
    return Net()
"""


def test_functions_are_noted_and_answers_are_those_of_the_sandbox_inside(hand_in_of):
    sources = hand_in_of(SOURCE).sources
    with for_checking(("numpy",)) as sandbox, Listening(sandbox) as listening:
        candidate = listening.start(sources, Bounds(seconds=20, memory_mb=512, reply_mb=8))
        net = candidate.call("toy.make", (), {})
        assert candidate.call(f"#{net.id}.forward", (1,), {}) == 2
        assert candidate.fetch(candidate.keep([1])) == [1]
        assert candidate.printed == ""
        candidate.close()
        assert listening.isolation == sandbox.isolation
    assert listening.called == {"toy.make"}


def test_what_builds_a_network_and_decodes_its_answers_is_noted():
    class Inside:
        def network(self, task, **arguments):
            return task, arguments

    called = set()
    candidate = _Overheard(Inside(), called)
    candidate._note("network.train")
    assert candidate.network("open_weights", name="network.pt") == ("open_weights", {"name": "network.pt"})
    candidate.network("build", function="network.build_model", count=3, kind="segmentation", decode=None)
    assert called == {"network.train", "network.build_model"}
    candidate.network("build", function="network.build_model", count=3, kind="heatmaps", decode="heatmaps.decode")
    assert called == {"network.train", "network.build_model", "heatmaps.decode"}
