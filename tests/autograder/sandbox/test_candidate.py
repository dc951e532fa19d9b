"""The grader's side of a candidate, over a channel that the test plays: whatever comes, only a failure goes up."""

import json
import signal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import SandboxFault
from autograder.records import Outcome
from autograder.sandbox import wire
from autograder.sandbox.base import Bounds, CandidateFailure, LineSteps, Part
from autograder.sandbox.candidate import Ending, RemoteCandidate, Shelf, clean
from autograder.sandbox.wire import Handle
from tests.autograder.sandbox.helpers import BOUNDS, hand_in
from tests.autograder.sandbox.test_tree import NODES
from tests.autograder.sandbox.values import VALUES


class Played:
    """A channel and the process behind it: says `data`, then hangs up."""

    def __init__(self, data, ending=None):
        self.data = memoryview(data)
        self.ending = ending or Ending(status=0)
        self.sent = []
        self.closed = self.stopped = 0

    def send(self, pieces, deadline):
        self.sent.append(b"".join(pieces))

    def receive(self, size, deadline):
        if size > len(self.data):
            raise EOFError
        taken, self.data = self.data[:size], self.data[size:]
        return bytearray(taken)

    def close(self):
        self.closed += 1

    def stop(self):
        self.stopped += 1
        if isinstance(self.ending, Exception):
            raise self.ending
        return self.ending


def frame(answer):
    return b"".join(wire.encode(answer))


def value(answer, printed=""):
    return frame({"kind": "value", "value": answer, "printed": printed})


LOADED = value(None)


def candidate_of(data=b"", bounds=BOUNDS, **played):
    channel = Played(LOADED + data, **played)
    return RemoteCandidate(channel, channel, hand_in("x = 1"), bounds, Shelf()), channel


def outcome_of(candidate, returning=None):
    """How a call fails, or None; nothing else may come of it."""
    try:
        candidate.call("work.f", [], {}, returning)
    except CandidateFailure as failure:
        return failure
    return None


def failing(candidate, *arguments):
    with pytest.raises(CandidateFailure) as caught:
        candidate.call(*(arguments or ("work.f", [], {})))
    return caught.value


def test_the_sources_are_sent_once_and_first():
    candidate, channel = candidate_of(value(1) + value(2))
    assert [candidate.call("work.f", [], {}), candidate.call("work.g", [5], {"y": 6})] == [1, 2]
    requests = [wire.read(wire_reader(sent), 1 << 20) for sent in channel.sent]
    assert [request["op"] for request in requests] == ["load", "call", "call"]
    assert requests[0]["sources"][0]["text"] == "x = 1"
    assert (requests[2]["function"], requests[2]["arguments"], requests[2]["options"]) == ("work.g", [5], {"y": 6})


def test_sources_are_compiled_by_their_first_candidate_only():
    shelf, sent = Shelf(), []
    for compiled in (b"code", None):
        channel = Played(value(compiled) + value(1))
        RemoteCandidate(channel, channel, hand_in("x = 1"), BOUNDS, shelf).call("work.f", [], {})
        sent.append(wire.read(wire_reader(channel.sent[0]), 1 << 20)["compiled"])
    assert sent == [None, b"code"]
    assert shelf.find(hand_in("x = 2")) is None  # another submission's


@pytest.mark.parametrize("answer", [None, "code", [b"code"], Handle(0, "bytes")])
def test_code_that_is_no_code_is_not_remembered(answer):
    shelf, channel = Shelf(), Played(value(answer) + value(1))
    RemoteCandidate(channel, channel, hand_in("x = 1"), BOUNDS, shelf).call("work.f", [], {})
    assert shelf.find(hand_in("x = 1")) is None


def wire_reader(data):
    stream = iter(data)
    return lambda size: bytearray(next(stream) for _ in range(size))


@given(st.binary(max_size=100))
def test_noise_is_a_failure(data):
    failing(candidate_of(data)[0])
    failing(candidate_of(wire.MAGIC + data)[0])


@given(
    st.fixed_dictionaries({}, optional={
        "kind": st.sampled_from(["value", "raised", "unfit", "passed"]) | VALUES,
        "value": VALUES,
        "text": st.text() | VALUES,
        "memory": st.booleans() | VALUES,
        "printed": st.just("") | st.text() | VALUES,
    }) | VALUES,
    st.sampled_from([None, [Part("a")], [Part("a", kept=True)], [Part("a"), Part("b", kept=True)]]),
)  # fmt: skip
def test_no_answer_does_more_than_fail(answer, returning):
    candidate, _ = candidate_of(frame(answer))
    failure = outcome_of(candidate, returning)
    if failure is not None:
        assert failure.outcome in {Outcome.CRASHED, Outcome.FAILED, Outcome.OUT_OF_MEMORY}
        assert all(line.isprintable() or "\t" in line for line in failure.message.split("\n"))
    assert isinstance(candidate.printed, str)


@given(NODES)
def test_no_tree_in_an_answer_does_more_than_fail(node):
    tree = json.dumps({"t": "dict", "k": ["kind", "value", "printed"], "v": ["value", node, ""]}).encode()
    candidate, _ = candidate_of(wire.HEADER.pack(wire.MAGIC, len(tree), 64) + tree + bytes(64))
    failure = outcome_of(candidate)
    assert failure is None or failure.outcome is Outcome.CRASHED


@pytest.mark.parametrize("answer", [1, [1, 2], None, np.ones(2), "two", {"a": 1}], ids=str)
def test_parts_that_were_promised_are_held_to(answer):
    parts = [Part("out"), Part("cache", kept=True)]
    failure = failing(candidate_of(value(answer))[0], "work.f", [], {}, parts)
    assert failure.message == "work.f: the answer is not what was asked for"


def test_keeping_gives_a_handle_or_fails():
    assert candidate_of(value(Handle(3, "Network")))[0].keep(1) == Handle(3, "Network")
    with pytest.raises(CandidateFailure, match="the answer is not what was asked for"):
        candidate_of(value(3))[0].keep(1)


ENDINGS = {
    Ending(signal=signal.SIGKILL): (Outcome.OUT_OF_MEMORY, "f: was killed, most likely for want of memory"),
    Ending(signal=signal.SIGSEGV): (Outcome.CRASHED, "f: ended the process (Segmentation fault)"),
    Ending(signal=signal.SIGXCPU): (Outcome.TIMED_OUT, "f: used up its processor time"),
    Ending(signal=200): (Outcome.CRASHED, "f: ended the process (signal 200)"),
    Ending(status=7): (Outcome.CRASHED, "f: ended the process (exit status 7)"),
    Ending(): (Outcome.CRASHED, "f: ended the process"),
}


@pytest.mark.parametrize("ending", ENDINGS, ids=str)
def test_how_a_process_ended_becomes_an_outcome(ending):
    failure = failing(candidate_of(ending=ending)[0])
    assert (failure.outcome, failure.message) == ENDINGS[ending]


def test_the_end_of_something_of_ours_is_our_fault():
    candidate, _ = candidate_of(ending=SandboxFault("the warm process died"))
    for _ in "ab":
        with pytest.raises(SandboxFault, match="the warm process died"):
            candidate.call("work.f", [], {})
    candidate.close()  # never raises


def test_a_failure_that_ends_it_is_repeated_and_nothing_is_sent_any_more():
    candidate, channel = candidate_of(b"nonsense nonsense" + value(1))
    first = failing(candidate)
    assert failing(candidate) is first
    assert len(channel.sent) == 2
    assert channel.closed
    assert channel.stopped


def test_an_exception_does_not_end_it():
    raised = frame({"kind": "raised", "memory": False, "text": "ValueError: x", "printed": "so far\n"})
    candidate, _ = candidate_of(raised + value(1))
    assert failing(candidate).message == "ValueError: x"
    assert candidate.printed == "so far"
    assert candidate.call("work.f", [], {}) == 1


def test_what_the_exam_cannot_send_is_our_fault():
    candidate, _ = candidate_of()
    with pytest.raises(SandboxFault, match="f: the exam sends a value of type object, which has no form on the wire"):
        candidate.call("work.f", [object()], {})


class Slow(Played):
    """Each piece takes a second of a clock that only moves here."""

    def __init__(self, data):
        super().__init__(data)
        self.now = 0.0
        self.deadlines = []

    def monotonic(self):
        return self.now

    def receive(self, size, deadline):
        self.now += 1
        self.deadlines.append(deadline)
        return super().receive(size, deadline)


def counted(*lines, disturbed=""):
    return value((1, list(lines), disturbed))


def test_a_count_is_what_ran_at_each_line():
    candidate, channel = candidate_of(counted(("work.py", 3, 12, 4), ("", 0, 5, 5), disturbed="sys.\x1bsettrace"))
    result, steps = candidate.count("work.f", [2], {})
    assert (result, steps.disturbed) == (1, "sys.�settrace")
    assert steps.lines == (LineSteps("work.py", 3, 12, 4), LineSteps("", 0, 5, 5))
    request = wire.read(wire_reader(channel.sent[1]), 1 << 20)
    assert (request["op"], request["function"], request["arguments"]) == ("count", "work.f", [2])


NO_COUNTS = {
    "a file of somebody else": counted(("/etc/passwd", 1, 1, 1)),
    "a line before the first": counted(("work.py", -1, 1, 1)),
    "more times than steps": counted(("work.py", 1, 1, 2)),
    "less than nothing": counted(("work.py", 1, -1, -2)),
    "more than a machine can do": counted(("work.py", 1, 1 << 51, 1)),
    "half a line": counted(("work.py", 1)),
    "a fraction": counted(("work.py", 1, 1.5, 1.0)),
    "an array": value((1, np.zeros((1, 4)), "")),
    "more lines than there are": counted(*[("work.py", 1, 1, 1)] * 20_001),
    "no word on what disturbed it": value((1, [], None)),
    "no count": value(1),
}


@pytest.mark.parametrize("data", NO_COUNTS.values(), ids=NO_COUNTS)
def test_a_count_that_is_none_fails(data):
    candidate, channel = candidate_of(data)
    with pytest.raises(CandidateFailure) as caught:
        candidate.count("work.f", [], {})
    assert caught.value.outcome is Outcome.CRASHED
    assert channel.stopped


def test_parts_of_a_counted_call_are_held_to():
    candidate, _ = candidate_of(counted())
    with pytest.raises(CandidateFailure, match="the answer is not what was asked for"):
        candidate.count("work.f", [], {}, [Part("out"), Part("cache", kept=True)])


def test_waiting_counts_once_and_only_while_it_is_asked(monkeypatch):
    channel = Slow(LOADED + value(1) * 2)  # three pieces each: header, tree, payload
    monkeypatch.setattr("autograder.sandbox.candidate.time", channel)
    candidate = RemoteCandidate(channel, channel, hand_in(), Bounds(seconds=10, memory_mb=1, reply_mb=1), Shelf())
    candidate.call("work.f", [], {})
    channel.now += 100  # the exam thinks
    candidate.call("work.f", [], {})
    assert channel.deadlines == [10] * 6 + [110] * 3
    channel.now += 100
    assert candidate._seconds_left == 1


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_clean_text_is_printable_and_keeps_its_letters(text):
    cleaned = clean(text)
    assert all(c.isprintable() or c in "\t\n" for c in cleaned)
    assert [c for c in cleaned if c.isprintable() and c != "�"] == [c for c in text if c.isprintable() and c != "�"]
    cleaned.encode()


def test_clean_text_is_not_endless():
    assert len(clean("x" * 10**6)) == 8000
    assert clean("a\r\nb\u2028c\x1b[2J\ttab\n") == "a\nb\nc�[2J\ttab"


def test_a_call_of_a_closed_candidate_is_our_mistake():
    candidate, _ = candidate_of(value(1))
    candidate.call("work.f", [], {})
    candidate.close()
    with pytest.raises(SandboxFault, match="this candidate is closed"):
        candidate.call("work.f", [], {})
