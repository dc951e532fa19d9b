"""What ``autograder gradebook`` prints: tables of grades, and single students with the arithmetic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from autograder.gradebook.compare import Change
from autograder.gradebook.given import Given
from autograder.gradebook.index import Gradebook
from autograder.gradebook.reading import history
from autograder.gradebook.standings import Place
from autograder.gradebook.term import Term
from autograder.identity import described
from autograder.policy.wording import show
from autograder.records import HandIn, Standing, Student
from autograder.report.text import one_line

Lines = Iterator[RenderableType]

_NOTHING = "–"


def everybody(places: Sequence[Place], assignments: Sequence[str]) -> Lines:
    """A line for each student, a column for each assignment."""
    of: dict[Student, dict[str, Place]] = defaultdict(dict)
    for place in places:
        of[place.standing.student][place.standing.assignment] = place
    names = _columns(assignments, places)
    table = _table(["name", "SID"], names)
    for student, own in of.items():
        table.add_row(_text(student.name), _text(student.sid), *(_cell(own.get(name)) for name in names))
    yield table
    yield _count(of, places)


def assignment(places: Sequence[Place]) -> Lines:
    """A line for each student: points before and after lateness, and the arithmetic."""
    table = _table(["name", "SID"], ["score", "grade"])
    table.add_column("how", overflow="fold", min_width=20)
    for place in places:
        student, score = place.standing.student, place.standing.score
        earned = f"{_brief(score.earned)}/{_brief(score.possible)}" if score else _NOTHING
        table.add_row(_text(student.name), _text(student.sid), earned, _cell(place), Text(one_line(place.explanation)))
    yield table
    yield _count({place.standing.student: None for place in places}, places)


def student(places: Sequence[Place], gradebook: Gradebook, zone: ZoneInfo) -> Lines:
    """All of one student: the arithmetic of each grade, every hand-in, and every grade that was given for it."""
    yield escape(one_line(described(places[0].standing.student)))
    for place in places:
        standing = place.standing
        yield f"\n[bold]{escape(standing.assignment)}[/]  {_grade(standing)}"
        yield f"  {escape(_arithmetic(place))}"
        for entry in place.attempts:
            yield f"  {escape(_hand_in(entry.handed_in.hand_in, zone))}"
            for given in history(gradebook, entry.out, entry.handed_in.hand_in.key):
                yield f"    {escape(_given(given, zone))}"


def term(terms: Sequence[Term], assignments: Sequence[str], *, alone: bool) -> Lines:
    """A line for each student with what gates and slip days leave; of one alone, all of the arithmetic."""
    if alone:
        yield from _one_term(terms[0])
        return
    names = _columns(assignments, [place for each in terms for place in each.places.values()])
    table = _table(["name", "SID"], [*names, "total"])
    table.add_column("slip", overflow="fold", min_width=16)
    for each in terms:
        cells = [_cell(each.places.get(name)) for name in names]
        slip = Text(one_line(each.explanation.partition(";")[0]))
        table.add_row(_text(each.student.name), _text(each.student.sid), *cells, _brief(each.points), slip)
    yield table
    yield f"{len(terms)} students. autograder gradebook show WHO --term has the arithmetic of one."


def changes(changed: Sequence[Change]) -> Lines:
    """For whom what would change, and why."""
    if not changed:
        return
    table = _table(["name", "assignment"], ["given", "now"])
    table.add_column("why", overflow="fold", min_width=16)
    for each in changed:
        old, new = each.old.grade, each.new.grade
        why = f"{each.why}: {new.explanation}"
        table.add_row(
            _text(each.new.who), _text(each.new.assignment), _brief(old.points), _brief(new.points), Text(one_line(why))
        )
    yield table


def _one_term(term: Term) -> Lines:
    yield escape(one_line(described(term.student)))
    for place in term.places.values():
        yield f"\n[bold]{escape(place.standing.assignment)}[/]  {_grade(place.standing)}"
        yield f"  {escape(_arithmetic(place))}"
    yield ""
    if term.explanation:
        yield escape(one_line(term.explanation, limit=1000))
    yield f"Total: {show(term.points)}"


def _table(left: Iterable[str], right: Iterable[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in left:
        table.add_column(name, max_width=24)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _columns(assignments: Sequence[str], places: Iterable[Place]) -> list[str]:
    """Those that somebody handed in something for, in the order of the course; then those that it does not know."""
    used = dict.fromkeys(place.standing.assignment for place in places)
    return [name for name in [*assignments, *(each for each in used if each not in assignments)] if name in used]


def _count(students: Mapping[Student, object], places: Sequence[Place]) -> str:
    held = sum(place.standing.status == "held" for place in places)
    return f"{len(students)} students, {len(places) - held} grades, {held} held or not given yet."


def _cell(place: Place | None) -> str:
    if place is None:
        return _NOTHING
    grade = place.standing.grade
    return place.standing.status if grade is None else _brief(grade.points)


def _grade(standing: Standing) -> str:
    if standing.grade is None or standing.score is None:
        return standing.status
    return f"{show(standing.grade.points)} of {show(standing.score.possible)}"


def _arithmetic(place: Place) -> str:
    score = place.standing.score
    earned = f"{show(score.earned)} earned; " if score is not None else ""
    return one_line(f"{earned}{place.explanation}", limit=1000)


def _hand_in(hand_in: HandIn, zone: ZoneInfo) -> str:
    when = hand_in.submitted_at
    told = "at an unknown time" if when is None else f"{when.astimezone(zone):%a %Y-%m-%d %H:%M:%S %Z}"
    return one_line(f"{hand_in.key}, handed in {told}")


def _given(given: Given, zone: ZoneInfo) -> str:
    when, points = f"{given.when.astimezone(zone):%a %Y-%m-%d %H:%M %Z}", show(given.derived.grade.points)
    instead = f" instead of {show(given.old)}" if given.old is not None else ""
    return one_line(f"{when}: {points}{instead}: {given.why}")


def _text(text: str) -> Text:
    """A cell that is cut where there is no room; a stranger's text is not read as markup."""
    return Text(one_line(text), no_wrap=True, overflow="ellipsis")


def _brief(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
