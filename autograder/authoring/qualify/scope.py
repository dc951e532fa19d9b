"""What is asked of a qualification: all of it, or a part while an assignment is being written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from autograder.authoring.qualify.junk import junk
from autograder.authoring.variants import Kind, Variant, variants
from autograder.errors import ConfigError
from autograder.tables import nearest
from autograder.workspace import Workspace

SEEDS = 5
"""The course's own secret, and others that follow from it."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is examined.

    Attributes:
        only: a pattern of variant names, ``conv2d_*``.
        questions: the only ones that count; empty for all.
        thorough: run every question of every variant with every seed, also where the outcome follows.
    """

    only: str = "*"
    questions: tuple[str, ...] = ()
    thorough: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether something is left out, so that nothing is proved by it."""
        return self.only != "*" or bool(self.questions)

    def narrowed(self, workspace: Workspace) -> Workspace:
        """The workspace of an assignment that has only these questions; raises `ConfigError`."""
        if not self.questions:
            return workspace
        assignment = workspace.assignment
        names = [question.name for question in assignment.questions]
        for name in self.questions:
            if name not in names:
                raise ConfigError(f"{assignment.name!r} has no question {name!r}{nearest(name, names)}")
        chosen = tuple(question for question in assignment.questions if question.name in self.questions)
        return replace(workspace, assignment=assignment.model_copy(update={"questions": chosen}))

    def variants(self, workspace: Workspace) -> list[Variant]:
        """The reference, then whatever the pattern names, junk last, with what each must lose of these questions.

        Raises:
            ConfigError: the pattern names nothing, or a variant is not made as one, or is called as junk is.
            MarkerError: the reference cannot be stripped.
        """
        reference, *others = variants(workspace)
        for one in junk(reference):
            if any(variant.name == one.name for variant in others):
                raise ConfigError(
                    f"{workspace.reference}: {one.name!r} is the name of an answer that qualify makes itself"
                )
            others.append(one)
        chosen = [variant for variant in others if fnmatchcase(variant.name, self.only)]
        if not chosen and not fnmatchcase(reference.name, self.only):
            near = nearest(self.only, [variant.name for variant in others])
            raise ConfigError(f"no variant is called {self.only!r}{near}")
        asked = frozenset(self.questions)
        return [replace(v, loses=v.loses & asked) if asked else v for v in (reference, *chosen)]

    def seeds(self, variant: Variant) -> range:
        """The numbers of the seeds that a variant is examined with; 0 is what will be graded."""
        right = variant.kind in (Kind.REFERENCE, Kind.ALTERNATE)
        return range(SEEDS if right or self.thorough else 1)
