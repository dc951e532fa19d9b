from contextlib import nullcontext

import pytest

from autograder.collect.pending import Pending, refused, resolve
from autograder.errors import ExportError
from autograder.records import HandIn, Unreadable

from .making import FILES


def test_a_refusal_becomes_the_reason():
    hand_in = HandIn(key="a")
    assert resolve(refused(hand_in, "because"), FILES) == Unreadable(hand_in=hand_in, reason="because")


@pytest.mark.parametrize("fault", [ExportError("the disk is gone"), OSError(28, "the disk is gone")])
def test_a_fault_of_ours_is_never_a_reason(fault):
    def broken():
        raise fault

    with pytest.raises(ExportError, match="the disk is gone"):
        resolve(Pending(hand_in=HandIn(key="a"), open=broken), FILES)


def test_files_are_closed_again():
    closed = []

    class Files(nullcontext):
        def __exit__(self, *error):
            closed.append(True)

    resolve(Pending(hand_in=HandIn(key="a"), open=lambda: Files(())), FILES)
    assert closed == [True]
