"""How an exam says on what inputs a question's function is watched for loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.errors import ConfigError

LEAST_GROWTH = 8
"""By how much a size must grow at least, so that a loop over it cannot be taken for another branch."""


@dataclass(frozen=True)
class Size:
    """One size of the inputs, such as the number of images.

    Attributes:
        tiny: what it is while others grow.
        grown: what it grows to when steps are counted.
        many: what it grows to when processor time is measured; None: not measured.
    """

    tiny: int
    grown: int
    many: int | None = None


@dataclass(frozen=True, eq=False)
class Growth:
    """Inputs for one question, of any size; made by `growing`.

    Attributes:
        sizes: by the names that students know them by: ``N``, ``H``.
        call: calls the question's function once or more, on inputs of given sizes.
    """

    question: str
    sizes: Mapping[str, Size]
    call: Callable[..., object]

    def tiny(self, **others: int) -> dict[str, int]:
        """All sizes as small as they get, but for `others`."""
        return {name: size.tiny for name, size in self.sizes.items()} | others

    def timed(self) -> Iterator[tuple[str, int]]:
        """Each size for which processor time is measured, and what it grows to then."""
        for name, size in self.sizes.items():
            if size.many is not None:
                yield name, size.many


def growing(question: str, **sizes: tuple[int, ...]) -> Callable[[Callable[..., object]], Growth]:
    """Have the function of `question` watched while sizes grow one at a time: what runs must not grow with any of them.

    It is one more part of the question's rules. What is decorated is no test but makes inputs and calls the function::

        @growing("conv2d_forward", N=(2, 12, 256), H=(3, 13))
        def convolve(submission, rng, N, H):
            submission.layers.conv2d_forward(rng.standard_normal((N, 1, H, 3)), …)

    Only calls of the question's own function are watched, and their results stay in the candidate, to be passed on.

    Args:
        sizes: tiny and grown, at least 8 apart, for counting steps; and perhaps a third, some hundred times as much,
            for measuring processor time. With the tiny sizes a call should take next to no time.

    Raises:
        ConfigError: sizes that do not grow.
    """
    if not sizes:
        raise ConfigError(f"@growing({question!r}): expected sizes that grow, such as N=(2, 12)")
    read = {name: _size(question, name, values) for name, values in sizes.items()}
    return lambda call: Growth(question, read, call)


def _size(question: str, name: str, values: Any) -> Size:
    match values:
        case (int(tiny), int(grown)) if grown - tiny >= LEAST_GROWTH:
            return Size(tiny, grown)
        case (int(tiny), int(grown), int(many)) if grown - tiny >= LEAST_GROWTH and many > grown:
            return Size(tiny, grown, many)
    raise ConfigError(
        f"@growing({question!r}): expected {name}=(tiny, grown) or (tiny, grown, many), each larger than the one "
        f"before and grown larger by {LEAST_GROWTH} at least, found {values!r}"
    )
