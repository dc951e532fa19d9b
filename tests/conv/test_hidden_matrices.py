"""Hidden checks of `matrices.py`. Students see their titles and, where one fails, its hint."""

import numpy as np

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import matrices as make
from .oracles import matrices as oracles

SUMS = {"rtol": 1e-7, "atol": 1e-9}
ADJOINT = {"rtol": 0.0, "atol": 1e-10}  # of inner products of arrays whose norm is 1


@question("im2col")
@hidden(hint="Try 2 images with 3 channels of 5 x 9 pixels, windows of 2 x 3, stride 2. Is x the same afterwards?")
@cases(make.rectangular_cases)
def test_lays_out_windows_like_torch(submission, case):
    """Rectangular images and windows, strides 1 to 3, paddings 0 to 2; the images must stay as they were."""
    x = submission.keep(case.x)
    columns = submission.matrices.im2col(x, case.kernel, stride=case.stride, padding=case.padding)
    assert_equal(columns, oracles.unfolded(case), "columns")
    assert_equal(submission.fetch(x), case.x, "x after the call")


@question("im2col")
@hidden(
    hint="Try one image, channel, pixel, then thirty; a window that sees only padding; the same x with other settings."
)
@cases(make.edge_cases)
def test_lays_out_windows_at_the_edges(submission, case):
    """One of everything, large windows, large steps, wide borders."""
    columns = submission.matrices.im2col(case.x, case.kernel, stride=case.stride, padding=case.padding)
    assert_equal(columns, oracles.unfolded_by_definition(case), "columns")


@question("col2im")
@hidden(hint="Let columns be zero but for a single 1. Which pixel should get it? Are the columns the same afterwards?")
@cases(make.rectangular_cases)
def test_adds_columns_up_like_torch(submission, case):
    """Rectangular images and windows, strides 1 to 3, paddings 0 to 2; the columns must stay as they were."""
    columns = submission.keep(case.columns)
    images = _col2im(submission, columns, case)
    assert_matches(images, oracles.folded(case), "images", **SUMS)
    assert_equal(submission.fetch(columns), case.columns, "columns after the call")


@question("col2im")
@hidden(hint="For random x and c, is (im2col(x) * c).sum() what (x * col2im(c)).sum() is? Try large windows and steps.")
@cases(make.edge_cases)
def test_is_the_adjoint_of_im2col(submission, case):
    """One of everything, large windows, large steps, wide borders: the same inner products either way."""
    images = assert_like(_col2im(submission, case.columns, case), case.x, "images")
    scale = np.linalg.norm(case.x) * np.linalg.norm(case.columns)
    actual = np.vdot(case.x, images) / scale
    expected = np.vdot(oracles.unfolded_by_definition(case), case.columns) / scale
    assert_matches(np.array([actual]), np.array([expected]), "inner product", **ADJOINT)


@question("conv1d_matrix")
@hidden(hint="Compare A @ x with the sums written out: stride 3 with elements left over, padding 2. Is w the same?")
@cases(make.everyday_matrices)
def test_convolves_like_torch(submission, case):
    """Strides 1 to 3, paddings 0 to 2; the kernel must stay as it was."""
    w = submission.keep(case.w)
    matrix = submission.matrices.conv1d_matrix(w, case.n, stride=case.stride, padding=case.padding)
    assert_matches(matrix, oracles.correlating(case), "A", **SUMS)
    assert_equal(submission.fetch(w), case.w, "w after the call")


@question("conv1d_matrix")
@hidden(
    hint="Try w of one element, one as long as the padded x, large steps, much padding; the same sizes with another w."
)
@cases(make.edge_matrices)
def test_its_transpose_convolves_like_torch(submission, case):
    """Short and long kernels, large steps, wide borders: the transpose is torch's transposed convolution."""
    matrix = submission.matrices.conv1d_matrix(case.w, case.n, stride=case.stride, padding=case.padding)
    assert_matches(matrix, oracles.transposed(case).T, "A", **SUMS)


SHAPES = {"N": (1, 13, 1000), "C": (1, 13), "H": (1, 13, 300), "W": (1, 13), "KH": (1, 13, 300), "KW": (1, 13)}


@growing("im2col", **SHAPES, padding=(0, 12))
def cut_out(submission, rng, N, C, H, W, KH, KW, padding):
    x = rng.standard_normal((N, C, H + KH - 1, W + KW - 1))
    submission.matrices.im2col.returning(kept("columns"))(x, (KH, KW), padding=padding)


@growing("col2im", **SHAPES, padding=(0, 12))
def add_up(submission, rng, N, C, H, W, KH, KW, padding):
    columns = rng.standard_normal((N, C * KH * KW, (H + 2 * padding) * (W + 2 * padding)))
    shape = (N, C, H + KH - 1, W + KW - 1)
    submission.matrices.col2im.returning(kept("images"))(columns, shape, (KH, KW), padding=padding)


@growing("conv1d_matrix", n=(1, 13), k=(1, 13, 500), padding=(0, 12))  # the matrix itself grows with n * n
def write_out(submission, rng, n, k, padding):
    submission.matrices.conv1d_matrix.returning(kept("A"))(rng.standard_normal(k), n + k - 1, padding=padding)


def _col2im(submission, columns, case):
    return submission.matrices.col2im(columns, case.x.shape, case.kernel, stride=case.stride, padding=case.padding)
