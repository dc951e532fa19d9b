"""What ``autograder gradebook`` prints: tables of grades, and single students with the arithmetic; all plain text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

from autograder.gradebook.compare import Change
from autograder.gradebook.derive import Derived
from autograder.gradebook.given import Given, of_one
from autograder.gradebook.index import Gradebook
from autograder.gradebook.reading import history
from autograder.gradebook.standings import Place
from autograder.gradebook.term import Term
from autograder.identity import described
from autograder.policy.wording import show
from autograder.records import HandIn, Standing, Student
from autograder.report.columns import Column, columns
from autograder.report.text import counted, one_line

Lines = Iterator[str]

_NOTHING = "–"
_WHO = (Column(title="name", at_most=24), Column(title="SID", at_most=20))


def everybody(places: Sequence[Place], assignments: Sequence[str], width: int) -> Lines:
    """A line for each student, a column for each assignment."""
    of: dict[Student, dict[str, Place]] = defaultdict(dict)
    for place in places:
        of[place.standing.student][place.standing.assignment] = place
    names = _used(assignments, places)
    rows = [[student.name, student.sid, *(_cell(own.get(name)) for name in names)] for student, own in of.items()]
    yield from columns([*_WHO, *(Column(title=name, right=True) for name in names)], rows, width)
    yield _count(of, places)


def assignment(places: Sequence[Place], width: int) -> Lines:
    """A line for each student: points before and after lateness, and the arithmetic."""
    rows = []
    for place in places:
        student, score = place.standing.student, place.standing.score
        earned = f"{_brief(score.earned)}/{_brief(score.possible)}" if score else _NOTHING
        rows.append([student.name, student.sid, earned, _cell(place), place.explanation])
    points = [Column(title=title, right=True) for title in ("score", "grade")]
    yield from columns([*_WHO, *points, Column(title="how")], rows, width)
    yield _count({place.standing.student: None for place in places}, places)


def student(places: Sequence[Place], gradebook: Gradebook, zone: ZoneInfo) -> Lines:
    """All of one student: the arithmetic of each grade, every hand-in, and every grade that was given for it."""
    yield one_line(described(places[0].standing.student))
    for place in places:
        standing = place.standing
        yield f"\n{standing.assignment}  {_grade(standing)}"
        yield f"  {_arithmetic(place)}"
        for entry in place.attempts:
            yield f"  {_hand_in(entry.handed_in.hand_in, zone)}"
            lines = of_one(history(gradebook, entry.out, entry.handed_in.hand_in.key), standing.student)
            for before, given in pairwise(chain([None], lines)):
                if given is not None:
                    yield f"    {_given(given, before, zone)}"


def term(terms: Sequence[Term], assignments: Sequence[str], width: int) -> Lines:
    """A line for each student with what gates and slip days leave."""
    names = _used(assignments, [place for each in terms for place in each.places.values()])
    rows = []
    for each in terms:
        cells = [_cell(each.places.get(name)) for name in names]
        slip = each.explanation.partition(";")[0]
        rows.append([each.student.name, each.student.sid, *cells, _total(each), slip])
    points = [Column(title=title, right=True) for title in (*names, "total")]
    yield from columns([*_WHO, *points, Column(title="slip")], rows, width)
    yield f"\n{counted(len(terms), 'student')}. autograder gradebook show WHO --term has the arithmetic of one."


def changes(changed: Sequence[Change], width: int) -> Lines:
    """For whom what would change, and why."""
    if not changed:
        return
    rows = [
        [
            each.new.who,
            each.new.assignment,
            _worth(each.old),
            _worth(each.new),
            each.why if each.new.is_excused else f"{each.why}: {each.new.grade.explanation}",
        ]
        for change in changed
        for each in change.parts
    ]
    points = [Column(title=title, right=True) for title in ("given", "now")]
    yield from columns([_WHO[0], Column(title="assignment"), *points, Column(title="why")], rows, width)
    yield ""


def _worth(derived: Derived) -> str:
    return derived.status if derived.is_excused else _brief(derived.grade.points)


def one_term(term: Term, assignment: str | None = None) -> Lines:
    """All of the arithmetic of one student's term, or what it leaves of one assignment."""
    yield one_line(described(term.student))
    for place in term.places.values() if assignment is None else [term.places[assignment]]:
        yield f"\n{place.standing.assignment}  {_grade(place.standing)}"
        yield f"  {_arithmetic(place)}"
    yield ""
    if term.explanation:
        yield one_line(term.explanation, limit=1000)
    if assignment is None:
        yield f"Total: {_whole_total(term)}"


def _total(term: Term) -> str:
    """What is known of the total, in a cell; ``held`` is no zero."""
    known = [] if term.points is None else [_brief(term.points)]
    return " + ".join([*known, *(["held"] if term.held else [])]) or _NOTHING


def _whole_total(term: Term) -> str:
    if not term.held:
        return "none yet" if term.points is None else show(term.points)
    without = "" if term.points is None else f"; {show(term.points)} without"
    return f"not known while {', '.join(term.held)} {'is' if len(term.held) == 1 else 'are'} held{without}"


def _used(assignments: Sequence[str], places: Iterable[Place]) -> list[str]:
    """Those that somebody handed in something for, in the order of the course; then those that it does not know."""
    used = dict.fromkeys(place.standing.assignment for place in places)
    return [name for name in [*assignments, *(each for each in used if each not in assignments)] if name in used]


def _count(students: Mapping[Student, object], places: Sequence[Place]) -> str:
    """How many there are of what; of the excused and the missing only where there are some."""
    of = Counter(place.standing.status for place in places)
    grades = f"{counted(len(students), 'student')}, {counted(of['graded'] + of['unreadable'], 'grade')}"
    others = "".join(f", {of[status]} {status}" for status in ("excused", "missing") if of[status])
    return f"\n{grades}, {of['held']} held or not given yet{others}."


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


def _given(given: Given, before: Given | None, zone: ZoneInfo) -> str:
    when = f"{given.when.astimezone(zone):%a %Y-%m-%d %H:%M %Z}"
    now, old = _shown(given), None if before is None else _shown(before)
    if old is None and given.old is not None:  # the line before it cannot be read
        old = show(given.old)
    if old is None and given.derived.is_excused:
        return f"{when}: {now}"
    instead = "" if old is None else " as before" if old == now else f" instead of {old}"
    return one_line(f"{when}: {now}{instead}: {given.why}")


def _shown(given: Given) -> str:
    return given.derived.status if given.derived.is_excused else show(given.derived.grade.points)


def _brief(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
