"""What is known of grades, in files: the examinations, the grades given, and an index over both.

A folder of results holds, for each hand-in, in a folder named by its key::

    hand-in.json             who, when, and the content key of its own examination     `write_hand_in`
    examined-<key>.json      the result file of an examination, and its figures       `write_examined`
    took-<key>.json          what that took                                           `write_took`
    results.json, network*.png   what is given
"""

from autograder.gradebook.examined import (
    Examined,
    examined_of,
    figure_path,
    find_examined,
    graded_of,
    path_of,
    read_examined,
    write_examined,
)
from autograder.gradebook.hand_in import HAND_IN_FILE, HandedIn, read_hand_in, write_hand_in
from autograder.gradebook.keys import Content, Keys
from autograder.gradebook.took import Took, read_took, took_of, took_path, write_took

__all__ = [
    "HAND_IN_FILE",
    "Content",
    "Examined",
    "HandedIn",
    "Keys",
    "Took",
    "examined_of",
    "figure_path",
    "find_examined",
    "graded_of",
    "path_of",
    "read_examined",
    "read_hand_in",
    "read_took",
    "took_of",
    "took_path",
    "write_examined",
    "write_hand_in",
    "write_took",
]
