"""The guide of a handout: read into parts, shown in README and notebook, refused where it is not made as one."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
import torch

from autograder.authoring.guide import GUIDE, Part, read_guide
from autograder.authoring.handout import build_handout
from autograder.data import cats
from autograder.data.catalogue import find_set
from autograder.data.write import write_set
from autograder.errors import ConfigError
from autograder.workspace import open_assignment

ROOT = Path(__file__).parents[3]

TEXT = """## From data to a network

Get it:

```sh
autograder data make toys
ls toys
```

It looks like this:

```text
## no heading
```

```python
import math

x = math.pi
```
The end.
"""


def test_a_guide_is_read_into_parts_with_their_lines():
    assert read_guide(TEXT, "guide.md") == (
        Part(1, "", "## From data to a network\n\nGet it:"),
        Part(6, "sh", "autograder data make toys\nls toys"),
        Part(9, "", "It looks like this:\n\n```text\n## no heading\n```"),
        Part(17, "python", "import math\n\nx = math.pi"),
        Part(21, "", "The end."),
    )


def test_commands_are_run_by_the_notebook_and_ours_by_its_own_python():
    assert read_guide(TEXT, "guide.md")[1].cell == '!"{sys.executable}" -m autograder data make toys\n!ls toys'
    assert read_guide(TEXT, "guide.md")[3].cell == "import math\n\nx = math.pi"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("## From", "# From", "guide.md:1: expected a heading of the second level"),
        ("x = math.pi\n```\n", "x = math.pi\n", "guide.md:16: a block of code that is never closed"),
        ("x = math.pi", "x = = math.pi", "guide.md:19: not valid Python"),
        ("x = math.pi", "double = math.pi", "guide.md:19: double is what students write"),
        ("x = math.pi", "def double(): pass", "guide.md:19: double is what students write"),
        ("## From", "## Data\n\n<!-- the answer is 2 -->\n## From", "guide.md:3: a comment (<!-- …), which students"),
        ("x = math.pi", "for x, double in []: pass", "guide.md:19: double is what students write"),
    ],
)
def test_what_is_no_guide_is_refused_with_its_line(old, new, told):
    assert TEXT.count(old) == 1
    with pytest.raises(ConfigError, match="^" + re.escape(told)):
        read_guide(TEXT.replace(old, new), "guide.md", {"double"})


@pytest.fixture
def course(toy_course):
    """A course with a guide."""
    workspace = toy_course()
    checks = next(workspace.exam.glob("test_toy_*.py"))
    text = checks.read_text(encoding="utf-8")
    public = workspace.exam / f"test_public_guide_{id(workspace)}.py"
    public.write_text(re.sub(r'@question\("double"\)\n@hidden.*?\n\n', "", text, flags=re.S).replace("hidden, ", ""))
    (workspace.secret.parent / "toy" / GUIDE).write_text(TEXT, encoding="utf-8")
    return workspace


def test_readme_has_it_word_for_word_and_the_notebook_as_cells(course):
    files = build_handout(course)
    assert files["README.md"].decode().endswith(f"\n\n{TEXT}")
    assert GUIDE not in files
    book = nbformat.reads(files["toy.ipynb"].decode(), 4)
    found = [(cell.cell_type, cell.source) for cell in book.cells if cell.id.startswith("guide-")]
    parts = read_guide(TEXT, "guide.md")
    assert found == [("code" if part.language else "markdown", part.cell) for part in parts]
    ids = [cell.id for cell in book.cells if cell.id != "hand-in" and "pack" not in cell.id]
    assert ids[-len(parts) :] == [f"guide-{number + 1}" for number in range(len(parts))]


def test_without_a_guide_nothing_is_said(course):
    (course.secret.parent / "toy" / GUIDE).unlink()
    files = build_handout(course)
    assert "From data" not in files["README.md"].decode()
    assert "guide-" not in files["toy.ipynb"].decode()


def test_a_guide_that_defines_an_answer_makes_no_handout(course):
    path = course.secret.parent / "toy" / GUIDE
    path.write_text(TEXT.replace("x =", "triple ="), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"guide\.md:19: triple is what students write"):
        build_handout(course)


@pytest.mark.parametrize(
    ("name", "unused"),
    [
        ("segmentation", {"soft_iou_loss", "predict", "linear_to_conv", "bilinear_kernel", "train"}),
        (
            "keypoints",
            {"normalize", "denormalize", "crop_resize", "decode_argmax", "soft_argmax", "heatmap_l2"}
            | {"train_regressor", "train_heatmaps"},
        ),
    ],
)
def test_guides_use_what_students_write(name, unused):
    workspace = open_assignment(name, ROOT)
    text = (ROOT / "assignments" / name / GUIDE).read_text(encoding="utf-8")
    code = "\n".join(part.text for part in read_guide(text, GUIDE) if part.language == "python")
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    answers = {workspace.assignment.rules_of(q).function.rpartition(".")[2] for q in workspace.assignment.questions}
    assert answers - used == unused


def test_the_guide_of_keypoints_reads_the_files_that_it_has_written(tmp_path, monkeypatch):
    text = (ROOT / "assignments" / "keypoints" / GUIDE).read_text(encoding="utf-8")
    commands, read = (part.text for part in read_guide(text, GUIDE)[1:4:2])
    assert commands.splitlines()[0] == "autograder data make cat-faces"
    description = find_set("cat-faces", ROOT).description
    splits = {"train": cats.make(7, "train"), "val": cats.make(3, "val")}
    write_set(description, splits, tmp_path / "cat-faces")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cats, "make", None)  # nothing is drawn twice
    found = {}
    exec(read, found)
    assert (found["KEYPOINTS"], found["PAIRS"]) == (cats.KEYPOINTS, cats.PAIRS)
    for name, items in splits.items():
        images, points, visible = found[name]
        assert torch.equal(images, torch.stack([cat.image for cat in items]))
        assert torch.equal(visible, torch.stack([cat.visible for cat in items]))
        assert torch.equal(points[visible], torch.stack([cat.points_px for cat in items])[visible])
        assert points.dtype == torch.float32
        assert not visible.all()
