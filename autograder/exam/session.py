"""An exam collected once and held over many submissions: pytest drives, `Exam.examine` is one round."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pytest

from autograder.errors import ConfigError, ExamFault
from autograder.exam import marks, paper, plugin
from autograder.exam.desk import CHECK, DESK, Desk
from autograder.exam.evaluated import the_only
from autograder.exam.verdict import not_run
from autograder.networks import Network
from autograder.records import Check, CheckResult, Outcome, Submission, Visibility
from autograder.sandbox.base import Sandbox
from autograder.workspace import Workspace

if TYPE_CHECKING:  # it needs torch
    from autograder.evaluation import Evaluation

_STEERING = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
_HANGS = "not run: an earlier check of this question timed out"
_T = TypeVar("_T")
Tell = Callable[[tuple[CheckResult, ...]], None]
_SETTINGS = Path(__file__).with_name("pytest.ini")  # ours, so that no setting of the course's own tests applies
_UNWANTED = (
    "terminal",
    "cacheprovider",
    "faulthandler",
    "logging",
    "warnings",
    "unraisableexception",
    "threadexception",
)  # parts of pytest: they print, write, cost time


class Exam:
    """The checks of one assignment, ready to be held.

    Attributes:
        checks: all that are declared, in their order.
    """

    def __init__(
        self, items: Sequence[pytest.Item], desk: Desk, known: Mapping[str, CheckResult] | None = None
    ) -> None:
        self._declared = items
        # What students may see comes first: it cannot show what it remembers of a hidden check.
        self._items = sorted(items, key=lambda item: item.stash[CHECK].visibility is Visibility.HIDDEN)
        self._desk = desk
        self._known = dict(known or {})
        self.checks: tuple[Check, ...] = tuple(item.stash[CHECK] for item in items)

    def about(self, questions: Collection[str]) -> Exam:
        """This exam with only the checks of some questions."""
        return Exam(
            [item for item in self._declared if item.stash[CHECK].question in questions], self._desk, self._known
        )

    def with_secret(self, secret: bytes) -> Exam:
        """This exam over the hidden cases that another course would have."""
        return Exam(self._declared, Desk(self._desk.workspace, secret, self._desk.device), self._known)

    def on(self, device: str) -> Exam:
        """This exam with networks on `device`: ``auto``, ``cpu`` or ``cuda:N``."""
        return Exam(self._declared, Desk(self._desk.workspace, self._desk.other_secret, device), self._known)

    @property
    def evaluations(self) -> tuple[Evaluation[Any, Any], ...]:
        """What networks of the submission that was examined last gave on hidden images; the others students have."""
        return self._desk.evaluated.ended(Visibility.HIDDEN)

    def knowing(self, results: Iterable[CheckResult]) -> Exam:
        """This exam where `results` are known already: they stand, and their checks do not run."""
        return Exam(self._declared, self._desk, {result.check.id: result for result in results})

    @property
    def open_questions(self) -> frozenset[str]:
        """The questions of which not all results are known."""
        return frozenset(check.question for check in self.checks if check.id not in self._known)

    @property
    def secret_checks(self) -> frozenset[str]:
        """The ids of the checks whose cases depend on the secret."""
        return frozenset(
            item.stash[CHECK].id
            for item in self._declared
            if item.stash[CHECK].visibility is Visibility.HIDDEN and _has_cases(item)
        )

    def networks_of(self, question: str) -> frozenset[Network]:
        """Those that the checks of a question ask; raises `ExamFault` where there is no such network."""
        items = (item for item in self._declared if item.stash[CHECK].question == question and _evaluates(item))
        return frozenset(self._desk.network(the_only(list(vars(_module(item)).values()))) for item in items)

    @property
    def files(self) -> Mapping[str, frozenset[Path]]:
        """Question → the files that its checks stand in."""
        found: dict[str, set[Path]] = {}
        for item in self._declared:
            found.setdefault(item.stash[CHECK].question, set()).add(item.path)
        return {question: frozenset(paths) for question, paths in found.items()}

    def examine(self, submission: Submission, sandbox: Sandbox, tell: Tell | None = None) -> tuple[CheckResult, ...]:
        """Every declared check exactly once, in order; what did not run is a fault.

        Args:
            tell: called after each check that ran with what is known by then, in the same order.
        """
        results = {check.id: not_run(check, "this check was not run") for check in self.checks} | self._known
        self._desk.put(submission)
        self._desk.use(sandbox)
        for item in self._items:
            check = item.stash[CHECK]
            if check.id in self._known:
                continue
            if check.question in self._desk.hanging and check.runs:
                results[check.id] = replace(results[check.id], outcome=Outcome.TIMED_OUT, message=_HANGS, told=_HANGS)
                continue
            results[check.id] = self._held_over(item, results[check.id], sandbox)
            if results[check.id].outcome is Outcome.TIMED_OUT and self._is_lost(check):
                self._desk.hanging.add(check.question)
            if tell is not None:
                tell(tuple(results[check.id] for check in self.checks))
        return tuple(results[check.id] for check in self.checks)

    def _held_over(self, item: pytest.Item, unknown: CheckResult, sandbox: Sandbox) -> CheckResult:
        """How a check ends. Where a candidate was killed it is held once more, and that counts.

        A submission that takes too much memory is killed again; one that somebody killed, or that was in the way when
        others took all memory, is not.
        """
        for _ in range(2):
            killed, evaluated = sandbox.killed, self._desk.evaluated.copy()
            item.stash[DESK] = self._desk
            item.stash[plugin.RESULT] = unknown
            # as if it were the last: which check comes next is not known yet, and nothing may be left for it
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if sandbox.killed == killed:
                break
            self._desk.evaluated = evaluated
        return item.stash[plugin.RESULT]

    def _is_lost(self, check: Check) -> bool:
        """Whether one failed check decides its question, so that waiting for the others would change nothing."""
        return self._desk.workspace.assignment.question(check.question).credit == "all"


def _has_cases(item: pytest.Item) -> bool:
    """Whether it runs over something that is made from a generator."""
    return item.get_closest_marker(marks.CASES) is not None or _evaluates(item)


def _module(item: pytest.Item) -> ModuleType:
    """The one that a check is written in."""
    module: ModuleType = getattr(item, "module")  # noqa: B009 - an item need not have one, a function has
    return module


def _evaluates(item: pytest.Item) -> bool:
    names: list[str] = getattr(item, "fixturenames", [])
    return "evaluation" in names


def with_exam(workspace: Workspace, body: Callable[[Exam], _T], question: str | None = None) -> _T:
    """Collect the exam of `workspace` and run `body` with it, inside pytest.

    Args:
        question: only the checks of this question.

    Raises:
        ConfigError: the exam is not made as one.
        ExamFault: a file of the exam cannot be imported.
    """
    driver = _Driver(workspace, body, question)
    _forget_namesakes(workspace)
    with _no_other_plugins():
        pytest.main(_arguments(workspace), plugins=[driver])
    return driver.outcome()


class _Driver(Generic[_T]):
    """A pytest plugin that hands the collected checks to `body` instead of running them."""

    def __init__(self, workspace: Workspace, body: Callable[[Exam], _T], question: str | None) -> None:
        self._workspace = workspace
        self._body = body
        self._question = question
        self._problems: list[str] = []
        self._failure: BaseException | None = None
        self._value: list[_T] = []

    def outcome(self) -> _T:
        """What `body` returned; raises what it raised."""
        if self._failure is not None:
            raise self._failure
        if not self._value:
            raise ExamFault(f"{self._workspace.exam}: pytest did not get to run the exam")
        return self._value[0]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember what could not be imported."""
        if report.failed:
            self._problems.append(str(report.longrepr))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Carry a Ctrl-C that comes while pytest collects past it; ``pytest.exit`` comes here too, and is none."""
        if self._failure is None and isinstance(excinfo.value, KeyboardInterrupt):
            self._failure = excinfo.value

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Keep a wrongly made exam from being reported on the terminal."""
        try:
            return (yield)
        except pytest.UsageError as error:
            self._failure = ConfigError(str(error))
            return None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run `body`; its exceptions are carried past pytest, which would only print them."""
        if self._failure is None:
            try:
                self._value.append(self._body(self._exam(session)))
            except BaseException as error:
                self._failure = error
        return True

    def _exam(self, session: pytest.Session) -> Exam:
        if self._problems:
            raise ExamFault("the exam cannot be imported:\n" + "\n".join(self._problems))
        items = [item for item in session.items if DESK in item.stash]
        if not items:
            raise ConfigError(f"{self._workspace.exam}: there is no check in it")
        if not self._workspace.is_handout:  # some questions have hidden checks only
            paper.require_complete(items, self._workspace.assignment)
        _one_thread()
        exam = Exam(self._sorted(items), Desk(self._workspace))
        return exam if self._question is None else exam.about({self._question})

    def _sorted(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """By question as the assignment has them; what students may see comes first."""
        place = {question.name: number for number, question in enumerate(self._workspace.assignment.questions)}

        def key(item: pytest.Item) -> tuple[int, bool]:
            check = item.stash[CHECK]
            return place[check.question], check.visibility is Visibility.HIDDEN

        return sorted(items, key=key)


def _arguments(workspace: Workspace) -> list[str]:
    without = [word for part in _UNWANTED for word in ("-p", f"no:{part}")]
    root = workspace.exam if workspace.is_handout else workspace.exam.parent
    settings = ["-c", str(_SETTINGS), f"--rootdir={root}"]
    return [*map(str, workspace.exam_paths), "-s", *settings, *without, "-p", plugin.__name__]


def _forget_namesakes(workspace: Workspace) -> None:
    """The files of a handout are modules by their bare names, which those of another handout have as well."""
    for path in workspace.exam_paths if workspace.is_handout else ():
        sys.modules.pop(path.stem, None)


def _one_thread() -> None:
    """Oracles are small, and only a process with one thread may be forked."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


@contextmanager
def _no_other_plugins() -> Iterator[None]:
    """Neither plugins that are installed beside us nor options in the environment may drop or repeat checks."""
    before = {name: os.environ.pop(name, None) for name in _STEERING}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
