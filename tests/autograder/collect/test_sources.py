import os

import pytest

from autograder.collect import collect, collect_one, keys_in, left_out
from autograder.errors import ExportError
from autograder.records import HandIn, Unreadable

from .making import FILES, GOOD, make_folder, make_zip, metadata, notebook, reason, texts


def found(source):
    every = list(collect(source, FILES))
    assert keys_in(source, FILES) == [each.hand_in.key for each in every]
    return {each.hand_in.key: each for each in every}


def test_one_hand_in_per_child(tmp_path):
    make_folder(
        tmp_path,
        {
            "alice/layers.py": GOOD,
            "bob.py": GOOD,
            "carol.ipynb": notebook(GOOD),
            "grades.csv": "x",
            "Roster.XLSX": "x",
            "answers.txt": GOOD,
            ".git/config": "x",
            ".hidden.py": GOOD,
            ".dora/layers.py": GOOD,
            ".DS_Store": "x",
        },
    )
    make_zip(tmp_path / "dave.zip", {"hw/layers.py": GOOD})
    every = found(tmp_path)
    dora, hidden, *others = every
    assert dora.startswith("dora-")
    assert hidden.startswith("hidden.py-")
    assert others == ["alice", "answers.txt", "bob.py", "carol.ipynb", "dave.zip"]
    assert reason(every.pop("answers.txt")).endswith("found: answers.txt")
    assert all(texts(each) == {"layers": GOOD} for each in every.values())
    assert every["bob.py"].notes == ("bob.py was taken as layers.py",)
    assert every["alice"].notes == ()


def test_lists_of_staff_among_hand_ins_are_left_out_and_said(tmp_path):
    lists = {"grades.csv": "x", "Roster.XLSX": "x", "readme.md": "x", "notes.json": "x"}
    make_folder(tmp_path / "plain", {"bob.py": GOOD, "alice/layers.py": GOOD, **lists})
    make_folder(tmp_path / "canvas", {"adalovelace_1_9_layers.py": GOOD, "rubric.pdf": "x", **lists})
    assert left_out(tmp_path / "plain", FILES) == tuple(sorted(lists))
    assert left_out(tmp_path / "canvas", FILES) == tuple(sorted([*lists, "rubric.pdf"]))


def test_a_notebook_that_a_browser_renamed_is_somebodys(tmp_path):
    make_folder(tmp_path, {"alice.ipynb.json": notebook(GOOD), "bob.py": GOOD})
    assert reason(found(tmp_path)["alice.ipynb.json"]).endswith("a notebook, found: alice.ipynb.json")


def test_what_cannot_be_opened_is_not_dropped(tmp_path):
    make_folder(tmp_path, {"alice.rar": "x", "bob.tar.gz": "x", "carol.zip": "no zip", "dave.py": GOOD})
    (tmp_path / "empty").mkdir()
    every = found(tmp_path)
    assert reason(every["alice.rar"]) == "expected a folder, a zip, layers.py or a notebook, found: alice.rar"
    assert reason(every["carol.zip"]).startswith("carol.zip is damaged")
    assert reason(every["empty"]) == "no files were handed in"
    assert len(every) == 5


def test_links_and_special_files_among_hand_ins(tmp_path):
    make_folder(tmp_path / "in", {"alice/layers.py": GOOD})
    make_folder(tmp_path / "secret", {"layers.py": GOOD})
    (tmp_path / "in" / "bob").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "in" / "carol.py")
    every = found(tmp_path / "in")
    assert reason(every["bob"]) == "bob is a link; hand in the file itself"
    assert reason(every["carol.py"]) == "carol.py is a special file; hand in plain files"


def test_a_zip_in_a_zip_is_one_too_many(tmp_path):
    inner = make_zip(tmp_path / "x.zip", {"layers.py": GOOD}).read_bytes()
    make_zip(tmp_path / "in.zip", {"x.zip": inner})
    assert (
        reason(collect_one(tmp_path / "in.zip", FILES))
        == "in.zip holds another zip, x.zip; hand in the files themselves"
    )


def test_a_zip_in_a_folder_is_opened(tmp_path):
    (tmp_path / "alice").mkdir()
    make_zip(tmp_path / "alice" / "hw.zip", {"layers.py": GOOD})
    assert texts(collect_one(tmp_path / "alice", FILES)) == {"layers": GOOD}


def test_names_that_differ_in_case_get_keys_that_differ_on_any_disk(tmp_path):
    make_folder(tmp_path, {"Alice/layers.py": GOOD, "alice/layers.py": GOOD, "bob/layers.py": GOOD})
    keys = list(found(tmp_path))
    assert len({key.casefold() for key in keys}) == 3
    assert "bob" in keys


def test_odd_names_become_safe_keys(tmp_path):
    make_folder(tmp_path, {"Müller, Jörg (2)/layers.py": GOOD})
    (key,) = found(tmp_path)
    assert key.startswith("Muller_Jorg_2-")


@pytest.mark.parametrize("names", [[], ["readme.txt"], [".git/x"]])
def test_a_folder_without_hand_ins(tmp_path, names):
    make_folder(tmp_path, dict.fromkeys(names, "x"))
    with pytest.raises(ExportError, match=r"expected a folder, zip, .py or .ipynb per hand-in, found none"):
        list(collect(tmp_path, FILES))


def test_nothing_there(tmp_path):
    for read in (
        lambda path: list(collect(path, FILES)),
        lambda path: collect_one(path, FILES),
        lambda path: keys_in(path, FILES),
    ):
        with pytest.raises(ExportError, match="no such file or folder"):
            read(tmp_path / "missing")


def test_a_file_that_is_no_export(tmp_path):
    make_folder(tmp_path, {"layers.txt": GOOD})
    expected = r"layers.txt is damaged: it is not a zip file; expected an export \(.zip\), a folder of hand-ins, or one"
    with pytest.raises(ExportError, match=expected):
        list(collect(tmp_path / "layers.txt", FILES))


def test_one_export_among_other_folders_is_a_folder_of_hand_ins(tmp_path):
    make_folder(tmp_path, {"a/submission_metadata.yml": metadata(1), "b/layers.py": GOOD})
    assert list(found(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("name", ["layers.py", "mine.py", "nb.ipynb", "hw.zip", "hw"])
def test_collect_one(tmp_path, name):
    if name == "hw":
        make_folder(tmp_path / name, {"layers.py": GOOD})
    elif name == "hw.zip":
        make_zip(tmp_path / name, {"layers.py": GOOD})
    else:
        make_folder(tmp_path, {name: notebook(GOOD) if name == "nb.ipynb" else GOOD})
    one = collect_one(tmp_path / name, FILES)
    assert texts(one) == {"layers": GOOD}
    assert one.hand_in == HandIn(key=name)
    assert one.notes == (("mine.py was taken as layers.py",) if name == "mine.py" else ())


def test_collect_one_that_is_unreadable(tmp_path):
    make_folder(tmp_path, {"a.txt": "x"})
    assert (
        reason(collect_one(tmp_path / "a.txt", FILES))
        == "expected a folder, a zip, layers.py or a notebook, found: a.txt"
    )
    assert reason(collect_one(tmp_path, FILES)) == "expected layers.py, found: a.txt"


def test_collect_one_for_somebody_known(tmp_path):
    make_folder(tmp_path / "submission", {"layers.py": GOOD, "bad/x.txt": ""})
    known = HandIn(key="submission_5")
    assert collect_one(tmp_path / "submission", FILES, known).hand_in is known
    assert collect_one(tmp_path / "submission" / "bad", FILES, known) == Unreadable(
        hand_in=known, reason="expected layers.py, found: x.txt"
    )


def test_a_relative_path_still_has_a_name(tmp_path, monkeypatch):
    make_folder(tmp_path / "alice", {"layers.py": GOOD})
    monkeypatch.chdir(tmp_path / "alice")
    assert collect_one(type(tmp_path)("."), FILES).hand_in.key == "alice"


def test_hand_ins_of_a_plain_folder_are_called_as_their_folders_are(tmp_path):
    for name in ("[red]Ünïcode", "Jane Doe"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "layers.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "Bo.py").write_text("x = 1\n", encoding="utf-8")
    assert sorted(each.hand_in.label for each in collect(tmp_path, ("layers.py",))) == [
        "Bo",
        "Jane Doe",
        "[red]Ünïcode",
    ]


def test_metadata_inside_of_the_only_hand_in_makes_it_no_export(tmp_path):
    (tmp_path / "mallory").mkdir()
    (tmp_path / "mallory" / "layers.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "mallory" / "submission_metadata.yml").write_text("submission_1:\n  :score: 100\n", encoding="utf-8")
    (only,) = collect(tmp_path, ("layers.py",))
    assert only.hand_in.key == "mallory"
