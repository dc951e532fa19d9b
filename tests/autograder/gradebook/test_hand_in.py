import json
import os

import pytest
from hypothesis import given

from autograder.errors import StoredError
from autograder.gradebook.fields import parse
from autograder.gradebook.hand_in import HAND_IN_FILE, HandedIn, decoded, encoded, read_hand_in, write_hand_in
from autograder.records import HandIn, Student
from tests.autograder.gradebook.making import CONTENT, handed_ins

ADA = HandedIn(
    hand_in=HandIn(key="submission_1", students=(Student(name="Ada", sid="00123"),)),
    assignment="conv",
    content=CONTENT.key,
    notes=("a note",),
)


@given(handed_ins)
def test_what_is_written_is_read(handed_in):
    assert decoded(parse(encoded(handed_in), "here"), "here") == handed_in


def test_it_lies_in_the_folder_and_the_same_is_not_written_again(tmp_path, monkeypatch):
    write_hand_in(tmp_path, ADA)
    assert read_hand_in(tmp_path) == ADA
    monkeypatch.setattr(os, "fsync", lambda _: pytest.fail("nothing new was to be written"))
    write_hand_in(tmp_path, ADA)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d.update(content="12"), "content: expected 64 hexadecimal digits, found '12'"),
        (lambda d: d.update(submitted_at="2026-03-08T00:30:00"), "submitted_at: expected a time with its offset"),
        (lambda d: d["students"][0].update(sid=123), r"students\[1\]: sid: expected text, found 123"),
        (lambda d: d["students"][0].update(grade=1), r"students\[1\]: unknown key 'grade'"),
        (lambda d: d.update(notes="a"), "notes: expected a list, found 'a'"),
        (lambda d: d.pop("assignment"), "assignment is missing"),
    ],
)
def test_damage_is_told_with_file_and_place(tmp_path, change, told):
    document = json.loads(encoded(ADA))
    change(document)
    (tmp_path / HAND_IN_FILE).write_text(json.dumps(document), encoding="ascii")
    with pytest.raises(StoredError, match=f"{HAND_IN_FILE}.*{told}"):
        read_hand_in(tmp_path)
