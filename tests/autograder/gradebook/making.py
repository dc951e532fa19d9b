"""Records to store, made by hand and by Hypothesis."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from autograder.gradebook.derive import Basis, Derived
from autograder.gradebook.examined import Examined
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import HandedIn
from autograder.gradebook.keys import PARTS, Content, digest
from autograder.gradebook.members import Member
from autograder.records import (
    Check,
    CheckResult,
    Grade,
    HandIn,
    Isolation,
    Outcome,
    QuestionScore,
    Score,
    Student,
    Visibility,
)

CONTENT = Content({part: digest(part) for part in PARTS})

texts = st.text(st.characters(codec=None), max_size=12)  # surrogates, too: strangers wrote some of them
names = st.text("abcxyz_/", min_size=1, max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
checks = st.builds(
    Check, id=names, question=names, title=texts, visibility=st.sampled_from(Visibility), hint=texts, runs=st.booleans()
)


@st.composite
def results(draw):
    outcome = draw(st.sampled_from([each for each in Outcome if each is not Outcome.FAULT]))
    credit = 1.0 if outcome is Outcome.PASSED else draw(st.floats(0, 1))
    more = {name: draw(texts) for name in ("message", "detail", "flag", "told")}
    return CheckResult(check=draw(checks), outcome=outcome, credit=credit, ran=draw(st.booleans()), **more)


isolations = st.builds(
    Isolation,
    backend=texts,
    layers=st.lists(texts, max_size=3).map(tuple),
    missing=st.dictionaries(texts, texts, max_size=2),
)
contents = st.builds(lambda seed: Content({part: digest([part, seed]) for part in PARTS}), st.integers())
examinations = st.builds(
    Examined,
    content=contents,
    results=st.lists(results(), max_size=4).map(tuple),
    isolation=isolations,
    reason=texts,
    networks=st.lists(st.dictionaries(texts, json_values, max_size=3), max_size=2).map(tuple),
    figures=st.dictionaries(texts, texts, max_size=2),
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.none() | st.datetimes(datetime(1950, 1, 1), datetime(2500, 1, 1), timezones=offsets | st.just(UTC))
students = st.builds(
    Student, **{each.name: moments if each.name == "due_at" else texts for each in fields(Student)}
)  # a field that is forgotten in the file is missed
hand_ins = st.builds(HandIn, key=names, students=st.lists(students, max_size=3).map(tuple), submitted_at=moments)
handed_ins = st.builds(
    HandedIn,
    hand_in=hand_ins,
    assignment=names,
    content=contents.map(lambda content: content.key),
    notes=st.lists(texts, max_size=2).map(tuple),
)
scores = st.lists(st.tuples(names, st.floats(0, 100), st.floats(0, 100)), max_size=3).map(
    lambda rows: Score(questions=tuple(QuestionScore(question=q, earned=e, possible=p) for q, e, p in rows))
)
bases = st.builds(
    Basis,
    content=contents.map(lambda content: content.parts),
    policy=texts,
    own_due=moments,
    submitted_at=moments,
)


@st.composite
def derivations(draw):
    score = draw(scores)
    spans = st.none() | st.timedeltas(timedelta(0), timedelta(days=999))
    shares = st.floats(0, 1).map(lambda share: share * score.earned)
    grades = st.builds(Grade, points=shares, late_by=spans, explanation=texts)
    member = st.builds(
        Member, student=students.map(lambda each: replace(each, due_at=None)), grade=grades, own_due=moments
    )
    return Derived(
        key=draw(names),
        who=draw(texts),
        assignment=draw(names),
        status=draw(st.sampled_from(["graded", "unreadable"])),
        score=score,
        grade=draw(grades),
        basis=draw(bases),
        members=tuple(draw(st.lists(member, max_size=2))),
    )


givens = st.builds(
    Given,
    derived=derivations(),
    when=st.datetimes(timezones=st.just(UTC)),
    old=st.none() | st.floats(0, 100),
    why=texts,
)
