"""What lies on the examiner's desk: the workspace, the sandbox and the submission that is examined now."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from autograder.errors import ConfigError, ExamFault
from autograder.exam import marks
from autograder.exam.evaluated import Evaluated, Images
from autograder.exam.seeds import course_secret, generator
from autograder.exam.submission import ExamSubmission
from autograder.exam.verdict import MissingFile
from autograder.networks import Network, network_named
from autograder.records import Check, Submission, Visibility
from autograder.sandbox.base import Bounds, Candidate, Sandbox
from autograder.workspace import Workspace

if TYPE_CHECKING:  # it needs torch
    from autograder.evaluation import Evaluation, Split


@dataclass
class Desk:
    """Shared by the checks of one exam; a batch puts one submission after the other on it.

    Attributes:
        other_secret: what hidden cases come from; default: the course's own secret.
        device: where networks run: ``auto``, ``cpu`` or ``cuda:N``.
        hanging: questions of which a check of the submission timed out, so that no other needs to wait.
        evaluated: the networks of the submission, each evaluated once for all checks.
    """

    workspace: Workspace
    other_secret: bytes | None = None
    device: str = "auto"
    _sandbox: Sandbox | None = None
    _submission: Submission | None = None
    _cases: dict[str, list[object]] = field(default_factory=dict)
    _splits: dict[tuple[Images[Any], Visibility], Split[Any, Any]] = field(default_factory=dict)
    evaluated: Evaluated = field(default_factory=Evaluated)
    hanging: set[str] = field(default_factory=set)

    @property
    def submission(self) -> Submission:
        """The submission that is examined."""
        if self._submission is None:
            raise ExamFault("there is no submission to examine")
        return self._submission

    @property
    def sandbox(self) -> Sandbox:
        """Where it runs."""
        if self._sandbox is None:
            raise ExamFault("there is no sandbox to examine it in")
        return self._sandbox

    @property
    def is_empty(self) -> bool:
        """Whether no submission was put on it yet."""
        return self._submission is None

    def use(self, sandbox: Sandbox) -> None:
        """Run candidates in `sandbox` from now on; the caller closes it."""
        self._sandbox = sandbox

    def put(self, submission: Submission) -> None:
        """Examine `submission` from now on; what its networks gave stays known while it lies here."""
        if submission is not self._submission:
            self.evaluated = Evaluated()
        self._submission = submission
        self.hanging = set()

    def require_handed_in(self, question: str) -> None:
        """Raise `MissingFile` if the file that `question` is about is missing, and say why."""
        assignment = self.workspace.assignment
        function = assignment.rules_of(assignment.question(question)).function or ""
        why = self.submission.missing.get(function.rpartition(".")[0])
        if why is not None:
            raise MissingFile(why)

    def open_submission(self) -> ExamSubmission:
        """The submission for one check, with a candidate of its own."""
        return ExamSubmission(self.start_candidate)

    def start_candidate(self, bounds: Bounds | None = None) -> Candidate:
        """A fresh candidate that holds the submission, within the limits of one check, or others."""
        limits = self.workspace.assignment.limits
        usual = Bounds(seconds=limits.seconds, memory_mb=limits.memory_mb, reply_mb=limits.reply_mb)
        return self.sandbox.start(self.submission.sources, bounds or usual)

    def evaluation(self, images: Images[Any], check: Check) -> Evaluation[Any, Any]:
        """A network of the submission on the images that `images` makes for `check`; run once.

        Raises:
            CandidateFailure: it does not do what was asked, or costs too much.
            ExamFault: no such network is asked for, or the images are none.
        """
        network = self.network(images)
        key = (images, check.visibility)
        if key not in self._splits:
            name = f"{images.name} ({check.visibility.value})"
            rng = generator(self._secret_for(check), self.workspace.assignment.name, name)
            self._splits[key] = images.split(rng)
        return self.evaluated.once(key, self._splits[key], network, self.submission, self.start_candidate, self.device)

    def network(self, images: Images[Any]) -> Network:
        """The one that runs over `images`; raises `ExamFault` where there is none."""
        try:
            return network_named(self.workspace.assignment.networks, images.network)
        except ConfigError as error:
            raise ExamFault(str(error)) from None

    def cases(self, check: Check, item: pytest.Item) -> list[object]:
        """The cases of a check, made once."""
        if check.id not in self._cases:
            marker = next(item.iter_markers(marks.CASES))
            secret = self._secret_for(check)
            self._cases[check.id] = list(marker.args[0](generator(secret, self.workspace.assignment.name, check.id)))
            if not self._cases[check.id]:
                raise ExamFault(f"{check.id} has no cases, so nothing would be checked")
        return self._cases[check.id]

    def _secret_for(self, check: Check) -> bytes | None:
        """What the inputs of a check come from: nothing secret for one that students have."""
        return self._secret if check.visibility is Visibility.HIDDEN else None

    @cached_property
    def _secret(self) -> bytes | None:
        path = self.workspace.secret
        return self.other_secret or (None if path is None else course_secret(path))


DESK = pytest.StashKey[Desk]()
"""On every check: its exam's desk."""

CHECK = pytest.StashKey[Check]()
"""On every check: what it is."""

FLAG = pytest.StashKey[str]()
"""On a check that runs: what staff should look into, if anything."""
