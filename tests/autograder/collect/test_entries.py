import errno
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import entries as module
from autograder.collect.entries import Candidate, Entry, Problem, admit, read
from autograder.errors import ExportError, HandInError


def candidate(name, size=1, **facts):
    return Candidate(name=name, size=size, open=lambda: BytesIO(b"x" * size), **facts)


def names(*candidates):
    return [entry.name for entry in admit(candidates)]


def test_files_are_sorted_and_cleaned_without_litter_and_folders():
    found = ["b.py", "./a.py", "__MACOSX/._a.py", "x\\c.py", "", "./"]
    assert names(*map(candidate, found), candidate("x/", is_folder=True)) == ["a.py", "b.py", "x/c.py"]


def test_what_must_not_be_read_is_listed_and_refused_only_when_it_is_needed():
    link, fine = admit([candidate("hw/data", problem=Problem.LINK), candidate("layers.py")])
    assert read(fine, 9) == b"x"
    with pytest.raises(HandInError, match=r"^hw/data is a link; hand in the file itself$"):
        read(link, 9)
    assert names(candidate(".venv/bin/python", problem=Problem.LINK)) == []


def test_a_hostile_name_is_refused_even_in_litter():
    with pytest.raises(HandInError, match="climbs out"):
        names(candidate(".git/../../x"))


def test_thousands_of_files_are_fine_and_their_sizes_do_not_matter():
    many = (Candidate(name=f"{i}.png", size=1 << 30, open=BytesIO) for i in range(5000))
    assert len(names(*many)) == 5000


def test_more_files_than_anybody_hands_in(monkeypatch):
    monkeypatch.setattr(module, "MAX_LISTED", 10)
    litter = (candidate(f".venv/{i}") for i in range(20))
    folders = (candidate(f"{i}/", is_folder=True) for i in range(20))
    assert len(names(*litter, *folders, *(candidate(f"{i}.txt") for i in range(10)))) == 10
    taken = []
    endless = (taken.append(i) or candidate(f"{i}.txt") for i in range(100))
    with pytest.raises(HandInError, match="more than 10 files were handed in; hand in only your own work"):
        admit(endless)
    assert len(taken) == 11


@pytest.mark.parametrize("mark", ["env/pyvenv.cfg", "env/conda-meta/history"])
def test_an_environment_is_passed_over_whatever_its_folder_is_called(mark):
    library = "env/lib/python3.11/random.py"
    assert names(candidate(library), candidate("env/bin/x"), candidate("env/game.py")) == [
        "env/bin/x",
        "env/game.py",
        library,
    ]
    found = names(candidate(library), candidate(mark), candidate("env/bin/x"), candidate("env/game.py"))
    assert [name for name in found if name != mark] == ["env/game.py"]


@pytest.mark.parametrize(
    ("first", "second"), [("a.py", "a.py"), ("a.py", "./a.py"), ("x/a.py", "x\\a.py"), ("\u00fc", "u\u0308")]
)
def test_a_name_that_is_there_twice_is_never_read(first, second):
    (only,) = admit([candidate(first), candidate(second)])
    with pytest.raises(HandInError, match="is there twice under the same name"):
        read(only, 9)


def test_names_that_differ_in_case_or_form_are_two_files():
    for pair in (["Utils.py", "utils.py"], ["ﬁ.py", "fi.py"], ["README.md", "readme.md"]):
        assert names(*map(candidate, pair)) == sorted(pair)


def entry(content, size=None, error=None):
    class Stream(BytesIO):
        def read(self, size=-1):
            if error:
                raise error
            return super().read(size)

    return Entry(name="hw/a.py", size=len(content) if size is None else size, open=lambda: Stream(content))


@given(st.binary(max_size=30), st.integers(0, 30))
def test_reading_gives_all_or_refuses(content, cap):
    if len(content) <= cap:
        assert read(entry(content), cap) == content
    else:
        with pytest.raises(HandInError, match=r"hw/a.py is too large"):
            read(entry(content), cap)


def test_a_size_that_lies_is_not_believed(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 4)
    taken = []

    class Endless(BytesIO):
        def read(self, size=-1):
            taken.append(size)
            return b"x" * size

    with pytest.raises(HandInError, match="too large"):
        read(Entry(name="a.py", size=1, open=Endless), 10)
    assert taken == [4, 4, 4]
    with pytest.raises(HandInError, match=r"a.py is damaged and cannot be unpacked: hand it in again"):
        read(entry(b"12345", size=9), 10)


@pytest.mark.parametrize(
    "error",
    [
        zipfile.BadZipFile("Bad CRC-32 for file 'export/submission_1/hw/a.py'"),
        zlib.error("Error -3 while decompressing data: invalid distance too far back"),
        struct.error("unpack requires a buffer of 2 bytes"),
        EOFError(),
        NotImplementedError("x"),
        RuntimeError("password"),
        ValueError("x"),
        OverflowError("x"),
        OSError("Invalid data stream"),
        OSError(errno.EINVAL, "x"),
        MemoryError(),
    ],
    ids=repr,
)
def test_a_broken_file_is_told_in_one_sentence_whichever_way_it_is_broken(error):
    with pytest.raises(HandInError, match=r"^hw/a.py is damaged and cannot be unpacked: hand it in again$"):
        read(entry(b"x", error=error), 10)


def test_a_forbidden_file():
    with pytest.raises(HandInError, match=r"hw/a.py cannot be read: permission denied"):
        read(entry(b"x", error=PermissionError(errno.EACCES, "x")), 10)


def test_a_failing_disk_is_not_the_students_fault():
    with pytest.raises(ExportError, match=r"hw/a.py cannot be read: I/O error"):
        read(entry(b"x", error=OSError(errno.EIO, "I/O error")), 10)
