import errno
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import entries as module
from autograder.collect.entries import MAX_FILES, MAX_TOTAL_BYTES, Candidate, Entry, admit, read
from autograder.errors import ExportError, HandInError


def candidate(name, size=1, **facts):
    return Candidate(name=name, size=size, open=lambda: BytesIO(b"x" * size), **facts)


def names(*candidates):
    return [entry.name for entry in admit(candidates)]


def test_files_are_sorted_and_cleaned_without_litter_and_folders():
    found = ["b.py", "./a.py", "__MACOSX/._a.py", "x\\c.py", "", "./"]
    assert names(*map(candidate, found), candidate("x/", is_folder=True)) == ["a.py", "b.py", "x/c.py"]


def test_a_problem_refuses_the_hand_in_but_not_in_litter():
    with pytest.raises(HandInError, match=r"^hw/data is a link$"):
        names(candidate("hw/data", problem="is a link"))
    assert names(candidate(".venv/bin/python", problem="is a link")) == []


def test_a_hostile_name_is_refused_even_in_litter():
    with pytest.raises(HandInError, match="climbs out"):
        names(candidate(".git/../../x"))


def test_too_many_files():
    assert len(names(*(candidate(f"{i}.txt") for i in range(MAX_FILES)))) == MAX_FILES
    with pytest.raises(HandInError, match=f"more than {MAX_FILES} files.*last.txt"):
        names(*(candidate(f"{i}.txt") for i in range(MAX_FILES)), candidate("last.txt"))


def test_litter_and_folders_do_not_count():
    litter = (candidate(f".venv/{i}") for i in range(MAX_FILES))
    folders = (candidate(f"{i}/", is_folder=True) for i in range(MAX_FILES))
    assert names(*litter, *folders, candidate("a.py")) == ["a.py"]


def test_too_much_in_total():
    half = Candidate(name="a.bin", size=MAX_TOTAL_BYTES // 2, open=BytesIO)
    rest = Candidate(name="b.bin", size=MAX_TOTAL_BYTES // 2, open=BytesIO)
    assert names(half, rest) == ["a.bin", "b.bin"]
    with pytest.raises(HandInError, match=r"256 MiB.*c.bin"):
        names(half, rest, candidate("c.bin"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.py", "a.py"),
        ("a.py", "./a.py"),
        ("x/a.py", "x\\a.py"),
        ("a.py", "A.py"),
        ("a.py", "a.PY"),
        ("X/a.py", "x/a.py"),
        ("\u00fc.py", "u\u0308.py"),
        ("ﬁ.py", "fi.py"),
        ("a.txt", "a.txt"),
    ],
)
def test_two_files_of_one_name_are_refused(first, second):
    with pytest.raises(HandInError, match="two files have the same name"):
        names(candidate(first), candidate(second))


def test_case_matters_only_between_source_files():
    assert names(candidate("README.md"), candidate("readme.md")) == ["README.md", "readme.md"]


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
    with pytest.raises(HandInError, match=r"a.py is damaged: expected 9 bytes, found 5"):
        read(entry(b"12345", size=9), 10)


def test_a_wrong_checksum_is_told_without_the_path_in_the_archive():
    broken = zipfile.BadZipFile("Bad CRC-32 for file 'export/submission_1/hw/a.py'")
    with pytest.raises(HandInError, match=r"^hw/a.py is damaged: its checksum is wrong$"):
        read(entry(b"x", error=broken), 10)


@pytest.mark.parametrize(
    "error",
    [
        zipfile.BadZipFile("Bad CRC-32 for file 'export/submission_1/hw/a.py'"),
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
def test_a_broken_file_is_the_hand_ins_trouble(error):
    with pytest.raises(HandInError, match=r"^hw/a.py is damaged: ."):
        read(entry(b"x", error=error), 10)


def test_a_forbidden_file():
    with pytest.raises(HandInError, match=r"hw/a.py cannot be read: permission denied"):
        read(entry(b"x", error=PermissionError(errno.EACCES, "x")), 10)


def test_a_failing_disk_is_not_the_students_fault():
    with pytest.raises(ExportError, match=r"hw/a.py cannot be read: I/O error"):
        read(entry(b"x", error=OSError(errno.EIO, "I/O error")), 10)
