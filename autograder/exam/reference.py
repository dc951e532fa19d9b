"""The right answer of an assignment, as a submission."""

from __future__ import annotations

from autograder.collect.weights import weights_in
from autograder.errors import ConfigError
from autograder.records import HandIn, SourceFile, Submission
from autograder.workspace import Workspace


def read_reference(workspace: Workspace) -> Submission:
    """The files to hand in, from the folder of right answers; nothing else that lies there (alternates, mutants).

    Weights that are not there are missing as in any hand-in.

    Raises:
        ConfigError: there is no such folder, or a file is missing.
    """
    if workspace.reference is None:
        raise ConfigError("a handout holds no reference")
    sources = {}
    for name in workspace.assignment.files:
        path = workspace.reference / name
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{path}: the reference cannot be read ({error.strerror})") from None
        module = name.removesuffix(".py")
        sources[module] = SourceFile(module=module, origin=name, text=text)
    weights = weights_in(workspace.reference, workspace.assignment.networks)
    return Submission(hand_in=HandIn(key="reference"), sources=sources, weights=weights)
