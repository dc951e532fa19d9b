"""A class and what it hands in: right answers, wrong ones, untouched skeletons and, where asked for, endless loops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle, islice

from autograder.authoring.variants import Kind, Variant, variants
from autograder.workspace import Workspace

_TEN = [
    *(Kind.REFERENCE, Kind.MUTANT, Kind.ALTERNATE, Kind.MUTANT, Kind.MUTANT),
    *(Kind.REFERENCE, Kind.MUTANT, Kind.SKELETON, Kind.MUTANT, Kind.ALTERNATE),
]
"""Of ten students: four are right (two in another style than the reference), five made a mistake, one did nothing."""
FIRST = "layers.py"
_ENDLESS = "_endless"  # ends the names of mutants that never come back: they are counted by themselves


@dataclass(frozen=True)
class HandIn:
    """What one student hands in.

    Attributes:
        name: of the variant.
        files: file name → text; the first is unlike that of any other hand-in.
        right: whether it must get all points; else it must lose some.
    """

    name: str
    files: Mapping[str, str]
    right: bool

    @property
    def source(self) -> str:
        """The text of the first file, which a notebook of one question is made of."""
        return self.files[FIRST]


def whole_class(workspace: Workspace, size: int) -> list[HandIn]:
    """A class that did the whole assignment: the mistakes are spread over all questions."""
    known = list(variants(workspace))
    mutants = [variant for variant in _mutants(known) if not variant.name.endswith(_ENDLESS)]
    return _class(known, _spread(mutants, size), size)


def one_question_class(workspace: Workspace, question: str, size: int) -> list[HandIn]:
    """A class whose mistakes are wrong values of `question`: those that otter can see, which has no source rules."""
    known = list(variants(workspace))
    return _class(known, [variant for variant in _mutants(known) if variant.name.startswith(question)], size)


def with_endless(hand_ins: list[HandIn], question: str, count: int) -> list[HandIn]:
    """The same class, but `count` of its students, evenly spread, loop forever in `question`."""
    places = {len(hand_ins) * (2 * number + 1) // (2 * count) for number in range(count)}
    return [endless(each, question) if place in places else each for place, each in enumerate(hand_ins)]


def endless(hand_in: HandIn, question: str) -> HandIn:
    """`hand_in` with an endless loop for `question`."""
    loop = f"\n\ndef {question}(*args, **kwargs):\n    while True:\n        pass\n"
    return replace(hand_in, name="endless", files={**hand_in.files, FIRST: hand_in.source + loop}, right=False)


def _mutants(known: list[Variant]) -> list[Variant]:
    return [variant for variant in known if variant.kind is Kind.MUTANT]


def _class(known: list[Variant], mutants: list[Variant], size: int) -> list[HandIn]:
    turns: dict[Kind, Iterator[Variant]] = {
        kind: cycle([variant for variant in known if variant.kind is kind])
        for kind in (Kind.REFERENCE, Kind.ALTERNATE, Kind.SKELETON)
    }
    turns[Kind.MUTANT] = cycle(mutants)
    students = enumerate(islice(cycle(_TEN), size), start=1)
    return [_hand_in(next(turns[kind]), student) for student, kind in students]


def _hand_in(variant: Variant, student: int) -> HandIn:
    files = {source.origin: source.text for source in variant.submission.sources.values()}
    return HandIn(variant.name, {**files, FIRST: f"{files[FIRST]}\n\n# student {student}\n"}, right=not variant.loses)


def _spread(mutants: list[Variant], size: int) -> list[Variant]:
    """About as many as a class of `size` needs, evenly picked: the list is sorted by question."""
    return mutants[:: max(1, len(mutants) * 2 // size)]
