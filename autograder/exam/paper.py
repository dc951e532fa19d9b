"""From pytest items to checks: which question each belongs to, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from autograder.assignment import Assignment, Rules
from autograder.errors import ConfigError
from autograder.exam import marks
from autograder.exam.desk import CHECK
from autograder.exam.forbidden import misspelt
from autograder.exam.growth import Growth
from autograder.exam.rule_item import RuleItem
from autograder.records import Check, Visibility


def label(items: Sequence[pytest.Item], assignment: Assignment) -> None:
    """Give every item its `Check`.

    Raises:
        ConfigError: an item that is no proper check, two with one id, or a question that nothing checks.
    """
    seen: set[str] = set()
    for item in items:
        if CHECK not in item.stash:
            item.stash[CHECK] = _check(item, assignment)
        check = item.stash[CHECK]
        if check.id in seen:
            raise ConfigError(f"{item.location[0]}: two checks are called {check.id}")
        seen.add(check.id)


def rule_items(checks: Sequence[pytest.Item], assignment: Assignment) -> list[pytest.Item]:
    """One more check for each examined question that has rules.

    Raises:
        ConfigError: a function is watched for loops that may have them, or one question twice.
    """
    examined = {item.stash[CHECK].question for item in checks}
    rules = {q.name: assignment.rules_of(q) for q in assignment.questions if q.name in examined}
    parent = checks[-1].parent
    assert isinstance(parent, pytest.Collector)
    growths = _growths(checks, rules)
    return [
        RuleItem.from_parent(parent, name="rules", question=name, rules=rule, growth=growths.get(name))
        for name, rule in rules.items()
        if rule.any
    ]


def _growths(checks: Sequence[pytest.Item], rules: Mapping[str, Rules]) -> dict[str, Growth]:
    """What the modules of the exam say of how inputs grow, by question."""
    modules = dict.fromkeys(item.module for item in checks if isinstance(item, pytest.Function))
    found: dict[str, Growth] = {}
    for growth in (value for module in modules for value in vars(module).values() if isinstance(value, Growth)):
        if growth.question not in rules or not rules[growth.question].watches_loops:
            raise ConfigError(f"@growing({growth.question!r}): there is no such question in which loops are refused")
        if found.setdefault(growth.question, growth) is not growth:
            raise ConfigError(f"@growing({growth.question!r}) comes twice")
    return found


def require_complete(items: Sequence[pytest.Item], assignment: Assignment) -> None:
    """Every question has a check besides its rules, and what these forbid exists.

    Raises:
        ConfigError: points that nobody could earn, or a rule that nobody could break.
    """
    checked = {item.stash[CHECK].question for item in items if isinstance(item, pytest.Function)}
    for question in assignment.questions:
        if question.name not in checked:
            raise ConfigError(f"question {question.name!r} has no check: nobody could earn its points")
        for name in assignment.rules_of(question).forbid or ():
            if wrong := misspelt(name):
                raise ConfigError(f"question {question.name!r}: rules.forbid: {name!r}: {wrong}")


def _check(item: pytest.Item, assignment: Assignment) -> Check:
    question = _argument(item, marks.QUESTION)
    if question is None:
        raise ConfigError(f"{_place(item)} belongs to no question: decorate it with @question(…)")
    if question not in {known.name for known in assignment.questions}:
        raise ConfigError(f"{_place(item)}: {assignment.name!r} has no question {question!r}")
    is_public = item.get_closest_marker(marks.PUBLIC) is not None
    hint = _argument(item, marks.HIDDEN)
    if is_public == (hint is not None):
        raise ConfigError(f"{_place(item)} must be either @public or @hidden(hint=…)")
    return Check(
        id=f"{question}/{item.name}",
        question=question,
        title=_title(item),
        visibility=Visibility.PUBLIC if is_public else Visibility.HIDDEN,
        hint=hint or "",
    )


def _argument(item: pytest.Item, mark: str) -> str | None:
    found = item.get_closest_marker(mark)
    if found is None:
        return None
    value = found.args[0] if found.args else None
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{_place(item)}: @{mark.removeprefix('exam_')} wants a text, found {value!r}")
    return value


def _title(item: pytest.Item) -> str:
    """The first line of the docstring, or the test's name in words."""
    text = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    first = text.strip().partition("\n")[0].strip()
    return first.rstrip(".") or item.name.removeprefix("test_").replace("_", " ")


def _place(item: pytest.Item) -> str:
    return f"{item.location[0]}: {item.name}"
