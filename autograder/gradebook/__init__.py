"""What is known of grades, in files: the examinations, the grades given, and an index over both.

A folder of results holds, for each hand-in, in a folder named by its key::

    hand-in.json             who, when, and the content key of its own examination     `write_hand_in`
    examined-<key>.json      the result file of an examination, and its figures       `write_examined`
    took-<key>.json          what that took                                           `write_took`
    results.json, network*.png   what is given

and beside them ``history.jsonl``, every grade ever given. `derive` makes the grade of a hand-in without running
anything, `derived_of` what of it is compared; `compare` says what would change, and for whom, before it is replaced::

    graded = derive(workspace, handed_in, examined, took.seconds)
    comparison = compare(read_history(out).last, [derived_of(workspace, graded, examined.content), …])
    # write results.json of what is given, then:
    add(out, [Given(derived=each, when=now) for each in comparison.new])
    add(out, [change.given(now) for change in (*comparison.reworded, *comparison.changed)])    # after a yes

``gradebook.sqlite`` is an index over any number of such folders, which a batch keeps along the way::

    with opened(path, making=True) as gradebook:
        gradebook.keep(out)    # after the files are on disk; what is in it already is not read again
"""

from autograder.gradebook.compare import Change, Comparison, compare
from autograder.gradebook.connection import GRADEBOOK_FILE, shared_disk
from autograder.gradebook.derive import Basis, Derived, derive, derived_of
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
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import HAND_IN_FILE, HandedIn, read_hand_in, write_hand_in
from autograder.gradebook.history import HISTORY_FILE, History, add, read_history, survey_history
from autograder.gradebook.index import Gradebook, Rebuilt, opened
from autograder.gradebook.keys import Content, Keys, examiners
from autograder.gradebook.reading import Entry, entries
from autograder.gradebook.took import Took, read_took, took_of, took_path, write_took

__all__ = [
    "GRADEBOOK_FILE",
    "HAND_IN_FILE",
    "HISTORY_FILE",
    "Basis",
    "Change",
    "Comparison",
    "Content",
    "Derived",
    "Entry",
    "Examined",
    "Given",
    "Gradebook",
    "HandedIn",
    "History",
    "Keys",
    "Rebuilt",
    "Took",
    "add",
    "compare",
    "derive",
    "derived_of",
    "entries",
    "examined_of",
    "examiners",
    "figure_path",
    "find_examined",
    "graded_of",
    "opened",
    "path_of",
    "read_examined",
    "read_hand_in",
    "read_history",
    "read_took",
    "shared_disk",
    "survey_history",
    "took_of",
    "took_path",
    "write_examined",
    "write_hand_in",
    "write_took",
]
