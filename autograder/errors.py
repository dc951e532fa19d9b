"""What can go wrong on our side.

A student's failure is data (an `Outcome`), never one of these::

    AutograderError
    ├── ConfigError        a file that an instructor wrote says something we cannot follow
    ├── HandInError        a hand-in cannot be read: it is graded 0 with this message
    ├── ExportError        a whole export cannot be read: nothing is graded
    ├── DataError          a data set's file is missing, or says something else than its description
    ├── MarkerError        solution markers that cannot be stripped with certainty
    ├── StoredError        a result file, the history or the gradebook is damaged, or not one of ours
    └── GraderFault        we could not do our part: the result is held, never a zero
        ├── SandboxFault   a candidate could not be started, confined or watched
        └── ExamFault      a check broke by itself, not by the student's answer
"""


class AutograderError(Exception):
    """Base of every error this package raises on purpose; its text is fit for a user."""


class ConfigError(AutograderError):
    """An instructor's file: names the file, the key, what was expected and what was found."""


class HandInError(AutograderError):
    """One hand-in cannot be read; its neighbours are untouched."""


class ExportError(AutograderError):
    """An export (zip or folder of hand-ins) cannot be read as a whole."""


class DataError(AutograderError):
    """A data set cannot be read or made: names the file, what was expected and what was found."""


class MarkerError(AutograderError):
    """Solution markers that are unbalanced, nested or misspelt; names file and line."""


class StoredError(AutograderError):
    """What we keep of grades cannot be read: names the file, the place, what was expected and what was found."""


class GraderFault(AutograderError):
    """Ours to fix. Never costs a student points."""


class SandboxFault(GraderFault):
    """A candidate could not be started, confined or watched."""


class ExamFault(GraderFault):
    """A check failed by itself: its oracle, its cases or its code."""
