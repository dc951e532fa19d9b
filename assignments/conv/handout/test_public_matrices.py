"""Public checks of `matrices.py`: small examples, worked by hand. Hidden ones try many more sizes and settings."""

import numpy as np

from autograder.exam import assert_equal, assert_matches, public, question

IMAGE = np.arange(1.0, 13).reshape(1, 1, 3, 4)
SWAPPED = "the rows of the kernel were taken for its columns"
DOWN_FIRST = "places were taken down first, then across"
COLUMNS = np.array([[1.0, 2, 5, 6], [2, 3, 6, 7], [3, 4, 7, 8], [5, 6, 9, 10], [6, 7, 10, 11], [7, 8, 11, 12]])


@question("im2col")
@public
def test_lays_out_the_picture(submission):
    """The docstring's picture; two channels of one row, at stride 2 and padding 1; two images. x must stay the same.

    Two windows of 3 x 2 fit: of the middle row . 1 2 3 . they see (. 1) and (2 3), and above and below it zeros.
    """
    im2col = submission.matrices.im2col
    tall = np.array([[[1.0, 2, 3], [2, 3, 4], [5, 6, 7], [6, 7, 8], [9, 10, 11], [10, 11, 12]]])
    suspects = {SWAPPED: tall, DOWN_FIRST: COLUMNS[None][..., [0, 2, 1, 3]]}
    assert_equal(im2col(IMAGE, (2, 3)), COLUMNS[None], "im2col(x, (2, 3))", suspects=suspects)
    x = np.array([[[[1.0, 2, 3]], [[4, 5, 6]]]])  # (1, 2, 1, 3)
    first, second = [[0, 0], [0, 0], [0, 2], [1, 3], [0, 0], [0, 0]], [[0, 0], [0, 0], [0, 5], [4, 6], [0, 0], [0, 0]]
    expected = np.array([[*first, *second]], dtype=float)
    assert_equal(im2col(x, (3, 2), stride=2, padding=1), expected, "im2col(x, (3, 2), stride=2, padding=1)")

    images = np.arange(24.0).reshape(2, 2, 2, 3)
    x = submission.keep(images)
    first = [[0, 1], [1, 2], [3, 4], [4, 5], [6, 7], [7, 8], [9, 10], [10, 11]]
    second = [[12, 13], [13, 14], [15, 16], [16, 17], [18, 19], [19, 20], [21, 22], [22, 23]]
    assert_equal(im2col(x, (2, 2)), np.array([first, second], dtype=float), "im2col(x, (2, 2)) of two images")
    _assert_unchanged(submission, x, images, "x")


@question("col2im")
@public
def test_adds_up_the_picture(submission):
    """The docstring's picture; one row of pixels, at stride 2 and padding 1; two images. columns must stay the same.

    Two windows of 3 x 3 fit: their middle rows (1 2 3) and (10 20 30) land on . x x x . as 1 2 3+10 20 30.
    """
    col2im = submission.matrices.col2im
    expected = np.array([[1.0, 4, 6, 4], [10, 24, 28, 16], [9, 20, 22, 12]]).reshape(1, 1, 3, 4)
    assert_matches(col2im(COLUMNS[None], (1, 1, 3, 4), (2, 3)), expected, "col2im(columns, (1, 1, 3, 4), (2, 3))")
    columns = np.full((1, 9, 2), 7.0)  # sevens land on the padding
    columns[0, 3:6] = [[1, 10], [2, 20], [3, 30]]
    sent = submission.keep(columns)
    actual = col2im(sent, (1, 1, 1, 3), (3, 3), stride=2, padding=1)
    assert_matches(actual, np.array([[[[2.0, 13, 20]]]]), "col2im(columns, (1, 1, 1, 3), (3, 3), stride=2, padding=1)")
    _assert_unchanged(submission, sent, columns, "columns")

    columns = np.arange(48.0).reshape(2, 12, 2)  # the last column of pixels is left over
    rows = [
        [[0, 2, 5, 3, 5, 0], [6, 8, 17, 9, 11, 0], [12, 14, 29, 15, 17, 0], [18, 20, 41, 21, 23, 0]],
        [[24, 26, 53, 27, 29, 0], [30, 32, 65, 33, 35, 0], [36, 38, 77, 39, 41, 0], [42, 44, 89, 45, 47, 0]],
    ]
    actual = col2im(columns, (2, 2, 2, 6), (2, 3), stride=2)
    expected = np.reshape(rows, (2, 2, 2, 6)).astype(float)
    assert_matches(actual, expected, "col2im(columns, (2, 2, 2, 6), (2, 3), stride=2)")


@question("conv1d_matrix")
@public
def test_writes_the_matrix(submission):
    """The docstring's picture with w = [1, 2, 3]; the plain call; fractions, x[5] left over. w must stay the same."""
    conv1d_matrix = submission.matrices.conv1d_matrix
    w = np.array([1.0, 2, 3])
    expected = np.array([[2.0, 3, 0, 0, 0], [0, 1, 2, 3, 0], [0, 0, 0, 1, 2]])
    assert_matches(conv1d_matrix(w, 5, stride=2, padding=1), expected, "conv1d_matrix(w, 5, stride=2, padding=1)")
    expected = np.array([[1.0, 2, 3, 0], [0, 1, 2, 3]])
    assert_matches(conv1d_matrix(w, 4), expected, "conv1d_matrix(w, 4)")

    halves = np.array([0.5, -1, 2.5])
    w = submission.keep(halves)
    expected = np.array([[0.5, -1, 2.5, 0, 0, 0], [0, 0, 0.5, -1, 2.5, 0]])
    assert_matches(conv1d_matrix(w, 6, stride=2), expected, "conv1d_matrix([0.5, -1, 2.5], 6, stride=2)")
    _assert_unchanged(submission, w, halves, "w")


def _assert_unchanged(submission, sent, before, name):
    now = submission.fetch(sent)
    assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})
