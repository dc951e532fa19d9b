"""The pytest plugin: makes the tests of an assignment's exam into checks of a submission.

Plain ``pytest`` examines the reference; ``pytest tests/conv --submission DIR`` examines a hand-in. Tests that belong to
no assignment are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import Any

import pytest

from autograder.assignment import Assignment
from autograder.collect import WeightsStore, collect_one
from autograder.errors import AutograderError, ConfigError, ExamFault, HandInError
from autograder.exam import marks, paper
from autograder.exam.compare import Mismatch
from autograder.exam.desk import CHECK, DESK, FLAG, Desk
from autograder.exam.evaluated import LazyEvaluation, the_only
from autograder.exam.reference import read_reference
from autograder.exam.submission import ExamSubmission
from autograder.exam.verdict import Award, BrokenRule, verdict
from autograder.records import CheckResult, Submission, Unreadable
from autograder.sandbox.base import CandidateFailure, Sandbox
from autograder.sandbox.choose import for_checking, for_grading
from autograder.workspace import Workspace, of_exam

RESULT = pytest.StashKey[CheckResult]()
_AWARD = pytest.StashKey[Award]()
_OPENED = pytest.StashKey[ExamSubmission | None]()
_NO_CASE = object()
_MAX_CASE = 200  # characters


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--submission`` and ``--unsafe``."""
    group = parser.getgroup("autograder")
    group.addoption(
        "--submission", type=Path, metavar="PATH", help="examine this hand-in (a folder, .zip, .py or .ipynb)"
    )
    group.addoption("--unsafe", action="store_true", help="examine it even where it cannot be isolated")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known."""
    for mark, meaning in marks.DESCRIPTIONS.items():
        config.addinivalue_line("markers", f"{mark}: {meaning}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Label the checks of each exam and add those of the rules."""
    exams: dict[Path, list[pytest.Item]] = {}
    for item in items:
        exams.setdefault(item.path.parent, []).append(item)
    for checks in exams.values():
        workspace = _workspace(checks[0].path)
        if workspace is not None:
            _make_exam(Desk(workspace), checks, items)


def _workspace(path: Path) -> Workspace | None:
    try:
        return of_exam(path)
    except ConfigError as error:
        raise pytest.UsageError(str(error)) from None


def _make_exam(desk: Desk, checks: list[pytest.Item], items: list[pytest.Item]) -> None:
    assignment = desk.workspace.assignment
    try:
        paper.label(checks, assignment)
        rules = paper.rule_items(checks, assignment)
        paper.label(rules, assignment)
    except ConfigError as error:
        raise pytest.UsageError(str(error)) from None
    after = items.index(checks[-1]) + 1
    items[after:after] = rules
    for item in (*checks, *rules):
        item.stash[DESK] = desk
        item.repr_failure = partial(_represented, item.repr_failure)  # type: ignore[method-assign]


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Iterator[ExamSubmission]:
    """The submission that is examined, with a fresh candidate for this check."""
    opened = _desk(request).open_submission()
    request.node.stash[_OPENED] = opened
    yield opened
    opened.close()


@pytest.fixture
def award(request: pytest.FixtureRequest) -> Award:
    """Gives partial credit: ``award(0.6, "mean IoU 0.52")``."""
    given: Award = request.node.stash.setdefault(_AWARD, Award())
    return given


@pytest.fixture
def evaluation(request: pytest.FixtureRequest) -> LazyEvaluation:
    """A network of the submission on the images of the module's ``@labelled`` or ``@pointed`` function, run once."""
    desk, check = _desk(request), request.node.stash[CHECK]
    return LazyEvaluation(lambda: desk.evaluation(the_only(list(vars(request.module).values())), check))


@pytest.fixture
def case() -> object:
    """The case at hand of a check with ``@cases``."""
    return _NO_CASE


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Put a submission on an empty desk: the one of ``--submission``, else the reference."""
    desk = item.stash.get(DESK, None)
    if desk is None:
        return
    item.stash[_AWARD] = Award(desk.workspace.assignment.question(item.stash[CHECK].question))
    item.stash[FLAG] = ""
    item.stash[_OPENED] = None
    if desk.is_empty:
        _lay_out(desk, item.config)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fail a check whose file was not handed in, before it runs or reads anything."""
    if DESK in item.stash:
        item.stash[DESK].require_handed_in(item.stash[CHECK].question)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a check with ``@cases`` over each of them, and say in which one it failed."""
    if DESK not in pyfuncitem.stash or pyfuncitem.get_closest_marker(marks.CASES) is None:
        return None
    names = [name for name in pyfuncitem._fixtureinfo.argnames if name != "case"]
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    for case in pyfuncitem.stash[DESK].cases(pyfuncitem.stash[CHECK], pyfuncitem):
        try:
            pyfuncitem.obj(case=case, **arguments)
        except CandidateFailure as failure:
            raise CandidateFailure(failure.outcome, _with_case(case, failure.message)) from None
        except Mismatch as mismatch:
            raise Mismatch(_with_case(case, str(mismatch))).with_traceback(mismatch.__traceback__) from None
    return True


def _with_case(case: object, message: str) -> str:
    return f"{message}\n(with {shorten(str(case), _MAX_CASE)})"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note how a check ended."""
    report = yield
    if DESK not in item.stash:
        return report
    raised = call.excinfo.value if call.excinfo else None
    if raised is not None and call.when != "call":  # no submission runs then, so this is ours
        raised = ExamFault(f"{call.when} of the check: {type(raised).__name__}: {raised}").with_traceback(
            raised.__traceback__
        )
    if call.when == "call" or raised is not None:
        opened = item.stash.get(_OPENED, None)
        printed = opened.printed if opened is not None else ""
        result = verdict(item.stash[CHECK], raised, item.stash[_AWARD], call.duration, printed)
        item.stash[RESULT] = replace(result, flag=item.stash[FLAG])
    return report


def _represented(usual: Callable[[pytest.ExceptionInfo[BaseException]], Any], info: pytest.ExceptionInfo[Any]) -> Any:
    """What a student would need, instead of our stack, for which pytest would parse our files at every wrong answer."""
    told = isinstance(info.value, (CandidateFailure, Mismatch, BrokenRule))
    return str(info.value) if told else usual(info)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the sandboxes that were opened here, and remove copies of weights."""
    for sandbox in config.stash.get(_SANDBOXES, []):
        sandbox.close()
    for store in config.stash.get(_STORES, []):
        store.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was examined: a forgotten ``--submission`` must not look like a good hand-in."""
    for line in config.stash.get(_EXAMINED, []):
        terminalreporter.write_line(f"examined {line}")


_SANDBOXES = pytest.StashKey[list[Sandbox]]()
_STORES = pytest.StashKey[list[WeightsStore]]()
_EXAMINED = pytest.StashKey[list[str]]()


def _desk(request: pytest.FixtureRequest) -> Desk:
    desk: Desk | None = request.node.stash.get(DESK, None)
    if desk is None:
        pytest.fail(
            "the fixture `submission` is for exams: tests/NAME of a course with assignments/NAME",
            pytrace=False,
        )
    return desk


def _lay_out(desk: Desk, config: pytest.Config) -> None:
    """For pytest by hand: read the submission and open a sandbox for it."""
    workspace, given = desk.workspace, config.getoption("--submission")
    trusted = given is None or workspace.is_handout or config.getoption("--unsafe")
    assignment = workspace.assignment
    try:
        submission = _submission(workspace, given, _store(config, assignment))
        sandbox = (
            for_checking(assignment.libraries)
            if trusted
            else for_grading(assignment.libraries, workspace.private_paths, for_gpu=assignment.limits.gpu)
        )
    except AutograderError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
    config.stash.setdefault(_SANDBOXES, []).append(sandbox)
    config.stash.setdefault(_EXAMINED, []).append(f"{workspace.assignment.name}: {given or _default(workspace)}")
    desk.put(submission)
    desk.use(sandbox)


def _default(workspace: Workspace) -> str:
    return "your own work" if workspace.is_handout else f"the reference in {workspace.reference}"


def _store(config: pytest.Config, assignment: Assignment) -> WeightsStore:
    store = WeightsStore(assignment.networks)
    config.stash.setdefault(_STORES, []).append(store)
    return store


def _submission(workspace: Workspace, given: Path | None, store: WeightsStore) -> Submission:
    """What is to be examined: the hand-in at `given`, else the student's own work, else the reference."""
    if given is None and not workspace.is_handout:
        return read_reference(workspace)
    path = given or workspace.exam
    collected = collect_one(path, workspace.assignment.files, store=store)
    if isinstance(collected, Unreadable):
        raise HandInError(f"{path}: {collected.reason}")
    return collected
