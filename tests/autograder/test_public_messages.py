"""What students are told about each wrong answer that the public checks of `conv` find: its cause, nothing false."""

import ast
import re
import sys
import textwrap
from pathlib import Path

import pytest

from autograder.authoring.variants import Kind, variants
from autograder.exam.reference import read_reference
from autograder.exam.session import with_exam
from autograder.records import HandIn, Outcome, SourceFile, Submission
from autograder.report.text import first_line
from autograder.sandbox.choose import for_checking
from autograder.workspace import open_assignment, open_handout

ROOT = Path(__file__).parents[2]
COURSE = open_assignment("conv", ROOT)
LAYERS = read_reference(COURSE).sources["layers"]
HANDOUT = open_handout(ROOT / "assignments" / "conv" / "handout")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="some mutants ask for more memory than there is")

# mutant → what the first public check of each question that it fails says besides shapes and numbers; to be read beside
# the docstrings of the mutants
SAID = {
    "conv2d_backward_accumulates": "every value is 2 times the right one: counted several times, or not divided?",
    "conv2d_backward_crop_from_the_end": "It is empty: a slice like p:-p holds nothing when p is 0.",
    "conv2d_backward_db_averaged": "looks like db was averaged over the images.",
    "conv2d_backward_db_keeps_axes": "3 axes of length 1 too many.",
    "conv2d_backward_db_scalar": "looks like db was added up over the kernels, too.",
    "conv2d_backward_dout_averaged": "looks like dout was averaged.",
    "conv2d_backward_dout_flipped": "looks like dout was turned by 180 degrees.",
    "conv2d_backward_dout_transposed": "looks like height and width of dout were swapped.",
    "conv2d_backward_dw_averaged": "every value is the right one divided by 2: averaged where a sum is wanted?",
    "conv2d_backward_dx_kernel_flipped": "looks like the kernel was flipped.",
    "conv2d_backward_dx_transposed": "the right values, but read column by column: are height and width swapped?",
    "conv2d_backward_dx_without_left_over": "The rest is right, but the last row and the last column are missing.",
    "conv2d_backward_float32": "expected dtype float64, got float32",
    "conv2d_backward_no_db": "expected 3 results (dx, dw, db), got 2",
    "conv2d_backward_order_of_gradients": "looks like dw was returned before dx.",
    "conv2d_backward_overlap_averages": "looks like what arrives at a pixel was averaged.",
    "conv2d_backward_overlap_overwrites": "looks like what arrives at a pixel was overwritten, not added up.",
    "conv2d_backward_padding_not_cropped": "Without a border of 1 it would be right: too much padding?",
    "conv2d_backward_reuses_x": "looks like your function wrote into it.",
    "conv2d_backward_updates_the_kernel": "looks like your function wrote into it.",
    "conv2d_backward_writes_into_dout": "looks like your function wrote into it.",
    "conv2d_forward_a_list_of_images": "Is np.array or np.stack missing?",
    "conv2d_forward_bias_across": "looks like the biases were added along the width.",
    "conv2d_forward_ceil": "Without the last row and the last column it would be right: does a window still fit there?",
    "conv2d_forward_channels_summed_first": "looks like the channels were added up before the product.",
    "conv2d_forward_circular_fft": "Without the last row and the last 2 columns it would be right.",
    "conv2d_forward_filters_and_channels_swapped": "looks like the kernels were read as (C, F, KH, KW).",
    "conv2d_forward_first_image_only": "out[0], out[1], … are all the same: is only the first computed?",
    "conv2d_forward_flipped": "looks like the kernel was flipped.",
    "conv2d_forward_flips_in_place": "looks like your function wrote into it.",
    "conv2d_forward_float32": "expected dtype float64, got float32",
    "conv2d_forward_kernel_transposed": "looks like the rows of the kernel were taken for its columns.",
    "conv2d_forward_one_bias": "looks like every kernel got the first bias.",
    "conv2d_forward_only_the_output": "expected 2 results (out, cache), got one ndarray",
    "conv2d_forward_padding_always_one": "Without a border of 1 it would be right: too much padding?",
    "conv2d_forward_padding_top_left": "looks like the whole padding was put at the top and on the left.",
    "conv2d_forward_pads_in_place": "looks like your function wrote into it.",
    "conv2d_forward_replicates": "looks like the border was filled with the pixels at the edge, not with zeros.",
    "conv2d_forward_reshaped_not_transposed": "the right values in another order: look at reshape and transpose.",
    "conv2d_forward_square_kernel": "looks like only a square of the kernel was used.",
    "conv2d_forward_stride_down_only": "Only every second column belongs there: is the stride ignored?",
    "conv2d_forward_transposed": "height and width are swapped.",
    "conv2d_forward_width_from_height": "looks like the output was made as wide as it is tall.",
    "conv2d_forward_width_from_kernel_height": "looks like the width was computed from the height of the kernel.",
    "max_pool2d_backward_accumulates": "every value is 2 times the right one: counted several times, or not divided?",
    "max_pool2d_backward_averaged": "every value is the right one divided by 2: averaged where a sum is wanted?",
    "max_pool2d_backward_column_by_column": "looks like the first of several equal pixels was taken column by column.",
    "max_pool2d_backward_dout_ignored": "looks like dout was ignored: each winner counts 1.",
    "max_pool2d_backward_empties_dout": "looks like your function wrote into it.",
    "max_pool2d_backward_every_tie": "looks like each of several equal pixels got the whole gradient.",
    "max_pool2d_backward_float32": "expected dtype float64, got float32",
    "max_pool2d_backward_in_a_tuple": "Is there a comma too much after `return`?",
    "max_pool2d_backward_index_within_window": "looks like places in the window were taken for places in the image.",
    "max_pool2d_backward_last_tie": "looks like the last of several equal pixels got the gradient.",
    "max_pool2d_backward_overlap_overwrites": "looks like the last gradient overwrote others where a pixel won twice.",
    "max_pool2d_backward_reuses_x": "looks like your function wrote into it.",
    "max_pool2d_backward_stride_is_window": "looks like the windows were placed as if they did not overlap.",
    "max_pool2d_backward_ties_share": "looks like several equal pixels shared the gradient.",
    "max_pool2d_backward_whole_window": "looks like the gradient was spread over the whole window.",
    "max_pool2d_forward_across_channels": "out[:, 0], out[:, 1], … are all the same, and should not be.",
    "max_pool2d_forward_ceil": "Without the last column it would be right: does a window still fit there?",
    "max_pool2d_forward_crosses_winners_out": "looks like your function wrote into it.",
    "max_pool2d_forward_float32": "expected dtype float64, got float32",
    "max_pool2d_forward_index_too": "expected 2 results (out, cache), got 3",
    "max_pool2d_forward_kernel_swapped": "looks like the rows of the window were taken for its columns.",
    "max_pool2d_forward_last_of_window": "looks like the last pixel of each window was taken.",
    "max_pool2d_forward_only_the_output": "expected 2 results (out, cache), got one ndarray",
    "max_pool2d_forward_starts_at_zero": "looks like the search for the largest started from 0.",
    "max_pool2d_forward_stride_down_only": "Only every second column belongs there: is the stride ignored?",
    "max_pool2d_forward_stride_is_window": "looks like the stride was taken to be the size of the window.",
    "max_pool2d_forward_transposed": "height and width are swapped.",
    "output_size_ceil": "looks like the size was rounded up: at the last place the kernel sticks out.",
    "output_size_fencepost": "looks like the steps from place to place were counted, not the places.",
    "output_size_float": "expected 5 (int), got 5.0 (float): the number is right, but / makes a float, // does not",
    "output_size_one_before_division": "looks like the 1 was added before the division.",
    "output_size_one_sided": "looks like the padding was counted at one end only.",
    "output_size_rounded": "looks like the size was rounded to the nearest number instead of down.",
    "pad2d_corners_left_zero": "looks like the corners were left at 0.",
    "pad2d_edge_repeated": "looks like the pixel at the edge was repeated, as if the mirror stood beside it.",
    "pad2d_float32": "expected dtype float64, got float32",
    "pad2d_integer_border": "cut to whole numbers: an array of integers on the way?",
    "pad2d_mode_ignored": "looks like the mode was ignored, and the border is zero.",
    "pad2d_moves_the_pixels": "looks like your function wrote into it.",
    "pad2d_reflects_by_slices": "The rest is right, but the last column is missing.",
    "pad2d_replicates_one_row": "the border is wrong, the inside is right: look at the padding.",
    "pad2d_square_assumed": "looks like as many columns were taken as there are rows.",
    "pad2d_top_left_only": "The rest is right, but the last row and the last column are missing. "
    "The rest is right, but the last row is missing.",
}
# mutant, or suspect of `MORE` → what the checks after the first one of a question that failed add to that
LATER = {
    "conv2d_backward_dout_averaged": ["dx[0], dx[1], … are all the same, and should not be."],
    "conv2d_forward_ceil": ["Without the last column it would be right: does a window still fit there?"],
    "conv2d_forward_circular_fft": ["Without the last column it would be right: does a window still fit there?"],
    "conv2d_forward_one_bias": ["each channel is off by a constant of its own: is the bias right?"],
    "conv2d_forward_square_kernel": ["One column too many: does a window still fit there?"],
    "conv2d_forward_transposed": ["Are height and width swapped?", "Height and width are swapped."],
    "conv2d_forward_width_from_height": ["The rest is right, but the last column is missing."],
    "conv2d_forward_width_from_kernel_height": [
        "Without the last column it would be right: does a window still fit there?"
    ],
    "the padding was ignored": ["One row and one column too few: is the last place missing?"],
    "the bias was not added": ["each channel is off by a constant of its own: is the bias right?"],
    "dw was flipped": ["turned by 180 degrees: was something flipped?"],
    "dout was averaged": ["dw[0], dw[1], … are all the same, and should not be."],
    "dw was averaged over the pixels of dout": [
        "every value is the right one divided by 36: averaged where a sum is wanted?"
    ],
}
UNKNOWN = {  # the first number that is wrong is all that they are told
    "conv2d_backward_crops_the_wrong_corner",
    "conv2d_backward_dout_mixed_up",
    "conv2d_backward_dx_first_kernel",
    "conv2d_backward_stride_ignored",
    "conv2d_forward_flipped_across_only",
    "conv2d_forward_patches_channels_last",
    "max_pool2d_backward_dout_transposed",
    "max_pool2d_backward_found_by_value",
    "max_pool2d_forward_absolute",
}
NO_ANSWER = {  # what they say is their own line, or what ran out
    "conv2d_backward_last_call_only",
    "conv2d_backward_memory_bomb",
    "crashes_at_import",
    "max_pool2d_backward_last_call_only",
    "max_pool2d_forward_by_reshape",
    "max_pool2d_forward_endless",
}

# suspect that no mutant shows → a wrong answer that it is meant for, after the reference
MORE = {
    "the stride was ignored": """
        def output_size(n, kernel, stride=1, padding=0):
            return n + 2 * padding - kernel + 1""",
    "the padding was ignored": """
        def output_size(n, kernel, stride=1, padding=0):
            return (n - kernel) // stride + 1
        def conv2d_forward(x, w, b, stride=1, padding=0):
            return right.conv2d_forward(x, w, b, stride, 0)""",
    "replicate was the default mode": """
        def pad2d(x, padding, mode="replicate"):
            return right.pad2d(x, padding, mode)
        def conv2d_forward(x, w, b, stride=1, padding=0):
            return right.conv2d_forward(right.pad2d(x, padding), w, b, stride, 0)
        def conv2d_backward(dout, cache):
            raise NotImplementedError""",
    "the bias was not added": """
        def conv2d_forward(x, w, b, stride=1, padding=0):
            return right.conv2d_forward(x, w, 0 * b, stride, padding)""",
    "dw was flipped": """
        def conv2d_backward(dout, cache):
            dx, dw, db = right.conv2d_backward(dout, cache)
            return dx, dw[..., ::-1, ::-1], db""",
    "dout was turned by 180 degrees": """
        def conv2d_backward(dout, cache):
            dx, _, db = right.conv2d_backward(dout, cache)
            return dx, right.conv2d_backward(dout[..., ::-1, ::-1], cache)[1], db""",
    "height and width of dout were swapped": """
        def conv2d_backward(dout, cache):
            dx, _, db = right.conv2d_backward(dout, cache)
            return dx, right.conv2d_backward(dout.swapaxes(2, 3), cache)[1], db""",
    "dout was averaged": """
        def conv2d_backward(dout, cache):
            dx, _, db = right.conv2d_backward(dout, cache)
            return dx, right.conv2d_backward(np.full(dout.shape, dout.mean()), cache)[1], db""",
    "dw was averaged over the pixels of dout": """
        def conv2d_backward(dout, cache):
            dx, dw, db = right.conv2d_backward(dout, cache)
            return dx, dw / dout.size, db""",
    "db was averaged instead of added up": """
        def conv2d_backward(dout, cache):
            dx, dw, _ = right.conv2d_backward(dout, cache)
            return dx, dw, dout.mean(axis=(0, 2, 3))""",
    "the first pixel of each window was taken": """
        def max_pool2d_forward(x, kernel, stride):
            return windows(x, kernel, stride)[..., 0, 0], None""",
    "each window was averaged": """
        def max_pool2d_forward(x, kernel, stride):
            return windows(x, kernel, stride).mean(axis=(4, 5)), None""",
    "only a square of the window was used": """
        def max_pool2d_forward(x, kernel, stride):
            return right.max_pool2d_forward(x, (min(kernel), min(kernel)), stride)""",
    "the first gradient was kept where a pixel won twice": """
        def max_pool2d_backward(dout, cache):
            source, shape = cache
            dx = np.zeros(shape)
            dx.ravel()[source.ravel()[::-1]] = dout.ravel()[::-1]
            return dx""",
}
FACTS = re.compile(r"\d+ of \d+ values differ|expected shape")
RIGHT = """
class right:
    pad2d, conv2d_forward, conv2d_backward = map(staticmethod, (pad2d, conv2d_forward, conv2d_backward))
    max_pool2d_forward = staticmethod(max_pool2d_forward)
"""


def wrong(name, more):
    """The reference, with a few definitions after it."""
    text = f"{LAYERS.text}\n{RIGHT}\n{textwrap.dedent(more)}\n"
    module = SourceFile(module=LAYERS.module, origin=LAYERS.origin, text=text)
    return Submission(hand_in=HandIn(key=name), sources={"layers": module})


def wrong_layers():
    """Mutant of layers.py → its submission; what a rule says of loops is not the subject here."""
    mutants = {v.name: v.submission for v in variants(COURSE) if v.kind is Kind.MUTANT and v.name[:5] != "rule_"}
    return {name: mutant for name, mutant in mutants.items() if mutant.sources["layers"] != LAYERS}


@pytest.fixture(scope="module")
def told():
    """Mutant, or suspect of `MORE` → the results of its public checks that ran and did not pass."""
    submissions = wrong_layers() | {name: wrong(name, more) for name, more in MORE.items()}

    def examine(exam):
        about = exam.about({q.name for q in HANDOUT.assignment.questions if q.file in (None, LAYERS.origin)})
        with for_checking(HANDOUT.assignment.limits.libraries) as sandbox:
            return {name: about.examine(submission, sandbox) for name, submission in submissions.items()}

    return {
        name: [result for result in results if result.check.runs and result.outcome is not Outcome.PASSED]
        for name, results in with_exam(HANDOUT, examine).items()
    }


def first_of_each_question(results):
    """What a student reads first: the small examples stand before the batches."""
    return list({result.check.question: result for result in reversed(results)}.values())


def causes(results):
    """What is recognised in wrong answers: first lines without names and shapes, where they say more than these."""
    lines = [first_line(result.message) for result in results if result.outcome is Outcome.FAILED]
    told = {re.sub(r"^expected [^.]*, got [^.]*\. ", "", line.partition(": ")[2]) for line in lines}
    return sorted(line for line in told if not FACTS.match(line))


def causes_read_later(results):
    """What else is recognised by the checks that come after the first one of a question that failed."""
    known = causes(first_of_each_question(results))
    return [cause for cause in causes(results) if cause not in known]


def test_every_wrong_answer_is_told_its_cause_and_nothing_else(told):
    mutants = {name: " ".join(causes(first_of_each_question(results))) for name, results in told.items()}
    assert {name: cause for name, cause in mutants.items() if cause and name not in MORE} == SAID


def test_what_is_told_later_is_true_too(told):
    later = {name: causes_read_later(results) for name, results in told.items()}
    assert {name: more for name, more in later.items() if more} == LATER


def test_what_gives_no_answer_or_an_unknown_one_is_not_guessed_about(told):
    silent = {name: results for name, results in told.items() if results and not causes(results)}
    answered = {name for name, results in silent.items() if any(r.outcome is Outcome.FAILED for r in results)}
    assert (answered, set(silent) - answered) == (UNKNOWN, NO_ANSWER)


@pytest.mark.parametrize("suspect", MORE)
def test_a_suspect_that_no_mutant_shows_is_recognised(told, suspect):
    assert causes(first_of_each_question(told[suspect])) == [f"looks like {suspect}."]


def test_every_suspect_is_the_answer_of_a_wrong_variant():
    """A suspect that nothing gives is a wrong number in the exam, or a mistake that nobody could make."""
    tree = ast.parse((ROOT / "tests" / "conv" / "test_public_layers.py").read_text(encoding="utf-8"))
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    suspects = {key.value for key in keys if isinstance(key, ast.Constant)}
    shown = {cause.removeprefix("looks like ")[:-1] for cause in SAID.values() if cause.startswith("looks like ")}
    assert suspects == shown | set(MORE)
