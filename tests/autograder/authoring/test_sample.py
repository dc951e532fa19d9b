"""The made-up class is an export that the collect stage reads, with every hand-in as described."""

import zipfile
from datetime import timedelta

import pytest

from autograder.authoring.sample import sample_export, write_sample
from autograder.collect import collect
from autograder.errors import ConfigError
from autograder.records import Unreadable

from ..conftest import ASSIGNMENT

CLASS = """
[[hand_in]]
student = "Ada Right"
variant = "reference"
late = "-2 h"
[[hand_in]]
student = "Bo Notebook"
variant = "reference"
late = "90 min"
form = "notebook"
[[hand_in]]
student = "Cy Broken"
variant = "skeleton"
late = "0 min"
form = "corrupt"
"""


@pytest.fixture
def course(toy_course):
    def make(text=CLASS):
        workspace = toy_course()
        (workspace.reference / "sample_class.toml").write_text(text, encoding="utf-8")
        return workspace

    return make


def test_every_hand_in_is_as_described(course, tmp_path):
    workspace = course()
    write_sample(workspace, tmp_path / "deep" / "export.zip")
    right, notebook, broken = collect(tmp_path / "deep" / "export.zip", workspace.assignment.files)
    due = workspace.course.moment(workspace.assignment.due)
    assert right.hand_in.label == "Ada Right"
    assert right.hand_in.submitted_at - due == timedelta(hours=-2)
    assert right.sources["toy"].text == (workspace.reference / "toy.py").read_text(encoding="utf-8")
    assert notebook.hand_in.submitted_at - due == timedelta(minutes=90)
    assert "def double" in notebook.sources["toy"].text
    assert "RuntimeError" not in notebook.sources["toy"].text
    assert isinstance(broken, Unreadable)


TWO_FILES = ASSIGNMENT.replace('["toy.py"]', '["toy.py", "more.py"]')
MORE = "from toy import double\n\n\ndef quadruple(x):\n    return double(double(x))\n"


@pytest.mark.parametrize(
    ("form", "names"),
    [("notebook", ["helper.py", "toy.ipynb"]), ("notebooks", ["helper.py", "more.ipynb", "toy.ipynb"])],
)
def test_several_files_become_one_notebook_or_one_each(toy_course, tmp_path, form, names):
    workspace = toy_course(assignment=TWO_FILES)
    folder = workspace.reference
    (folder / "more.py").write_text(MORE, encoding="utf-8")
    (folder / "alternates" / "helped").mkdir(parents=True)
    (folder / "alternates" / "helped" / "toy.py").write_text(
        '"""With help."""\nfrom helper import *\n', encoding="utf-8"
    )
    (folder / "alternates" / "helped" / "helper.py").write_text("def double(x): return x + x\n", encoding="utf-8")
    text = f'[[hand_in]]\nstudent = "Ada"\nvariant = "helped"\nlate = "0 d"\nform = "{form}"\n'
    (folder / "sample_class.toml").write_text(text, encoding="utf-8")
    write_sample(workspace, tmp_path / "export.zip")
    inside = zipfile.ZipFile(tmp_path / "export.zip").namelist()
    assert sorted(name.rpartition("/")[2] for name in inside if "submission_7" in name) == names
    (found,) = collect(tmp_path / "export.zip", workspace.assignment.files)
    assert (set(found.sources), found.missing) == ({"toy", "more", "helper"}, {})
    assert "def quadruple" in found.sources["more" if form == "notebooks" else "toy"].text


def test_student_numbers_keep_their_zeros(course, tmp_path):
    write_sample(course(), tmp_path / "export.zip")
    for hand_in in collect(tmp_path / "export.zip", ("toy.py",)):
        assert hand_in.hand_in.students[0].sid.startswith("000006")


def test_the_same_class_gives_the_same_bytes(course):
    workspace = course()
    assert sample_export(workspace) == sample_export(workspace)


def test_the_zip_has_gradescopes_layout(course, tmp_path):
    write_sample(course(), tmp_path / "export.zip")
    names = zipfile.ZipFile(tmp_path / "export.zip").namelist()
    assert "assignment_4000001_export/submission_metadata.yml" in names
    assert "assignment_4000001_export/submission_700000001/toy.py" in names


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('variant = "skeleton"', 'variant = "skelton"', "Cy Broken: there is no variant 'skelton'"),
        ("late =", "lateness =", "unknown key 'lateness' in hand_in[1]; did you mean 'late'?"),
        ('"90 min"', '"soon"', "hand_in[2].late: expected a length of time"),
        ('"notebook"', '"fax"', "hand_in[2].form"),
    ],
)
def test_a_class_that_is_not_described_well_is_named(course, old, new, message):
    with pytest.raises(ConfigError) as caught:
        sample_export(course(CLASS.replace(old, new)))
    assert message in str(caught.value)
