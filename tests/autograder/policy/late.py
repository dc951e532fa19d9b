"""Scores, times and policies for tests of lateness."""

from datetime import timedelta

from hypothesis import strategies as st

from autograder.late_table import Late
from autograder.records import QuestionScore, Score

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
NAMES = ("a", "b", "c")


def score(earned, possible=100.0):
    return Score(questions=(QuestionScore(question="a", earned=float(earned), possible=float(possible)),))


@st.composite
def scores(draw):
    """Of three questions, in thousandths of points as curves may give them."""
    questions = []
    for name in NAMES:
        possible = draw(st.integers(1, 50_000)) / 1000
        questions.append(
            QuestionScore(
                question=name,
                earned=draw(st.sampled_from((0.0, possible)) | st.floats(0, possible).map(lambda x: round(x, 3))),
                possible=possible,
            )
        )
    return Score(questions=tuple(questions))


lateness = st.one_of(
    st.timedeltas(timedelta(0), 12 * DAY),
    st.builds(lambda n, d: n * HOUR + d * TICK, st.integers(1, 240), st.sampled_from((-1, 0, 1))),
)
_spans = st.sampled_from(("1 min", "10 min", "1 h", "90 min", "6 h", "24 h", "1.5 d", "3 d"))
_shares = st.sampled_from((0.0, 0.1, 0.333, 0.5, 0.7, 0.85, 1.0))


@st.composite
def _costs(draw):
    match draw(st.sampled_from(("steps", "per", "linear", "nothing"))):
        case "steps":
            count = draw(st.integers(1, 3))
            hours = sorted(draw(st.lists(st.integers(1, 200), min_size=count, max_size=count, unique=True)))
            keep = sorted(draw(st.lists(_shares, min_size=count, max_size=count)), reverse=True)
            return {"steps": [{"until": f"{h} h", "keep": k} for h, k in zip(hours, keep, strict=True)]}
        case "per":
            lose = draw(
                st.fixed_dictionaries({"points": st.sampled_from((0.1, 2.5, 10.0))})
                | st.fixed_dictionaries(
                    {
                        "percent": st.sampled_from((0.00694444, 0.5, 10.0, 12.5, 33.333, 100.0)),
                        "of": st.sampled_from(("earned", "possible")),
                    }
                )
            )
            return {"per": {"every": draw(_spans), **lose}}
        case "linear":
            return {"linear": {"until": draw(_spans), "keep": draw(_shares)}}
    return {}


@st.composite
def tables(draw):
    """Any ``[late]`` that is allowed."""
    table = draw(_costs())
    cap = draw(st.none() | _shares)
    if cap is not None:
        table["cap"] = cap
    if draw(st.booleans()):
        keep = min(draw(_shares), 1.0 if cap is None else cap)
        table["floor"] = {"keep": keep, "of": draw(st.sampled_from(("earned", "possible")))}
    if draw(st.booleans()):
        table["cut_off"] = draw(st.sampled_from(("24 h", "2 d", "100 h")))
    if draw(st.booleans()):
        table["grace"] = draw(st.sampled_from(("1 min", "15 min", "2 h")))
    if draw(st.booleans()):
        table["questions"] = draw(st.sampled_from((["a"], ["a", "c"], ["b"])))
    if not table.keys() & {"steps", "per", "linear", "cap", "cut_off"}:
        table["cap"] = 1.0
    return Late.model_validate(table)
