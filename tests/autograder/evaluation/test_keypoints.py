"""Networks for keypoints without a sandbox: what is counted, what is refused, and who has not looked."""

import contextlib
import hashlib
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.keypoints import KeypointImage
from autograder.errors import ExamFault
from autograder.evaluation import PointedSplit, evaluate
from autograder.evaluation.evidence import evidence, facts
from autograder.networks import Network
from autograder.records import Weights
from autograder.sandbox.base import CandidateFailure

from .here import Here
from .pointing import DOTS, MAPS, NAMES, PAIRS, WEIGHTS, dots

POINTS = Network(name="dots", task="points", weights=("dots.safetensors",))
HEATMAPS = Network(name="maps", task="heatmaps", module="maps", weights=("maps.safetensors",))
DECODED = HEATMAPS.model_copy(update={"decode": "maps.decode"})
IMAGES = dots(9)
SPLIT = PointedSplit(images=IMAGES, names=NAMES, pairs=PAIRS, reference=("left", "right"))
NAN, INF = float("nan"), float("inf")


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder, found = tmp_path_factory.mktemp("weights"), {}
    for name, data in WEIGHTS.items():
        (folder / name).write_bytes(data)
        found[name] = Weights(name=name, path=folder / name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    return found


def functions(text=DOTS, maps=MAPS):
    scope, of_maps = {}, {}
    exec(text, scope)
    exec(maps, of_maps)
    return {
        "network.build_model": scope["build_model"],
        "maps.build_model": of_maps["build_model"],
        "maps.decode": of_maps["decode"],
    }


@pytest.fixture(scope="module")
def run(weights):
    def run(network=POINTS, split=SPLIT, forge=None, room=1000, **texts):
        here = Here(functions(**texts), forge, room)
        return evaluate(here, network, weights[network.weights[0]], split, "cpu")

    return run


def answers(change):
    """A candidate whose answers are changed on the way."""
    return lambda task, answer: {"answer": change(answer["answer"])} if task == "predict" else answer


SHAKEN = answers(lambda xy: xy + torch.tensor([3.0, -4.0]))


def test_the_right_network_is_right_for_each_task(run):
    for network in (POINTS, HEATMAPS, DECODED):
        found = run(network)
        if network is HEATMAPS:  # a quarter of a cell towards noise
            assert 0 < found.mean_pixel_error <= 0.36
        else:
            assert (found.mean_pixel_error, found.nme, found.pck(0.0), found.confused) == (0, 0, 1, 0)
            assert (found.spread, found.explained, found.area_under_pck()) == (1, 1, 1)
        assert [image.name for image in found.images] == [image.name for image in IMAGES]
        assert found.changed == 0.0


def test_metrics_are_those_of_the_definition(run):
    noise = torch.Generator().manual_seed(3)
    shifts = {}

    def shift(task, answer):
        if task != "predict":
            return answer
        moved = [shifts.setdefault(tuple(map(tuple, one.tolist())), torch.randn(3, 2, generator=noise) * 4)
                 for one in answer["answer"]]  # fmt: skip
        return {"answer": (answer["answer"] + torch.stack(moved)).clamp(-5, 30)}

    found = run(forge=shift)
    errors, parts, per_name = [], [], {name: [] for name in NAMES}
    swapped = 0
    for result, item in zip(found.images, IMAGES, strict=True):
        own, true, seen = result.predicted_px.tolist(), item.points_px.tolist(), item.visible.tolist()
        eyes = math.dist(true[0], true[1])
        for number, name in enumerate(NAMES):
            if seen[number]:
                distance = math.dist(own[number], true[number])
                errors.append(distance)
                parts.append(distance / eyes)
                per_name[name].append(distance)
        swapped += math.dist(own[0], true[1]) < math.dist(own[0], true[0]) and (
            math.dist(own[1], true[0]) < math.dist(own[1], true[1])
        )
    assert len(errors) == 24
    assert found.mean_pixel_error == pytest.approx(np.mean(errors))
    assert found.nme == pytest.approx(np.mean(parts))
    assert found.pck(0.2) == pytest.approx(np.mean([part <= 0.2 for part in parts]))
    assert found.pck_curve([0.1, 0.4]) == pytest.approx([np.mean([part <= at for part in parts]) for at in (0.1, 0.4)])
    assert found.area_under_pck(0.5) == pytest.approx(np.mean([max(0, 1 - part / 0.5) for part in parts]))
    assert found.errors_per_keypoint == pytest.approx({name: np.mean(own) for name, own in per_name.items()})
    assert found.confused == swapped
    worst = sorted((image.mean_pixel_error for image in found.images), reverse=True)
    assert [example.result.mean_pixel_error for example in found.worst] == worst[:4]
    assert [example.result.mean_pixel_error for example in found.middle] == worst[2:6]


@pytest.mark.parametrize(
    ("reference", "length"),
    [
        (("left", "right"), lambda points, size: math.dist(points[0], points[1])),
        ("image diagonal", lambda points, size: math.hypot(*size)),
        ("box diagonal", lambda points, size: math.hypot(*np.ptp(points, axis=0))),
        ("box longer side", lambda points, size: max(np.ptp(points, axis=0))),
        ("box root area", lambda points, size: math.sqrt(np.prod(np.ptp(points, axis=0)))),
    ],
)
def test_errors_are_divided_by_the_named_length(run, reference, length):
    split = PointedSplit(images=IMAGES, names=NAMES, pairs=PAIRS, reference=reference)
    found = run(split=split, forge=SHAKEN)
    parts = []
    for item in IMAGES:
        seen = item.points_px[item.visible].numpy().astype(float)
        parts += [5 / length(seen, item.image.shape[1:])] * len(seen)
    assert found.mean_pixel_error == pytest.approx(5)
    assert found.nme == pytest.approx(np.mean(parts))


def test_left_taken_for_right_is_counted_in_pairs(run):
    found = run(forge=answers(lambda xy: xy[:, [1, 0, 2]]))
    assert (found.confused, found.swapped) == (9, {("left", "right"): (9, 9)})
    assert found.errors_per_keypoint["tip"] == 0
    assert facts(found)["pairs_confused_each"] == {"left, right": 9}


MEAN = torch.stack([item.points_px for item in IMAGES]).nanmean(0)


def test_one_face_for_all_images_is_recognised_and_so_is_one_that_is_shaken(run):
    mean = run(forge=answers(lambda xy: MEAN.expand(len(xy), 3, 2).clone()))
    assert mean.spread == pytest.approx(0, abs=1e-6)
    assert mean.explained == pytest.approx(0, abs=1e-6)
    jitter = {}

    def shake(xy):
        keys = [tuple(one.flatten().tolist()) for one in xy]
        return torch.stack([MEAN + jitter.setdefault(key, 6 * torch.randn(3, 2)).clamp(-9, 9) for key in keys])

    shaken = run(forge=answers(shake))
    assert shaken.spread > 0.5
    assert shaken.explained < 0
    assert shaken.mean_pixel_error > mean.mean_pixel_error


def refused(run, **how):
    with pytest.raises(CandidateFailure) as caught:
        run(**how)
    return caught.value


def at(value, image=1, keypoint=2, axis=0):
    def change(xy):
        xy = xy.clone()
        xy[min(image, len(xy) - 1), keypoint, axis] = value
        return xy

    return answers(change)


FAR = "your network gave a point that lies farther outside than the image is large"
NO_NUMBER = "your network gave points that are NaN or infinite"


@pytest.mark.parametrize(
    ("forge", "words", "told"),
    [
        (at(-24.1), "expected points in or near 24×18 pixels, got (-24.1,", FAR),
        (at(48.1), "got (48.1,", FAR),
        (at(36.1, axis=1), ", 36.1) for tip", FAR),
        (at(1e38, keypoint=0), "for left", FAR),
        (at(NAN), "got (nan,", NO_NUMBER),  # the tip of the second image is not visible: no exception
        (at(-INF), "got (-inf,", NO_NUMBER),
    ],
)
def test_points_that_are_nowhere_are_named(run, forge, words, told):
    failure = refused(run, forge=forge)
    assert words in failure.message
    assert failure.message.startswith("dots ")
    assert failure.told == told


def test_a_point_may_lie_outside_by_the_size_of_the_image(run):
    everywhere = answers(lambda xy: torch.tensor([[-20.0, -18.0], [40.0, 36.0], [0.0, 0.0]]).expand(len(xy), 3, 2))
    assert run(forge=everywhere).mean_pixel_error > 20


def test_nan_where_nothing_is_visible_is_refused_as_anywhere(run):
    """Who could know which points count would know more than the image says."""

    def only_invisible(task, answer):
        if task == "predict" and len(answer["answer"]) == 1:
            return answer
        if task == "predict":
            answer["answer"][0, 2] = NAN  # the tip of the first image is not visible
        return answer

    assert not IMAGES[0].visible[2]
    assert refused(run, forge=only_invisible).told == NO_NUMBER


NOT_ASKED_FOR = "the network: the answer is not what was asked for"


@pytest.mark.parametrize(
    "change",
    [
        lambda xy: xy.double(),
        lambda xy: xy.flatten(1),
        lambda xy: xy[:, :2],
        lambda xy: xy[:-1],
        lambda xy: xy.numpy(),
        lambda xy: xy.tolist(),
        lambda xy: None,
    ],
)
def test_forged_answers_are_failures(run, change):
    assert refused(run, forge=answers(change)).message == NOT_ASKED_FOR


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
json = st.recursive(
    values,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["answer", "problem", "text", "by", "image", "operations"]), inner, max_size=5
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(["build", "operations", "predict"]), json)
def test_nothing_that_a_candidate_says_is_a_fault_of_ours(run, task, answer):
    with contextlib.suppress(CandidateFailure):
        run(forge=lambda asked, true: answer if asked == task else true)


def decoding(*lines):
    return MAPS.replace("    best = ", "    " + "\n    ".join(lines) + "\n    best = ")


@pytest.mark.parametrize(
    ("lines", "words", "told"),
    [
        (["return output[:, :-1]"], "for a black image: expected shape (1, 3, 2), got (1, 3, 18, 24)", None),
        (["return [[0, 0]] * 3"], "for a black image: expected a tensor of shape (1, 3, 2), got a list", None),
        (
            ["if output[:, :-1].any():", "    return torch.zeros(len(output), 6)"],
            "expected shape (5, 3, 2), got (5, 6)",
            "what your function made of it has a wrong shape",
        ),
        (
            ["if output[:, :-1].any():", "    return torch.full((len(output), 3, 2), float('nan'))"],
            "expected finite numbers, got 6 NaN",
            "what your function made of it holds numbers that are NaN or infinite",
        ),
        (
            ["if len(output) > 1:", "    output = output.flip(0)"],
            "of 3 points moved by more than 0.1 pixels when it came alone",
            "your network gives the same image other points when it comes alone, or later",
        ),
    ],
    ids=["maps", "list", "flat", "nan", "company"],
)
def test_what_a_decode_makes_is_looked_at(run, lines, words, told):
    failure = refused(run, network=DECODED, maps=decoding(*lines))
    assert words in failure.message
    assert failure.told == (told or failure.message)


def test_points_may_move_by_rounding_and_no_more(run):
    def moved(by):
        def forge(task, answer):
            if task == "predict" and len(answer["answer"]) == 1:
                return {"answer": answer["answer"] + by}
            return answer

        return forge

    assert run(forge=moved(0.07)).changed == 0.0  # 0.1 pixels in all
    assert "3 of 3 points moved by more than 0.1 pixels" in refused(run, forge=moved(0.08)).message


def test_one_point_of_an_image_may_jump_but_not_one_in_a_hundred_of_all(run):
    def jumping(task, answer):
        if task == "predict" and len(answer["answer"]) == 1:
            answer["answer"][0, 0, 0] = 0 if answer["answer"][0, 0, 0] > 4 else 9
        return answer

    assert "9 of 27 points moved" in refused(run, forge=jumping).message


def keypoint_image(points=None, visible=None, **other):
    item = IMAGES[1]
    fields = {"name": "odd", "image": item.image, "points_px": points, "visible": visible}
    fields = {key: value if value is not None else getattr(item, key) for key, value in fields.items()}
    return KeypointImage(**{**fields, **other})


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (keypoint_image(IMAGES[1].points_px.double()), r"odd: expected points float32 \(3, 2\), got float64"),
        (keypoint_image(torch.zeros(4, 2)), r"got float32 \(4, 2\)"),
        (keypoint_image(visible=torch.ones(3)), r"odd: expected visible bool \(3,\), got float32"),
        (keypoint_image(torch.full((3, 2), NAN)), "odd: left is visible, so expected its place"),
        (keypoint_image(image=IMAGES[1].image.float()), "odd: expected an image uint8"),
    ],
)
def test_images_that_are_none_are_the_exams_fault(run, item, words):
    with pytest.raises(ExamFault, match=words):
        run(split=PointedSplit(images=[item], names=NAMES, pairs=PAIRS, reference="image diagonal"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"names": ()}, "expected names of keypoints, all different, got none"),
        ({"names": ("a", "a", "b")}, "all different, got a, a, b"),
        ({"pairs": ((0, 3),)}, r"two different keypoints from 0 to 2, got \(0, 3\)"),
        ({"pairs": ((1, 1),)}, r"got \(1, 1\)"),
        ({"reference": "eyes"}, "reference: expected one of image diagonal, .*, got 'eyes'"),
        ({"reference": ("left", "nose")}, "reference: expected two of left, right, tip"),
        ({"reference": ("left", "left")}, "reference: expected two of"),
    ],
)
def test_keypoints_that_are_none_are_the_exams_fault(fields, words):
    with pytest.raises(ExamFault, match=words):
        PointedSplit(images=IMAGES, **{"names": NAMES, "pairs": PAIRS, "reference": "image diagonal", **fields})


def test_staff_get_numbers_and_a_picture_of_each_network(run):
    first, second = run(), run(forge=SHAKEN)
    pictured = evidence([first, second])
    assert [list(each.figures) for each in pictured] == [["network_dots.png"], ["network_dots-2.png"]]
    numbers = pictured[1].facts
    assert numbers["mean_pixel_error"] == 5.0
    assert numbers["reference_length"] == "the distance from left to right"
    assert set(numbers["pixel_error_per_keypoint"]) == set(NAMES)
    assert (numbers["pairs"], numbers["network"], numbers["images"]) == (9, "dots", 9)
    assert "dots 1" not in str(numbers)


BLURRED = MAPS.replace("return torch.cat([x,", "x = nn.functional.avg_pool2d(x, 3, 1, 1)\n        return torch.cat([x,")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_gpu_gives_the_same_points_within_what_rounding_may_do(weights):
    here = Here(functions(maps=BLURRED))
    found = {at: evaluate(here, HEATMAPS, weights["maps.safetensors"], SPLIT, at) for at in ("cpu", "cuda")}
    assert found["cuda"].device == "cuda"
    for one, other in zip(found["cpu"].images, found["cuda"].images, strict=True):
        assert SPLIT.differing(one.predicted_px, other.predicted_px)[0] == 0
