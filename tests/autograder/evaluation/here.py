"""A candidate without a sandbox: its network runs in this process."""

from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure
from autograder.sandbox.network import CandidateNetwork


class Here:
    """A hand-in as a sandbox would run it, or whatever `forge` makes of its answers.

    Args:
        functions: what ``module.function`` gives: one function for all names, or by name.
        room: images that memory suffices for.
    """

    def __init__(self, functions, forge=None, room=1000):
        self.find = functions.__getitem__ if isinstance(functions, dict) else lambda _: functions
        self.forge = forge or (lambda task, answer: answer)
        self.room = room
        self.batches = []
        self.bounds = []
        self.closed = 0

    def __call__(self, bounds):
        """Start a candidate: nothing is remembered but what was asked of all of them."""
        self.bounds.append(bounds)
        return _Candidate(self)


class _Candidate:
    def __init__(self, here):
        self.here = here
        self.tasks = CandidateNetwork(here.find)

    def network(self, task, **arguments):
        if task == "predict":
            self.here.batches.append(len(arguments["images"]))
            if len(arguments["images"]) > self.here.room:
                raise CandidateFailure(Outcome.OUT_OF_MEMORY, "the network: needs more than the 1 MB it may use")
        answer = getattr(self.tasks, task)(**arguments)
        if "answer" in answer:
            answer = {"answer": answer["answer"].clone()}  # a plain tensor, as it comes over the wire
        return self.here.forge(task, answer)

    def close(self):
        self.here.closed += 1
