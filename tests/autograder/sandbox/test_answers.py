"""What a network returned becomes an answer, or a problem with a name: for each kind of task."""

import pytest

torch = pytest.importorskip("torch")
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from autograder.sandbox.answers import TASKS, Unusable, classes, heatmaps, points  # noqa: E402

SIZE = (12, 20)
XY = torch.tensor([[[3.0, 4.0], [7.0, 1.0]], [[0.0, 11.0], [19.0, 0.0]]])


def problem(task, output, decode=None, images=2, count=2):
    with pytest.raises(Unusable) as caught:
        TASKS[task](output, images, count, SIZE, decode)
    return caught.value


def test_the_class_of_a_pixel_is_that_of_its_highest_score():
    scores = torch.randn(2, 3, *SIZE, generator=torch.Generator().manual_seed(0))
    found = classes(scores, 2, 3, SIZE, None)
    assert found.dtype == torch.uint8
    assert torch.equal(found.long(), scores.argmax(1))


def test_points_are_taken_as_x_and_y_in_turn():
    assert torch.equal(points(XY.reshape(2, 4), 2, 2, SIZE, None), XY)


def test_a_decode_of_the_hand_in_gets_the_output_and_the_size_in_its_place():
    def decode(output, size):
        assert size == SIZE
        return output["xy"] * 2

    assert torch.equal(points({"xy": XY}, 2, 2, SIZE, decode), 2 * XY)  # of points, any output may be decoded
    maps = torch.rand(2, 3, 4, 5)
    assert torch.equal(heatmaps(maps, 2, 2, SIZE, lambda output, _: output[:, :2, 0, :2]), maps[:, :2, 0, :2])


def decoded_by_the_definition(maps, height, width):
    """Cell by cell in plain Python."""
    found = []
    for image in maps[:, :-1].tolist():
        for cells in image:
            h, w = len(cells), len(cells[0])
            _, row, column = max((cells[i][j], -i, -j) for i in range(h) for j in range(w))
            i, j = -row, -column
            x, y = float(j), float(i)
            if 0 < j < w - 1:
                right, left = cells[i][j + 1], cells[i][j - 1]
                x += 0.25 if right > left else -0.25 if left > right else 0
            if 0 < i < h - 1:
                down, up = cells[i + 1][j], cells[i - 1][j]
                y += 0.25 if down > up else -0.25 if up > down else 0
            found.append([(x + 0.5) * width / w - 0.5, (y + 0.5) * height / h - 0.5])
    return torch.tensor(found).reshape(len(maps), -1, 2)


@given(st.data(), st.integers(1, 3), st.integers(1, 5), st.integers(1, 6), st.sampled_from([(12, 20), (7, 5), (1, 9)]))
def test_maps_are_decoded_by_the_definition(data, count, height, width, size):
    """Small integers, so that cells and neighbours are often level."""
    cells = 2 * (count + 1) * height * width
    values = data.draw(st.lists(st.integers(-2, 2), min_size=cells, max_size=cells))
    maps = torch.tensor(values, dtype=torch.float32).reshape(2, count + 1, height, width)
    found = heatmaps(maps, 2, count, size, None)
    assert found.dtype == torch.float32
    assert torch.allclose(found, decoded_by_the_definition(maps, *size), atol=1e-5)


def test_the_map_of_the_background_is_no_keypoint():
    maps = torch.zeros(1, 2, 3, 4)
    maps[0, 1, 2, 3] = 9
    assert torch.equal(heatmaps(maps, 1, 1, (3, 4), None), torch.zeros(1, 1, 2))


NAN, INF = float("nan"), float("inf")


def poisoned(output, value, *place):
    output = output.clone()
    output[place] = value
    return output


SCORES, MAPS, FLAT = torch.zeros(2, 2, *SIZE), torch.zeros(2, 3, 4, 5), XY.reshape(2, 4)


@pytest.mark.parametrize(
    ("task", "output", "kind", "image", "words"),
    [
        ("segmentation", {"out": SCORES}, "type", 0, "expected a tensor of shape (2, 2, 12, 20), got a dict"),
        ("segmentation", SCORES[:, :1], "shape", 0, "expected shape (2, 2, 12, 20), got (2, 1, 12, 20)"),
        ("segmentation", SCORES.permute(0, 2, 3, 1), "shape", 0, "got (2, 12, 20, 2)"),
        ("segmentation", SCORES.argmax(1), "shape", 0, "got (2, 12, 20)"),
        ("segmentation", SCORES.double(), "dtype", 0, "expected dtype float32, got float64"),
        ("segmentation", SCORES.half(), "dtype", 0, "got float16"),
        ("segmentation", poisoned(SCORES, NAN, 1, 1, 3, 4), "finite", 1, "got 1 NaN and 0 infinite ones, the first at"),
        (
            "segmentation",
            poisoned(SCORES, -INF, 1, 1, 3, 4),
            "finite",
            1,
            "0 NaN and 1 infinite ones, the first at (1,",
        ),
        ("points", [FLAT], "type", 0, "expected a tensor of shape (2, 4), got a list"),
        ("points", XY, "shape", 0, "expected shape (2, 4), got (2, 2, 2)"),
        ("points", FLAT[:1], "shape", 0, "got (1, 4)"),
        ("points", FLAT.squeeze(0)[:, :3], "shape", 0, "got (2, 3)"),
        ("points", FLAT.long(), "dtype", 0, "got int64"),
        ("points", poisoned(FLAT, NAN, 1, 3), "finite", 1, "the first at (3,)"),
        ("heatmaps", MAPS[:, :2], "shape", 0, "expected shape (2, 3, any, any), got (2, 2, 4, 5)"),
        ("heatmaps", MAPS[:, :, :0], "shape", 0, "got (2, 3, 0, 5)"),
        ("heatmaps", MAPS[0], "shape", 0, "got (3, 4, 5)"),
        ("heatmaps", MAPS.double(), "dtype", 0, "got float64"),
        ("heatmaps", poisoned(MAPS, INF, 0, 2, 1, 1), "finite", 0, "the first at (2, 1, 1)"),
    ],
)
def test_what_is_no_answer_is_named(task, output, kind, image, words):
    found = problem(task, output)
    assert (found.kind, found.by, found.image) == (kind, "network", image)
    assert words in found.text


@pytest.mark.parametrize(
    ("result", "kind", "words"),
    [
        (XY.reshape(2, 4), "shape", "expected shape (2, 2, 2), got (2, 4)"),
        (XY.numpy(), "type", "got a ndarray"),
        (None, "type", "got a NoneType"),
        (XY.double(), "dtype", "got float64"),
        (XY.long(), "dtype", "got int64"),
        (poisoned(XY, NAN, 1, 0, 1), "finite", "got 1 NaN"),
    ],
)
@pytest.mark.parametrize(("task", "output"), [("points", FLAT), ("heatmaps", MAPS)])
def test_what_a_decode_gives_is_looked_at_as_its_own(task, output, result, kind, words):
    found = problem(task, output, lambda *_: result)
    assert (found.kind, found.by) == (kind, "decode")
    assert words in found.text


def test_maps_are_looked_at_before_they_are_decoded():
    assert problem("heatmaps", MAPS[:, :2], lambda *_: XY).by == "network"


def test_numbers_whose_sum_overflows_are_finite():
    assert not classes(SCORES + 3e38, 2, 2, SIZE, None).any()
