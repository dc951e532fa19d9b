"""What a check holds in its hands: ``submission.layers.conv2d_forward(x, …)`` is a call over the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.errors import ExamFault
from autograder.sandbox.base import Candidate, Part
from autograder.sandbox.wire import Handle


def kept(name: str) -> Part:
    """A part of a result that stays in the candidate: a cache, a network."""
    return Part(name, kept=True)


class ExamSubmission:
    """One submission as a check sees it; its candidate starts with the first call.

    Attributes are the submission's modules, their attributes its functions.
    """

    def __init__(self, start: Callable[[], Candidate]) -> None:
        self._start = start
        self._candidate: Candidate | None = None
        self._last_call = ""

    def __getattr__(self, module: str) -> ExamModule:
        if module.startswith("_"):
            raise AttributeError(module)
        return ExamModule(self, module)

    def keep(self, value: object) -> RemoteObject:
        """Send a value to stay there; pass what comes back as an argument."""
        return RemoteObject(self, self._running().keep(self._wire(value)))

    def fetch(self, remote: RemoteObject, attribute: str = "") -> object:
        """What a kept value is now, for instance after a call that should not have changed it; or its `attribute`."""
        if attribute:
            return self._call(f"#{remote._handle.id}.__getattribute__", (attribute,), {}, None)
        return self._local(self._running().fetch(self._wire(remote)))

    def close(self) -> None:
        """End the candidate, if one was started."""
        if self._candidate is not None:
            self._candidate.close()

    @property
    def printed(self) -> str:
        """What the submission printed, shortened."""
        return self._candidate.printed if self._candidate is not None else ""

    @property
    def last_call(self) -> str:
        """The last call of a function, with shapes in place of arrays: ``pad2d(array (1, 1, 2, 3), 1)``."""
        return self._last_call

    def _call(self, function: str, arguments: Any, options: Any, parts: tuple[Part, ...] | None) -> Any:
        self._last_call = _written(function, arguments, options)
        answer = self._running().call(function, self._wire(arguments), self._wire(options), parts)
        return self._local(answer)

    def _running(self) -> Candidate:
        if self._candidate is None:
            self._candidate = self._start()
        return self._candidate

    def _wire(self, value: Any) -> Any:
        """A value as the sandbox takes it."""
        if isinstance(value, RemoteObject):
            if value._submission is not self:
                raise ExamFault(f"{value!r} was kept by another candidate: each check has its own")
            return value._handle
        if isinstance(value, (list, tuple)):
            items = [self._wire(item) for item in value]
            return tuple(items) if isinstance(value, tuple) else items  # a named tuple goes as a plain one
        if isinstance(value, dict):
            return {key: self._wire(item) for key, item in value.items()}
        return value

    def _local(self, value: object) -> object:
        """A value as the check gets it, with handles turned into objects that can be used."""
        if isinstance(value, Handle):
            return RemoteObject(self, value)
        if isinstance(value, (list, tuple)):
            items = [self._local(item) for item in value]
            return tuple(items) if isinstance(value, tuple) else items
        return value


class ExamModule:
    """A module of the submission."""

    def __init__(self, submission: ExamSubmission, name: str) -> None:
        self._submission = submission
        self._name = name

    def __getattr__(self, function: str) -> ExamFunction:
        if function.startswith("__"):
            raise AttributeError(function)
        return ExamFunction(self._submission, f"{self._name}.{function}")


class ExamFunction:
    """A function of the submission, to be called."""

    def __init__(self, submission: ExamSubmission, name: str, parts: tuple[Part, ...] | None = None) -> None:
        self._submission = submission
        self._name = name
        self._parts = parts

    @property
    def submission(self) -> ExamSubmission:
        """The submission that it is of."""
        return self._submission

    def returning(self, *parts: str | Part) -> ExamFunction:
        """Say what the result consists of: ``f.returning("out", kept("cache"))`` returns a pair or fails the check."""
        named = tuple(part if isinstance(part, Part) else Part(part) for part in parts)
        return ExamFunction(self._submission, self._name, named)

    def __call__(self, *arguments: object, **options: object) -> Any:
        return self._submission._call(self._name, arguments, options, self._parts)


class RemoteObject:
    """A value that stayed in the candidate; its attributes are its methods, and it can be passed as an argument."""

    def __init__(self, submission: ExamSubmission, handle: Handle) -> None:
        self._submission = submission
        self._handle = handle

    def __getattr__(self, method: str) -> ExamFunction:
        if method.startswith("__"):
            raise AttributeError(method)
        return ExamFunction(self._submission, f"#{self._handle.id}.{method}")

    def __call__(self, *arguments: object, **options: object) -> Any:
        return self._submission._call(f"#{self._handle.id}.__call__", arguments, options, None)

    def __repr__(self) -> str:
        return f"<{self._handle.type_name} in the candidate>"


def _written(function: str, arguments: Sequence[object], options: Mapping[str, object]) -> str:
    """A call as one would write it, with shapes in place of arrays; "" of what stayed in the candidate."""
    if function.startswith("#"):
        return ""
    given = [*map(_brief, arguments), *(f"{name}={_brief(value)}" for name, value in options.items())]
    return f"{function.rpartition('.')[2]}({', '.join(given)})"


def _brief(value: object) -> str:
    shape = None if isinstance(value, RemoteObject) else getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return f"array {tuple(shape)}"
    return "…" if isinstance(value, (RemoteObject, list, dict)) else repr(value)
