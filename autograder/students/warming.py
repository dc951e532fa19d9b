"""A sandbox that starts while other things are done: libraries such as torch take seconds to import, here and there."""

from __future__ import annotations

import threading

from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_checking

_LOOK = 0.2  # seconds; on Windows a wait without an end hears no Ctrl-C


class Warming:
    """Starts a sandbox for checks at once, in a thread of its own. Use as a context manager.

    The thread stays until the sandbox is closed: on Linux, a process ends with the thread that started it.
    """

    def __init__(self, libraries: tuple[str, ...]) -> None:
        self._libraries = libraries
        self._ready, self._over = threading.Event(), threading.Event()
        self._sandbox: Sandbox | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox, as soon as it is there; raises what kept it from starting."""
        while not self._ready.wait(_LOOK):
            pass
        if self._sandbox is None:
            raise self._error or RuntimeError("the sandbox was closed")
        return self._sandbox

    def close(self) -> None:
        """End it; one that is still starting ends itself, and nobody waits for that."""
        self._over.set()
        if self._ready.is_set():
            self._thread.join()

    def __enter__(self) -> Warming:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _keep(self) -> None:
        try:
            self._sandbox = for_checking(self._libraries)
        except BaseException as error:
            self._error = error
        self._ready.set()
        self._over.wait()
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None
