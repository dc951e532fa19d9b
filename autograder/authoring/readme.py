"""What students are told of an assignment: how to begin, what counts and until when; Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from autograder.assignment import Assignment, Course, Question, Rules
from autograder.exam.curves import in_words as in_words_of_curve
from autograder.networks import Network, Task
from autograder.policy import policy_of
from autograder.policy.slip import said_of
from autograder.report.text import counted


def readme(assignment: Assignment, course: Course, guide: str = "") -> str:
    """The text of the handout's ``README.md``.

    Args:
        guide: what there is to say beyond the exercises, see `authoring.guide`.
    """
    first = assignment.questions[0].name
    parts = [
        f"# {assignment.title}",
        what_it_is(assignment, course),
        f"Write your answers into {listed(assignment.files)} in place of each `NotImplementedError`. "
        "With `cv-autograder` installed as your course says, in this folder:",
        "```\n"
        f"autograder check              # all public checks; or of some questions: autograder check {first}\n"
        "autograder check --watch      # the same, and again at every save\n"
        "autograder pack               # when you are done: the zip to hand in, checked as the grader would\n"
        "```",
        f"`{notebook_name(assignment)}` shows every exercise, an example to try and its checks.",
        only_a_good_sign(),
        "| question | points |\n|---|---|\n" + "\n".join(_rows(assignment)),
        *curves(assignment),
        *networks(assignment),
        *rules(assignment),
        *deadline(assignment, course),
        f"{what_to_hand_in(assignment)} {packing()}",
        *([guide.strip()] if guide else []),
    ]
    return "\n\n".join(parts) + "\n"


def notebook_name(assignment: Assignment) -> str:
    """The file name of the handout's notebook."""
    return f"{assignment.name}.ipynb"


def by_file(assignment: Assignment) -> dict[str, list[Question]]:
    """The questions about each file, in the order of the assignment; a file without any is left out."""
    found: dict[str, list[Question]] = {file: [] for file in assignment.files}
    for question in assignment.questions:
        found[question.file or assignment.files[0]].append(question)
    return {file: questions for file, questions in found.items() if questions}


def points_of(questions: list[Question]) -> str:
    """Their points together, as a text."""
    return f"{sum(question.points for question in questions):g}"


def what_it_is(assignment: Assignment, course: Course) -> str:
    """Whose assignment it is, and its points."""
    return f"{course.name}, assignment `{assignment.name}`, {counted(assignment.points, 'point')}."


def only_a_good_sign() -> str:
    """What the public checks say, and what they do not."""
    return "Passing the public checks is a good sign, not a grade: hidden checks with other inputs decide the points."


def what_to_hand_in(assignment: Assignment) -> str:
    """The files, and what may stand in for them."""
    weights = " Hand in the weights as well." if assignment.networks else ""
    return _modules_to_hand_in(assignment) + weights


def packing() -> str:
    """What makes the hand-in."""
    return (
        "`autograder pack` puts what you wrote into a zip, refuses to forget a file, and shows what the grader will "
        "see. Save everything first."
    )


def _modules_to_hand_in(assignment: Assignment) -> str:
    if len(assignment.files) == 1:
        return f"Hand in {listed(assignment.files)}, or instead of it one notebook that defines the same functions."
    notebook = assignment.files[0].removesuffix(".py") + ".ipynb"
    return (
        f"Hand in {listed(assignment.files)}. A notebook may stand in for one of them, by its name (`{notebook}`), or "
        "for all of them. A file that is missing costs only its own questions."
    )


def listed(files: tuple[str, ...]) -> str:
    """`files` as code, with commas."""
    return ", ".join(f"`{file}`" for file in files)


def _rows(assignment: Assignment) -> list[str]:
    """A line for each question; where there are several files, below a line for its file."""
    rows = []
    for file, questions in by_file(assignment).items():
        if len(assignment.files) > 1:
            rows.append(f"| **`{file}`** | **{points_of(questions)}** |")
        rows += [f"| `{question.name}` | {question.points:g} |" for question in questions]
    return rows


def curves(assignment: Assignment) -> list[str]:
    """What a measured value earns, for each question with a curve."""
    lines = [
        f"- `{question.name}`: {in_words_of_curve(question.curve, question.curve_kind)}"
        for question in assignment.questions
        if question.curve is not None
    ]
    return ["Points for what is measured:\n\n" + "\n".join(lines)] if lines else []


def networks(assignment: Assignment) -> list[str]:
    """What each network that is handed in must be, and may cost."""
    return [text for network in assignment.networks for text in _network(network, len(assignment.networks) > 1)]


def _network(wanted: Network, named: bool) -> list[str]:
    which = f"Your network `{wanted.name}`" if named else "Your network"
    data = f" for `{wanted.data}`" if wanted.data else ""
    weights = " or ".join(f"`{name}`" for name in wanted.weights)
    argument, answers = _ANSWERS[wanted.task]
    text = (
        f"{which}{data}: `{wanted.module}.{wanted.function}({argument})` builds it.\n"
        f"Its weights lie beside it, the `state_dict()` of what was built: {weights}. "
        "They are saved by `safetensors.torch.save_file(model.state_dict(), name)` or `torch.save(…)` of the same.\n"
        f"It is given images as float32 (N, 3, H, W) in [0, 1], RGB, and returns {_returned(wanted, answers)}.\n"
        "It runs in evaluation mode, and must answer the same whatever else is in the batch."
    )
    if wanted.data:
        text += (
            f"\n`autograder data show {wanted.data}` shows its images; `autograder data --help` says how to get them."
        )
    return [text, "Its budget:\n\n" + "\n".join(f"- {limit}" for limit in _budgets(wanted))]


_POINTS = "(x, y) in pixels of the image, the centre of its top-left pixel being (0, 0)"
_ANSWERS: Mapping[Task, tuple[str, str]] = {
    "segmentation": ("num_classes", "a score for each class and pixel, float32 (N, num_classes, H, W)"),
    "points": ("num_keypoints", f"float32 (N, 2 * num_keypoints): x0, y0, x1, y1, …, {_POINTS}"),
    "heatmaps": (
        "num_keypoints",
        "a map for each keypoint and a last one for the background, float32 (N, num_keypoints + 1, h, w) of any "
        "h and w; each map's largest cell is the point, moved a quarter of a cell towards its higher neighbours",
    ),
}


def _returned(wanted: Network, answers: str) -> str:
    if wanted.decode is None:
        return answers
    maps = "float32 (N, num_keypoints + 1, h, w), " if wanted.task == "heatmaps" else ""
    return (
        f"{maps}what your `{wanted.decode}(output, (H, W))` makes points of: float32 (N, num_keypoints, 2), {_POINTS}"
    )


def _budgets(wanted: Network) -> list[str]:
    limits: list[tuple[float | None, str]] = [
        (wanted.parameters, "numbers in the weights file, running statistics included"),
        (wanted.weights_mb, "MiB of weights file"),
        (wanted.seconds, "s for the whole evaluation, on the grading machine"),
        (wanted.seconds_per_image, "s for one image there, the median"),
        (wanted.memory_mb, "MiB of memory"),
        (wanted.gflops_per_image, "billion floating-point operations for one image"),
    ]
    return [f"at most {limit:,} {of_what}" for limit, of_what in limits if limit is not None]


def rules(assignment: Assignment) -> list[str]:
    """The rules in words, those of all questions first."""
    lines = [f"- {text}" for text in in_words(assignment.rules)]
    special: dict[str, list[str]] = {}
    for question in assignment.questions:
        for text in in_words(question.rules):
            special.setdefault(text, []).append(f"`{question.name}`")
    lines += [f"- {', '.join(names)}: {text}" for text, names in special.items()]
    return ["Rules, for your functions and all that they call:\n\n" + "\n".join(lines)] if lines else []


def in_words(rules: Rules) -> list[str]:
    """What `rules` say themselves."""
    words = []
    if rules.loops is False:
        words.append("no loops in any disguise: no `for`, `while`, comprehension, `map`, `np.vectorize`, recursion")
    elif rules.loops == "fixed":
        words.append(
            "no loops but over a few constants, such as `for axis in (2, 3)`: nothing may run as often as an "
            "input is large"
        )
    elif rules.loops:
        words.append("loops are allowed")
    if rules.imports:
        words.append(f"only these modules: {', '.join(f'`{name}`' for name in rules.imports)}")
    if rules.forbid:
        words.append(f"without {', '.join(f'`{name}`' for name in rules.forbid)}")
    return words


def deadline(assignment: Assignment, course: Course) -> list[str]:
    """Until when, what lateness costs, and that slip days may make up for it."""
    if assignment.due is None:
        return []
    local: datetime = course.moment(assignment.due).astimezone(ZoneInfo(course.timezone))
    text = f"Due {local:%A %Y-%m-%d %H:%M:%S} ({course.timezone}); exactly then is on time."
    rule = policy_of(assignment.late).rule
    return [f"{text} {rule[:1].upper()}{rule[1:]}.", *filter(None, [said_of(course.slip, assignment)])]
