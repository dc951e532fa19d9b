"""The contract, over every back end; and that each of its checks catches a sandbox that is broken."""

import contextlib
import sys

import pytest

from autograder.errors import SandboxFault
from autograder.sandbox.base import Bounds
from autograder.sandbox.portable import PortableSandbox
from autograder.sandbox.self_check import CONTRACT, EXCUSES, Check, State, check_on, self_check
from autograder.sandbox.self_check.contract import Broken
from tests.autograder.sandbox.broken import BROKEN, caught_by
from tests.autograder.sandbox.conftest import BACK_ENDS
from tests.autograder.sandbox.helpers import hand_in


@pytest.fixture(scope="module")
def opened(request):
    """Sandboxes of a back end that have imported some libraries, each opened once; and how to open another."""
    with contextlib.ExitStack() as stack:
        cache = {}

        def opened(back_end, libraries):
            request.getfixturevalue(back_end)  # skips where there is none

            def another(libraries):
                return stack.enter_context(back_end_of(back_end)(libraries))

            if (back_end, libraries) not in cache:
                cache[back_end, libraries] = another(libraries)
            return cache[back_end, libraries], another

        yield opened


def back_end_of(name):
    if name == "portable":
        return PortableSandbox
    from autograder.sandbox.linux import LinuxSandbox

    return LinuxSandbox


def cases():
    for back_end in BACK_ENDS:
        for check in CONTRACT.values():
            slow = [pytest.mark.slow] if back_end == "portable" and check.libraries else []  # imports them every time
            yield pytest.param(back_end, check, marks=slow, id=f"{back_end}: {check.name}")


@pytest.mark.parametrize(("back_end", "check"), list(cases()))
def test_contract(opened, back_end, check):
    result = check_on(check, *opened(back_end, check.libraries))
    if result.state is State.NOT_ASKED:
        pytest.skip(result.words)
    assert result.state is State.KEPT, result.words


def test_there_are_checks_enough():
    assert len(CONTRACT) >= 40


def test_every_check_is_seen_to_fail():
    seen = {name for broken in BROKEN.values() for name in caught_by(broken)}
    assert seen == CONTRACT.keys()


def breakages():
    for name, broken in BROKEN.items():
        for check in caught_by(broken):
            yield pytest.param(broken, check, id=f"{name}: {check}")


@pytest.mark.skipif(sys.platform != "linux", reason="breaks candidates of the Linux back end")
@pytest.mark.parametrize(("broken", "name"), list(breakages()))
def test_what_is_broken_is_caught(opened, broken, name):
    check = CONTRACT[name]
    sandbox, another = opened("portable" if hasattr(broken, "portable") else "linux", check.libraries)
    result = check_on(check, broken(sandbox), lambda libraries: broken(another(libraries)))
    assert result.state is State.BROKEN
    assert ": expected " in result.words or result.words.startswith("expected "), result.words


def test_excuses_are_of_checks_there_are():
    for excuse in EXCUSES:
        assert excuse.checks <= CONTRACT.keys()
        assert excuse.reason
        assert excuse.back_end == "portable"  # the other promises all of it


def test_an_excuse_is_told_and_the_check_not_run(monkeypatch, portable):
    monkeypatch.setattr("autograder.sandbox.self_check.sys.platform", "darwin")
    check = CONTRACT["memory taken bit by bit is out of memory at the limit"]
    result = check_on(check, portable, PortableSandbox)
    assert (result.state, result.words) == (State.NOT_ASKED, EXCUSES[0].reason)


def of(body, libraries=()):
    return {"a promise": Check("a promise", body, libraries)}


def test_whatever_a_check_raises_is_a_result():
    def broken(bench):
        raise Broken("one: expected 1, found 2")

    def astray(bench):
        bench.start("def f(): return 1").call("work.g", [], {})

    def buggy(bench):
        raise ZeroDivisionError

    words = [next(self_check(PortableSandbox, of(body))).words for body in (broken, astray, buggy)]
    assert words == [
        "one: expected 1, found 2",
        "expected an answer, found a failure: failed: g: work.py has no g",
        "expected no exception, found ZeroDivisionError: ",
    ]


def test_a_back_end_that_does_not_open_keeps_no_promise():
    def fails(libraries):
        raise SandboxFault("no such thing here")

    results = list(self_check(fails))
    assert len(results) == len(CONTRACT)
    assert {result.state for result in results} == {State.BROKEN}
    assert "no such thing here" in results[0].words


def test_a_library_that_is_not_installed_is_told():
    result = next(self_check(PortableSandbox, of(lambda bench: None, ("no_such_library",))))
    assert (result.state, result.words) == (State.NOT_ASKED, "no_such_library is not installed")


def test_candidates_of_a_check_are_closed_with_it(portable):
    started = []
    check = Check("a promise", lambda bench: started.append(bench.start("def f(): return 1")))
    check_on(check, portable, PortableSandbox)
    assert not started[0]._process.running


def test_the_sandbox_is_closed_in_the_end():
    opened = []

    def opening(libraries):
        opened.append(PortableSandbox(libraries))
        return opened[-1]

    list(self_check(opening, of(lambda bench: bench.sandbox.start(hand_in(), Bounds(5, 64, 1)))))
    assert opened[0]._spare is None
