"""What would change, and for whom, if the grades that follow now were given: told before anything is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from autograder.gradebook.derive import Basis, Derived
from autograder.gradebook.given import Given

_OF_PARTS = {
    "submission": "new bytes",
    "exam": "exam changed",
    "grader": "grader changed",
    "environment": "other libraries or device",
    "secret": "course secret changed",
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A grade that was given, and the other one that follows now."""

    old: Derived
    new: Derived
    why: str

    @property
    def shows(self) -> bool:
        """Whether the grade itself would be another, and not only the points of questions behind it."""
        pairs = list(self.old.beside(self.new)) or [(self.old, self.new)]
        return any((old.is_excused, old.grade.points) != (new.is_excused, new.grade.points) for old, new in pairs)

    @property
    def parts(self) -> tuple[Change, ...]:
        """A change for each member whose grade would be another; where all members have the same, it alone."""
        of_members = (Change(old=old, new=new, why=self.why) for old, new in self.old.beside(self.new))
        return tuple(each for each in of_members if each.shows) or (self,)

    def given(self, when: datetime) -> Given:
        """The line of the history that replaces it."""
        return Given(derived=self.new, when=when, old=self.old.grade.points, why=self.why)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Grades that follow now, beside those that were given; each hand-in is in one of the four.

    Attributes:
        new: of hand-ins that have no grade yet: to be given at once.
        same: nothing has changed.
        reworded: worth the same for each question, but it follows from something else, or is explained in other words:
            may be given without asking.
        changed: worth something else: to be replaced only by somebody who saw this.
    """

    new: tuple[Derived, ...] = ()
    same: tuple[Derived, ...] = ()
    reworded: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()


def compare(given: Mapping[str, Given], derived: Iterable[Derived]) -> Comparison:
    """Compare what follows now with the grade that stands for each hand-in, in the order of `derived`.

    Args:
        given: by the key of the hand-in: `History.last`.
    """
    new: list[Derived] = []
    same: list[Derived] = []
    reworded: list[Change] = []
    changed: list[Change] = []
    for each in derived:
        if each.key not in given:
            new.append(each)
            continue
        old = given[each.key].derived
        if each == old:
            same.append(each)
            continue
        change = Change(old=old, new=each, why=_why(old, each))
        (reworded if each.is_worth_the_same(old) else changed).append(change)
    return Comparison(new=tuple(new), same=tuple(same), reworded=tuple(reworded), changed=tuple(changed))


def _why(old: Derived, new: Derived) -> str:
    if old.is_excused != new.is_excused:
        return "excused" if new.is_excused else "no longer excused"
    reasons = why(old.basis, new.basis, extended=_extended(old, new), others=_is_of_others(old, new))
    worth = {each.question: each.possible for each in old.score.questions}
    other = [each.question for each in new.score.questions if worth.get(each.question) != each.possible]
    if old.basis.policy != new.basis.policy and other:
        return reasons.replace("policy changed", f"points of {', '.join(other)} changed")
    return reasons


def _extended(old: Derived, new: Derived) -> bool:
    """Whether a member has another deadline, where each had their own before."""
    both = old.beside(new) if old.members and new.members else ()
    return any(before.basis.own_due != after.basis.own_due for before, after in both)


def _is_of_others(old: Derived, new: Derived) -> bool:
    """Whether the students, or what they are called, are not the same; their order does not count."""
    members = [{each.student for each in derived.members} for derived in (old, new) if derived.members]
    return sorted(old.who.split(", ")) != sorted(new.who.split(", ")) or any(each != members[0] for each in members)


def why(old: Basis, new: Basis, *, extended: bool = False, others: bool = False) -> str:
    """What is different between two bases, in a few words: ``exam changed, extension``.

    Args:
        extended: whether a member of the group has another deadline.
        others: whether somebody joined the group or left it, or has another name.
    """
    reasons = [words for part, words in _OF_PARTS.items() if old.content.get(part) != new.content.get(part)]
    if old.policy != new.policy:
        reasons.append("policy changed")
    if extended or old.own_due != new.own_due:
        reasons.append("extension")
    if old.submitted_at != new.submitted_at:
        reasons.append("handed in at another time")
    if others:
        reasons.append("members or names changed")
    return ", ".join(reasons) or "examined again"
