"""The rules of a question as one more check of the exam."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from autograder.assignment import Rules
from autograder.exam.desk import CHECK, DESK, FLAG
from autograder.exam.growth import Growth
from autograder.exam.source_rules import violations
from autograder.exam.verdict import BrokenRule
from autograder.exam.witness import Witness
from autograder.records import Check, Visibility

_MAX_SHOWN = 5


class RuleItem(pytest.Item):
    """Looks at the source that a question's function can reach; then at what runs, where the exam says on what inputs.

    A function that does not answer on these inputs has not kept the rules, so that no answer keeps them by failing.
    """

    def __init__(self, *, question: str, rules: Rules, growth: Growth | None, **others: Any) -> None:
        super().__init__(**others)
        self.rules = rules
        self.growth = growth
        self.stash[CHECK] = Check(
            id=f"{question}/{self.name}",
            question=question,
            title="Within the rules",
            visibility=Visibility.PUBLIC,
            runs=False,
        )

    def runtest(self) -> None:
        """Raise `BrokenRule` if the submission breaks one."""
        desk = self.stash[DESK]
        submission = desk.submission
        found = violations(submission.sources, _with_siblings(self.rules, submission.missing))
        if found:
            more = [f"… and {len(found) - _MAX_SHOWN} more"] if len(found) > _MAX_SHOWN else []
            raise BrokenRule("\n".join([*map(str, found[:_MAX_SHOWN]), *more]))
        if self.growth is not None and self.rules.function and self.growth.question not in desk.hanging:
            witness = Witness(self.growth, self.rules.function, desk.start_candidate(), submission.sources)
            self.stash[FLAG] = witness.watch()

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """Where pytest says that this check is."""
        return self.path, None, self.stash[CHECK].id


def _with_siblings(rules: Rules, missing: Iterable[str]) -> Rules:
    """`rules` that let a module import those that should be beside it: that they are missing breaks no rule."""
    return rules.model_copy(update={"imports": (*rules.imports, *missing)}) if rules.imports else rules
