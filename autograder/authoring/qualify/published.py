"""What others published about their public checks, to hold our own numbers against."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from autograder.tables import Table, load_table

PUBLISHED_FILE = "published.toml"


class PublicCheck(Table):
    """How many wrong answers pass a public check of another course.

    Attributes:
        question: ours that asks for the same.
        wrong: wrong answers that were tried on it.
        survive: those that pass.
    """

    course: str
    about: str
    question: str
    wrong: int = Field(ge=1)
    survive: int = Field(ge=0)

    @model_validator(mode="after")
    def _no_more_than_tried(self) -> PublicCheck:
        if self.survive > self.wrong:
            raise ValueError(f"survive must not be more than wrong: {self.survive} of {self.wrong}")
        return self


class Published(Table):
    """A file ``published.toml``."""

    checks: tuple[PublicCheck, ...] = Field(strict=False)


def read_published(folder: Path) -> tuple[PublicCheck, ...]:
    """What ``published.toml`` in `folder` says; nothing where there is none. Raises `ConfigError`."""
    path = folder / PUBLISHED_FILE
    return load_table(path, Published).checks if path.is_file() else ()
