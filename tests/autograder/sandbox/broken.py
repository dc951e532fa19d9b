"""Sandboxes that break the contract, each in one way, and the promises by which that must come out."""

import dataclasses
import sys
import time

import numpy as np

from autograder.errors import SandboxFault
from autograder.records import Isolation, Outcome, SourceFile
from autograder.sandbox.base import CandidateFailure
from autograder.sandbox.candidate import RemoteCandidate, Shelf
from autograder.sandbox.wire import Handle


class Broken:
    """A sandbox around one that works. This one breaks nothing; its subclasses say what they do."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.isolation = sandbox.isolation
        self.living = []

    def start(self, sources, bounds):
        self.living.append(Meddler(self, self.sources(sources), self.bounds(bounds)))
        return self.living[-1]

    def close(self):
        self.sandbox.close()

    def open(self, sources, bounds):
        return self.sandbox.start(sources, bounds)

    def sources(self, sources):
        return sources

    def bounds(self, bounds):
        return bounds

    def before(self, candidate):
        pass

    def holder(self, candidate):
        return candidate.candidate

    def argument(self, value):
        return value

    def answer(self, value):
        return value

    def failed(self, candidate, failure):
        raise failure

    def printed(self, text):
        return text

    def end(self, candidate):
        candidate.close()


class Meddler:
    """A candidate that asks its sandbox how to break each promise."""

    def __init__(self, broken, sources, bounds):
        self.broken, self.sources, self.bounds = broken, sources, bounds
        self.candidate = broken.open(sources, bounds)
        self.started = time.monotonic()

    def call(self, function, arguments, options, returning=None):
        arguments = [self.broken.argument(value) for value in arguments]
        return self.meddled(lambda: self.candidate.call(function, arguments, self.options(options), returning))

    def options(self, options):
        return {key: self.broken.argument(value) for key, value in options.items()}

    def keep(self, value):
        return self.meddled(lambda: self.candidate.keep(value))

    def fetch(self, handle):
        return self.meddled(lambda: self.broken.holder(self).fetch(handle))

    def meddled(self, deed):
        self.broken.before(self)
        try:
            return self.broken.answer(deed())
        except CandidateFailure as failure:
            return self.broken.failed(self, failure)

    @property
    def printed(self):
        return self.broken.printed(self.candidate.printed)

    def close(self):
        self.broken.end(self.candidate)


def everywhere(change, value):
    """`value` with `change` made to all that is in it."""
    if isinstance(value, (list, tuple)):
        return type(value)(everywhere(change, item) for item in value)
    if isinstance(value, dict):
        return {everywhere(change, key): everywhere(change, item) for key, item in value.items()}
    return change(value)


class ReusesAProcess(Broken):
    """
    a candidate finds nothing of the one before
    a candidate finds nothing of one that lives beside it
    random numbers that are not seeded are the same in every candidate
    each candidate is a process of its own
    the process of a closed candidate is gone
    the end of one candidate costs no other
    """

    first = None

    def open(self, sources, bounds):
        self.first = self.first or self.sandbox.start(sources, bounds)
        first = self.first
        return RemoteCandidate(first._channel, first._process, sources, bounds, Shelf())

    def end(self, candidate):
        pass


class ClosesNothing(Broken):
    """
    what a submission started does not outlive its candidate
    closing the sandbox ends its candidates and may be done twice
    the process of a closed candidate is gone
    """

    portable = True  # where a submission can start something

    def end(self, candidate):
        pass

    def close(self):
        pass


class ClosesOnce(Broken):
    """
    closing twice or before the first call does no harm
    """

    def end(self, candidate):
        if candidate._channel is None:
            raise RuntimeError("closed already")
        candidate.close()
        candidate._channel = None


class HasNoDeadline(Broken):
    """
    a loop is ended at its deadline
    waiting is ended at its deadline
    a busy thread is ended at its deadline
    a loop while a module is imported is ended at its deadline
    a submission that ignores signals is ended all the same
    a deadline ends the process its threads and its children
    the seconds are for all calls of a candidate together
    """

    def bounds(self, bounds):
        return dataclasses.replace(bounds, seconds=100 * bounds.seconds)


class GivesEveryCallAllTheTime(Broken):
    """
    the seconds are for all calls of a candidate together
    """

    def before(self, candidate):
        candidate.candidate._seconds_left = candidate.bounds.seconds


class CountsWhatTheExamTakes(Broken):
    """
    time between calls does not count
    """

    def before(self, candidate):
        if time.monotonic() - candidate.started > candidate.bounds.seconds:
            raise CandidateFailure(Outcome.TIMED_OUT, "no answer within 1 s")


class GivesMoreMemory(Broken):
    """
    memory taken bit by bit is out of memory at the limit
    an argument beyond all memory is out of memory
    """

    def bounds(self, bounds):
        return dataclasses.replace(bounds, memory_mb=4096)


class GivesLessMemory(Broken):
    """
    what the memory limit leaves can be used
    large arrays come both ways
    """

    def bounds(self, bounds):
        return dataclasses.replace(bounds, memory_mb=96)


class TakesAnyAnswer(Broken):
    """
    an answer over the limit is refused and says so
    """

    def bounds(self, bounds):
        return dataclasses.replace(bounds, reply_mb=1000)


class TakesShortAnswersOnly(Broken):
    """
    an answer just within the limit comes
    large arrays come both ways
    a large tensor comes both ways
    texts come letter by letter
    """

    def answer(self, value):
        if len(value) == 2 and isinstance(value[1], str):
            return value[0], value[1][:1000]
        return value[:1000] if isinstance(value, bytes) else (value[0], value[1][:1000])


class SaysCrashedOfEverything(Broken):
    """
    an allocation beyond all memory is out of memory and names the limit
    a process that the system kills is taken to have wanted memory
    memory that torch cannot have is out of memory
    a missing module is named
    a missing function is named with the nearest there is
    a library is not taken for a module of the hand in
    a result with other parts fails and says what came
    a result that cannot be sent fails and says why
    """

    def failed(self, candidate, failure):
        raise CandidateFailure(Outcome.CRASHED, failure.message)


class SaysNotAllowedOfEverything(Broken):
    """
    ending the process is a crash and says how
    a crash of compiled code is a crash and says which
    leaving politely is an exception like any other
    endless recursion is a crash that names its line and is not endless
    an exception shows the students own lines and no others
    a forged frame is a crash whatever it looks like
    a forger can change only answers of its own
    """

    def failed(self, candidate, failure):
        raise CandidateFailure(Outcome.NOT_ALLOWED, failure.message)


class SaysOnlyWhatNotWhere(Broken):
    """
    lines of a notebook are told by cell
    lines are counted as python counts them
    odd names of files and functions survive
    lines of windows count as they do in an editor
    a syntax error names its place and shows its line
    a module that cannot be imported fails every call alike
    a library that is not there is named with the line that wants it
    endless recursion is a crash that names its line and is not endless
    """

    def failed(self, candidate, failure):
        raise CandidateFailure(failure.outcome, failure.message.partition("\n")[0].partition(" (work.py")[0])


class SaysNothing(Broken):
    """
    wrong arguments are told as python tells them
    an exception whose own text fails is told by its type
    a message is printable whatever the exception says
    a flood of output is cut and taken for no answer
    what is printed is told also before a failure
    what is printed is made printable
    reading the keyboard does not wait
    """

    def failed(self, candidate, failure):
        raise CandidateFailure(failure.outcome, "")

    def printed(self, text):
        return ""


class FindsNoFailure(Broken):
    """
    an exception shows the students own lines and no others
    reading the keyboard does not wait
    a forged frame is a crash whatever it looks like
    """

    def failed(self, candidate, failure):
        return None


class BlamesStudentsForFaults(Broken):
    """
    an argument that cannot be sent is our fault and costs nothing
    a call of a closed candidate is our fault
    arrays that have no form are refused here and kept there
    """

    def open(self, sources, bounds):
        candidate = self.sandbox.start(sources, bounds)
        ask = candidate._ask

        def blaming(what, **request):
            try:
                return ask(what, **request)
            except SandboxFault as fault:
                raise CandidateFailure(Outcome.CRASHED, str(fault)) from None

        candidate._ask = blaming
        return candidate


class EndsWithTheFirstFailure(Broken):
    """
    an exception does not end the candidate
    leaving politely is an exception like any other
    memory that could not be had does not end the candidate
    memory that torch cannot have is out of memory
    a result that cannot be sent fails and says why
    """

    def failed(self, candidate, failure):
        candidate.close()
        raise failure


class TakesOthersAlong(EndsWithTheFirstFailure):
    """
    the end of one candidate costs no other
    """

    def failed(self, candidate, failure):
        for other in self.living:
            other.close()
        raise failure


class RevivesTheDead(Broken):
    """
    a candidate that died answers every later call with the same failure
    a candidate whose time is up answers every later call with the same failure
    """

    def failed(self, candidate, failure):
        candidate.candidate = self.sandbox.start(candidate.sources, candidate.bounds)
        raise failure


class StopsWithTheFirstFailure(Broken):
    """
    the sandbox goes on after every kind of end
    a submission that ignores signals is ended all the same
    """

    stopped = False

    def open(self, sources, bounds):
        if self.stopped:
            raise SandboxFault("the warm process died")
        return super().open(sources, bounds)

    def failed(self, candidate, failure):
        self.stopped = True
        raise failure


class ForgetsBetweenCalls(Broken):
    """
    a module runs once and keeps its state between calls
    what cannot be sent is a handle whose methods can be called
    handles can be passed anywhere in arguments
    a kept value can be changed there and fetched
    """

    def before(self, candidate):
        candidate.candidate.close()
        candidate.candidate = self.sandbox.start(candidate.sources, candidate.bounds)


class RunsTooEarly(Broken):
    """
    nothing of a submission runs before the first call
    """

    def open(self, sources, bounds):
        candidate = super().open(sources, bounds)
        try:
            candidate.call("work.nothing", [], {})
        except CandidateFailure:
            pass
        return candidate


class RunsEveryModule(Broken):
    """
    only modules that are used run
    """

    def sources(self, sources):
        text = "".join(f"import {name}\n" for name in sources if name != "work")
        return sources | {"work": dataclasses.replace(sources["work"], text=text + sources["work"].text)}


class KnowsOnlyWork(Broken):
    """
    modules of the hand in import each other
    packages and relative imports work
    modules that import each other in a circle work as in python
    a module of the hand in goes before a library of that name
    names that python reserves can be called
    odd names of files and functions survive
    """

    def sources(self, sources):
        return {name: source for name, source in sources.items() if name == "work"}


class RemembersModulesByName(Broken):
    """
    a submission is not taken for another with the same names
    """

    def __init__(self, sandbox):
        super().__init__(sandbox)
        self.known = {}

    def sources(self, sources):
        return {name: self.known.setdefault(name, source) for name, source in sources.items()}


class TakesLibrariesForModules(Broken):
    """
    a library is not taken for a module of the hand in
    """

    def sources(self, sources):
        return sources | {"statistics": SourceFile(module="statistics", origin="s.py", text="def mean(x): return 1")}


class RunsModulesAsPrograms(Broken):
    """
    the part that runs only as a program does not run
    a class of the hand in can be looked into
    """

    def sources(self, sources):
        return {
            name: dataclasses.replace(source, text=f"__name__ = '__main__'; {source.text}")
            for name, source in sources.items()
        }


class LosesDtypes(Broken):
    """
    scalars of numpy keep their dtype
    arrays of every dtype come to the bit
    tensors of every dtype and shape come to the bit
    """

    def argument(self, value):
        return everywhere(self.widened, value)

    def widened(self, value):
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, np.ndarray):
            return value.astype(np.complex128)
        return value.double() if type(value).__name__ == "Tensor" else value


class TransposesOnTheWayBack(Broken):
    """
    arrays of any layout in memory come as their values
    arrays of nothing and of many dimensions keep their shape
    tensors of any layout in memory come as their values
    """

    def answer(self, value):
        return value[0], value[1].swapaxes(0, -1) if value[1].ndim else value[1].reshape(1)


class SendsReadOnlyArrays(Broken):
    """
    arrays that come can be written to on both sides
    """

    def answer(self, value):
        value.flags.writeable = False
        return value


class RoundsAndReplaces(Broken):
    """
    plain values come as they are
    floats and complex numbers come to the bit
    texts come letter by letter
    lists tuples and dicts keep kind order and depth
    """

    def argument(self, value):
        match value:
            case bool():
                return int(value)
            case float():
                return value + 0.0  # the sign of zero
            case complex():
                return complex(value.real + 0.0, value.imag + 0.0)
            case str():
                return value.encode("utf-8", "replace").decode()
            case tuple():
                return list(value)
            case dict():
                return {str(key): item for key, item in value.items()}
        return value


class TakesHandlesToTheLatest(Broken):
    """
    handles of two candidates do not mix
    """

    def holder(self, candidate):
        return self.living[-1].candidate


class SharesArguments(Broken):
    """
    what is changed there is not changed here
    """

    def argument(self, value):
        if isinstance(value, list):
            value.append("changed")
        return value


class DropsOptions(Broken):
    """
    arguments come by position and by name
    """

    def argument(self, value):
        return value if value != 4 else 1


class LosesHandles(Broken):
    """
    what cannot be sent is a handle whose methods can be called
    handles can be passed anywhere in arguments
    a kept value can be changed there and fetched
    parts of a result come or stay as asked
    a subclass that may lie stays where it is
    tensors that have no form stay where they are
    """

    def answer(self, value):
        return everywhere(lambda item: None if isinstance(item, Handle) else item, value)


class KeepsGradients(Broken):
    """
    parameters and gradients come as plain tensors
    """

    def answer(self, value):
        return everywhere(lambda item: item.requires_grad_() if hasattr(item, "requires_grad_") else item, value)


class SaysNotWhyLayersAreMissing(Broken):
    """
    the sandbox says which layers are on and why others are not
    """

    def __init__(self, sandbox):
        super().__init__(sandbox)
        self.isolation = Isolation(backend=sys.platform, missing={"seccomp": ""})


BROKEN = {each.__name__: each for each in vars(sys.modules[__name__]).values() if hasattr(each, "argument")}
del BROKEN["Broken"]


def caught_by(broken):
    """The promises by which a broken sandbox comes out, as its docstring lists them."""
    return [line.strip() for line in broken.__doc__.strip().splitlines()]
