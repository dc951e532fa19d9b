"""The handout's notebook: made of what is there, without answers, and it runs where the answers are."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.handout import build_handout, write_handout
from autograder.authoring.markers import BEGIN, END
from autograder.collect import WeightsStore, collect_one
from autograder.exam.session import with_exam
from autograder.records import Outcome
from autograder.sandbox.choose import for_checking
from autograder.workspace import open_assignment

ROOT = Path(__file__).parents[3]
ASSIGNMENTS = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/assignment.toml"))

ASSIGNMENT = """
name = "toy"
title = "Doubling and tripling"
files = ["toy.py", "more.py"]
due = 2026-03-07T23:59:00
[rules]
loops = false
imports = ["numpy"]
[[questions]]
name = "double"
points = 6
rules = { forbid = ["numpy.add"] }
[[questions]]
name = "triple"
title = "Three times"
file = "more.py"
points = 1
[[questions]]
name = "sextuple"
file = "more.py"
points = 3
"""
TOY = '''"""Doubling.

Numbers get larger.
"""

import numpy as np


def double(x):
    """Twice ``x``::

        1 2  ->  2 4
    """
    # BEGIN SOLUTION
    twice_as_much = np.multiply(x, 2)
    return twice_as_much
    # END SOLUTION
'''
MORE = '''import numpy as np
from toy import double as twice


def given(x):
    return x


# %% [markdown]
# ## Tripling
# One more.


def triple(x):
    """Three times."""
    # BEGIN SOLUTION
    return np.multiply(x, 3)
    # END SOLUTION


def part(x):
    """What `sextuple` needs."""
    # BEGIN SOLUTION
    return triple(x)
    # END SOLUTION


def sextuple(x):
    """Six times."""
    # BEGIN SOLUTION
    return twice(part(x))
    # END SOLUTION
'''
CHECKS = """
import numpy as np
from autograder.exam import assert_equal, public, question

@question("double")
@public
def test_two(submission):
    x = np.array([1, 2])
    assert_equal(submission.toy.double(x), np.array([2, 4]))

@question("triple")
@public
def test_three(submission):
    for x in (1, 2):
        assert_equal(submission.more.triple(x), 3 * x)

@question("sextuple")
@public
def test_six(submission):
    assert_equal(submission.more.sextuple(submission.toy.double(2)), 24)
"""


@pytest.fixture
def course(toy_course):
    """A course of two files, and its handout's files."""
    workspace = toy_course(assignment=ASSIGNMENT, exam=CHECKS, reference=TOY)
    next(workspace.exam.glob("test_toy_*.py")).rename(workspace.exam / f"test_public_{id(workspace)}.py")
    (workspace.reference / "more.py").write_text(MORE, encoding="utf-8")
    return workspace, build_handout(workspace)


@pytest.fixture
def handed_in(tmp_path):
    """A folder that is not around the course, as `tmp_path` is."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    return folder


def cells(files, name="toy.ipynb"):
    """Source by the cell's id."""
    notebook = nbformat.reads(files[name].decode(), 4)
    nbformat.validate(notebook)
    return {cell.id: cell.source for cell in notebook.cells}


def test_it_is_made_of_what_is_there(course):
    _, files = course
    found = cells(files)
    assert list(found) == [
        *(
            "notebook-opening",
            "notebook-colab",
            "notebook-setup",
            "toy-file",
            "toy-import",
            "double",
            "double-try",
            "double-check",
        ),
        *("more-file", "more-import", "more-text-1", "triple", "triple-try", "triple-check"),
        *("more-part-part", "sextuple", "sextuple-try", "sextuple-check", "notebook-pack", "notebook-pack-now"),
    ]
    for part in (
        *("# Doubling and tripling", "10 points", "| `more.py` | 2 | 4 |", "no loops", "Due Saturday 2026-03-07"),
        "Hand in `toy.py`, `more.py`",
    ):
        assert part in found["notebook-opening"]
    assert "import sys\n\nimport numpy as np\n" in found["notebook-setup"]
    assert found["notebook-setup"].endswith('grader = grader_for("toy.ipynb")')
    assert found["double-check"] == 'grader.check("double")'
    assert found["toy-file"] == "## `toy.py`: Doubling (6 points)\n\nNumbers get larger."
    assert found["more-file"] == "## `more.py` (4 points)"
    assert found["more-import"] == "from more import triple, part, sextuple"
    assert found["more-part-part"] == "#### `part`\n\nWhat `sextuple` needs."
    assert found["more-text-1"] == "## Tripling\nOne more."
    assert found["double"] == (
        "### `double` (6 points)\n\nTwice `x`:\n\n```text\n1 2  ->  2 4\n```\n\nRule: without `numpy.add`."
    )
    assert found["triple"].startswith("### Three times: `triple` (1 point)\n\nThree times.")
    assert found["double-try"] == "x = np.array([1, 2])\ndouble(x)"
    assert found["triple-try"] == "# Try triple here."
    assert found["sextuple-try"] == "from toy import double\nsextuple(double(2))"


def test_the_same_course_gives_the_same_bytes_without_outputs(course):
    workspace, files = course
    assert build_handout(workspace)["toy.ipynb"] == files["toy.ipynb"]
    notebook = nbformat.reads(files["toy.ipynb"].decode(), 4)
    assert notebook.metadata.kernelspec.name == "python3"
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_line_of_a_solution_and_no_path_of_this_machine_is_in_it(name):
    workspace = open_assignment(name, ROOT)
    book = "\n".join(cells(build_handout(workspace), f"{name}.ipynb").values())
    assert str(ROOT) not in book
    published = {line.strip() for line in book.splitlines()}
    for file in workspace.assignment.files:
        inside = False
        for line in (workspace.reference / file).read_text(encoding="utf-8").splitlines():
            inside = line.strip() == BEGIN or (inside and line.strip() != END)
            assert not (inside and len(line.strip()) >= 20 and line.strip() in published), line


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_question_has_its_picture_an_example_and_a_check(name):
    workspace = open_assignment(name, ROOT)
    found = cells(build_handout(workspace), f"{name}.ipynb")
    for question in workspace.assignment.questions:
        function = workspace.assignment.rules_of(question).function.rpartition(".")[2]
        assert len(found[question.name].splitlines()) > 3, question
        assert (
            found[f"{question.name}-try"] == f"# Try {function} here."
            or f"{function}(" in found[f"{question.name}-try"]
        )
        assert found[f"{question.name}-check"] == f'grader.check("{question.name}")'


def test_names_that_the_format_does_not_take_are_shortened(toy_course):
    long = "double_" + "x" * 80
    workspace = toy_course(
        assignment=ASSIGNMENT.replace('"double"', f'"{long}"'),
        exam=CHECKS.replace('"double"', f'"{long}"').replace(".double(", f".{long}("),
        reference=TOY.replace("def double", f"def {long}"),
    )
    next(workspace.exam.glob("test_toy_*.py")).rename(workspace.exam / "test_public_long.py")
    (workspace.reference / "more.py").write_text(MORE, encoding="utf-8")
    found = cells(build_handout(workspace))
    assert all(len(name) <= 64 for name in found)
    assert f"from toy import (\n    {long},\n)" in found.values()


def executed(files, folder, *, without=(), only=None, instead=()):
    """What the cells of the notebook print and show, by id, run from top to bottom in `folder`.

    `without` are ends of ids, `only` what the others match, `instead` pairs of what stands there and what is run.
    """
    client = pytest.importorskip("nbclient", reason="nbclient runs notebooks")
    pytest.importorskip("ipykernel", reason="ipykernel runs notebooks")
    name = next(path for path in files if path.endswith(".ipynb"))
    notebook = nbformat.reads(files[name].decode(), 4)
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith(tuple(without))]
    notebook.cells = [cell for cell in notebook.cells if only is None or re.match(only, cell.id)]
    for old, new in instead:
        (cell,) = (cell for cell in notebook.cells if cell.cell_type == "code" and old in cell.source)
        cell.source = cell.source.replace(old, new)
    client.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return {
        cell.id: "".join(
            output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def solved(workspace, files, folder):
    """The handout in `folder`, with the reference in place."""
    write_handout(files, folder)
    for file in workspace.assignment.files:
        shutil.copy(workspace.reference / file, folder / file)
    return folder


def test_with_right_answers_it_runs_from_top_to_bottom_with_otter(course, tmp_path):
    workspace, files = course
    pytest.importorskip("otter", reason="the extra `otter` brings otter-grader")
    shown = executed(files, solved(workspace, files, tmp_path / "unpacked"))
    assert shown["double-try"] == "array([2, 4])"
    assert "24" in shown["sextuple-try"]
    for question in ("double", "triple", "sextuple"):
        assert shown[f"{question}-check"] == f"{question} results: All test cases passed!"
    assert "3 of 3 questions pass their public checks" in shown["notebook-pack-now"]


def test_with_right_answers_it_runs_from_top_to_bottom_without_otter(course, tmp_path):
    workspace, files = course
    no_otter = [("%autoreload 2", "%autoreload 2\nimport sys\nsys.modules['otter'] = None")]
    shown = executed(files, solved(workspace, files, tmp_path / "unpacked"), instead=no_otter)
    for question in ("double", "triple", "sextuple"):
        assert f"✓ {question} (" in shown[f"{question}-check"]
        assert "1 of 1 question passes" in shown[f"{question}-check"]


def test_a_wrong_answer_is_told_by_otter_in_our_words_and_a_saved_change_is_seen(course, tmp_path):
    """The cell after the first check mends the file on disk: the next check sees it, with nothing run again."""
    workspace, files = course
    pytest.importorskip("otter", reason="the extra `otter` brings otter-grader")
    folder = solved(workspace, files, tmp_path / "unpacked")
    right = (folder / "toy.py").read_text(encoding="utf-8")
    wrong = right.replace("np.multiply(x, 2)", "np.multiply(x, 5)")
    (folder / "toy.py").write_text(wrong, encoding="utf-8")
    mend = f"grader.check('double')\nopen('toy.py', 'w').write({right!r});"
    again = [('grader.check("double")', f'print(grader.check("double"))\n{mend}\ngrader.check("double")')]
    shown = executed(files, folder, only="notebook-setup|toy-import|double", instead=again)
    first, _, last = shown["double-check"].partition("double results: All test cases passed!")
    assert "✗ double (6 points)" in first
    assert "the first at [0]: expected 2, got 5" in " ".join(first.split())
    assert last == ""


def test_colab_asks_for_the_handout_and_the_wheel(course, tmp_path):
    """With a stand-in for Colab's own module: what it is given is unpacked, and the notebook goes on in there."""
    workspace, files = course
    handout = solved(workspace, files, tmp_path / "elsewhere" / "toy")
    shutil.make_archive(str(tmp_path / "toy"), "zip", handout.parent)
    (tmp_path / "content").mkdir()
    colab = f"""
import shutil, sys, types
def upload():
    shutil.copy({str(tmp_path / "toy.zip")!r}, ".")
    return {{"toy.zip": b""}}
files = types.SimpleNamespace(upload=upload)
sys.modules["google"] = types.ModuleType("google")
sys.modules["google.colab"] = types.SimpleNamespace(files=files)
"""
    instead = [("# Colab opens a notebook alone", f"{colab}\n# Colab opens a notebook alone")]
    shown = executed(files, tmp_path / "content", instead=instead, only="notebook-[cs]|toy-import|double")
    assert shown["double-try"] == "array([2, 4])"
    assert "double" in shown["double-check"]
    assert "passe" in shown["double-check"]


def test_the_notebook_of_conv_runs_from_top_to_bottom_with_every_check(tmp_path):
    workspace = open_assignment("conv", ROOT)
    files = build_handout(workspace)
    shown = executed(files, solved(workspace, files, tmp_path / "unpacked"))
    checks = {cell: told for cell, told in shown.items() if cell.endswith("-check")}
    assert len(checks) == len(workspace.assignment.questions)
    assert all("passed!" in told or "✓" in told for told in checks.values()), checks
    assert "31 of 31 questions pass their public checks" in shown["notebook-pack-now"]


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_examples_of_this_course_run(name, tmp_path):
    workspace = open_assignment(name, ROOT)
    for file in workspace.assignment.files:
        shutil.copy(workspace.reference / file, tmp_path / file)
    files = build_handout(workspace)
    shown = executed(files, tmp_path, without=["-check"], only="(?!guide-)")
    examples = [
        cell
        for cell, source in cells(files, f"{name}.ipynb").items()
        if cell.endswith("-try") and not source.startswith("# Try ")
    ]
    assert examples
    assert all(shown[cell] for cell in examples)


@pytest.mark.slow
def test_who_follows_the_guide_of_segmentation_has_weights_that_load(tmp_path):
    """With few scenes and one epoch, so that it takes seconds; what the guide leaves to them is written here."""
    workspace = open_assignment("segmentation", ROOT)
    files = build_handout(workspace)
    write_handout(files, tmp_path / "unpacked")
    for file in workspace.assignment.files:
        shutil.copy(workspace.reference / file, tmp_path / "unpacked" / file)
    left = 'raise NotImplementedError("a step down this loss, as in your train")'
    fewer = [("data make scenes", "data make scenes --count 24"), ("epochs=12", "epochs=1")]
    fewer.append((left, "optimizer.zero_grad(); loss.backward(); optimizer.step()"))
    shown = executed(files, tmp_path / "unpacked", only="notebook-setup|guide-", instead=fewer)
    told = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(shown.values()))
    assert "scenes: 24 train, 24 val" in told
    assert re.search(r"epoch 1 of 1: loss \d\.\d", told)
    assert re.search(r"pixel accuracy 0\.\d{3}, mean IoU 0\.\d{3}\n +sky: IoU", told)
    assert re.search(r"mean IoU 0\.\d{3} on 12 scenes of val", told)  # by the check, from network.safetensors
    assert (tmp_path / "unpacked" / "network.safetensors").is_file()


@pytest.mark.slow
def test_who_follows_the_guide_of_keypoints_has_weights_that_load(tmp_path):
    """With few cats and steps, as that of segmentation."""
    workspace = open_assignment("keypoints", ROOT)
    files = build_handout(workspace)
    write_handout(files, tmp_path / "unpacked")
    for file in workspace.assignment.files:
        shutil.copy(workspace.reference / file, tmp_path / "unpacked" / file)
    left = 'raise NotImplementedError("a step down this loss, as in train_regressor and train_heatmaps")'
    fewer = [("data make cat-faces", "data make cat-faces --count 24"), ("steps=1000", "steps=20")]
    fewer.append(("steps=3000", "steps=20"))
    fewer.append((left, "optimizer.zero_grad(); loss.backward(); optimizer.step()"))
    shown = executed(files, tmp_path / "unpacked", only="notebook-setup|guide-", instead=fewer)
    told = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(shown.values()))
    assert "cat-faces: 24 train, 24 val" in told
    assert told.count("step 10 of 20: loss ") == 2
    assert re.search(r"maps: \d+\.\d\d pixels, PCK [01]\.\d{3}\n +left_ear: ", told)
    assert re.search(r"numbers: \d+\.\d\d pixels, PCK [01]\.\d{3}\n +left_ear: ", told)
    # of both networks, by check cells and by pack
    assert told.count(" pixels off on average") + told.count(" on 12 cats of val") == 4
    for name in ("regression", "heatmap_network"):
        assert (tmp_path / "unpacked" / f"{name}.safetensors").is_file()


def earned(workspace, path):
    """The questions of which all checks pass."""

    def body(exam):
        with WeightsStore(workspace.assignment.networks) as store:
            submission = collect_one(path, workspace.assignment.files, store=store)
            with for_checking(workspace.assignment.libraries) as sandbox:
                return exam.examine(submission, sandbox)

    results = with_exam(workspace, body)
    lost = {result.check.question for result in results if result.outcome is not Outcome.PASSED}
    return {question.name for question in workspace.assignment.questions} - lost


def with_answers(files, workspace, name):
    """The notebook of someone who writes the answers into it, below the cell that imports the exercises."""
    notebook = nbformat.reads(files[name].decode(), 4)
    for file in workspace.assignment.files:
        at = next(k for k, cell in enumerate(notebook.cells) if cell.id == f"{file.removesuffix('.py')}-import")
        answers = (workspace.reference / file).read_text(encoding="utf-8")
        notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(answers))
    return nbformat.writes(notebook)


def test_untouched_it_earns_nothing_with_and_without_the_skeleton(course, handed_in):
    workspace, files = course
    write_handout(files, handed_in)
    assert earned(workspace, handed_in) == set()
    assert earned(workspace, handed_in / "toy.ipynb") == set()


def test_with_the_answers_in_it_it_is_a_hand_in(course, handed_in):
    workspace, files = course
    (handed_in / "toy.ipynb").write_text(with_answers(files, workspace, "toy.ipynb"), encoding="utf-8")
    assert earned(workspace, handed_in / "toy.ipynb") == {"double", "triple", "sextuple"}


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("np.multiply(x, 3)", "sum(x for _ in range(3))", {"triple", "sextuple"}),
        ("np.multiply(x, 2)", "np.add(x, x)", {"double"}),
    ],
)
def test_the_rules_hold_in_it_under_every_name(course, handed_in, old, new, lost):
    workspace, files = course
    book = with_answers(files, workspace, "toy.ipynb")
    assert old in book
    (handed_in / "toy.ipynb").write_text(book.replace(old, new), encoding="utf-8")
    assert earned(workspace, handed_in) == {"double", "triple", "sextuple"} - lost


def test_with_some_answers_in_it_it_stands_in_for_the_file_that_is_missing(course, handed_in):
    workspace, files = course
    (handed_in / "toy.ipynb").write_text(with_answers(files, workspace, "toy.ipynb"), encoding="utf-8")
    (handed_in / "toy.py").write_bytes(files["toy.py"])
    assert earned(workspace, handed_in) == {"triple"}
    (handed_in / "toy.py").write_bytes((workspace.reference / "toy.py").read_bytes())
    assert earned(workspace, handed_in) == {"double", "triple", "sextuple"}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_notebooks_of_this_course_are_hand_ins(name, handed_in):
    workspace = open_assignment(name, ROOT)
    files = build_handout(workspace)
    (handed_in / "answers.ipynb").write_text(with_answers(files, workspace, f"{name}.ipynb"), encoding="utf-8")
    weights = [file for network in workspace.assignment.networks for file in network.weights]
    for path in (workspace.reference / file for file in weights):
        if path.is_file():
            shutil.copy(path, handed_in)
    assert earned(workspace, handed_in) == {question.name for question in workspace.assignment.questions}
