"""An evaluation without a sandbox: what it counts, what it refuses, and what a candidate may not make it believe."""

import contextlib
import hashlib
import time

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.labelled import LabelledImage
from autograder.errors import ExamFault, SandboxFault
from autograder.evaluation import LabelledSplit, evaluate
from autograder.networks import Network
from autograder.records import Outcome, Weights
from autograder.sandbox.base import CandidateFailure

from .here import Here
from .painting import CLASSES, patches, safetensors, weight

NETWORK = Network(name="colours", task="segmentation", weights=("network.safetensors",))
SPLIT = LabelledSplit(images=patches(7), classes=CLASSES, ignore=255)


def conv(classes=3):
    return torch.nn.Sequential(torch.nn.Conv2d(3, classes, 1))


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    def write(matrix=None):
        path = tmp_path_factory.mktemp("weights") / "network.safetensors"
        data = safetensors(weight(matrix))
        path.write_bytes(data)
        return Weights(name=path.name, path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())

    return write


@pytest.fixture(scope="module")
def right(weights):
    return weights()


def test_counts_are_those_of_the_definition(weights):
    blurred = [[1.0, 0.8, 0.0], [0.0, 1.0, 0.7], [0.2, 0.0, 1.0]]
    found = evaluate(Here(conv), NETWORK, weights(blurred), SPLIT, "cpu")
    expected = np.zeros((3, 3), np.int64)
    for image in SPLIT.images:
        scores = np.einsum("kc,chw->khw", np.array(blurred, np.float32), image.image.numpy().astype(np.float32) / 255)
        for true, own in zip(image.labels.numpy().flat, scores.argmax(0).flat, strict=True):
            if true != 255:
                expected[true, own] += 1
    assert 0.3 < found.pixel_accuracy < 1
    assert found.confusion.tolist() == expected.tolist()
    assert found.pixel_accuracy == expected.trace() / expected.sum()
    ious = [expected[k, k] / (expected[k].sum() + expected[:, k].sum() - expected[k, k]) for k in range(3)]
    assert list(found.iou_per_class.values()) == pytest.approx(ious)
    assert found.mean_iou == pytest.approx(np.mean(ious))
    assert [image.name for image in found.images] == [image.name for image in SPLIT.images]


def test_the_worst_images_come_first(weights):
    found = evaluate(Here(conv), NETWORK, weights([[1.0, 0.8, 0.0], [0.0, 1.0, 0.7], [0.2, 0.0, 1.0]]), SPLIT, "cpu")
    scores = sorted(image.mean_iou for image in found.images)
    assert [example.result.mean_iou for example in found.worst] == scores[:4]
    assert [example.result.mean_iou for example in found.middle] == scores[1:5]


def test_images_come_in_batches_of_one_size_then_alone_in_another_order(right):
    here = Here(conv)
    found = evaluate(here, NETWORK, right, SPLIT, "cpu")
    assert here.batches == [4, 3, *[1] * 7]
    assert found.changed == 0.0
    assert (found.parameters, found.device, found.batch) == (12, "cpu", 32)
    assert found.operations == 2 * 9 * 16 * 16


@pytest.mark.parametrize(("room", "batches"), [(3, [4, 2, 2, 2, 1]), (1, [4, 2, 1, 1, 1, 1, 1, 1, 1])])
def test_batches_are_halved_until_memory_suffices(right, room, batches):
    here = Here(conv, room=room)
    evaluate(here, NETWORK, right, SPLIT, "cpu")
    assert here.batches == [*batches, *[1] * 7]


def test_memory_that_does_not_suffice_for_one_image_is_the_networks(right):
    with pytest.raises(CandidateFailure) as caught:
        evaluate(Here(conv, room=0), NETWORK, right, SPLIT, "cpu")
    assert caught.value.outcome is Outcome.OUT_OF_MEMORY
    assert caught.value.told == "your network needs more memory than it may use"


def refused(right, build=conv, forge=None, **budgets):
    network = NETWORK.model_copy(update=budgets)
    with pytest.raises(CandidateFailure) as caught:
        evaluate(Here(build, forge), network, right, SPLIT, "cpu")
    return caught.value


@pytest.mark.parametrize(
    ("budgets", "words"),
    [
        ({"parameters": 11}, "parameters: expected at most 11, found 12"),
        ({"gflops_per_image": 1e-9}, "operations for one image: expected at most 1e-09 GFLOP, found 4.6e-06 GFLOP"),
        ({"seconds_per_image": 1e-9}, "time for one image: expected at most 1e-09 s, found"),
    ],
)
def test_what_costs_too_much_fails_with_both_numbers(right, budgets, words):
    failure = refused(right, **budgets)
    assert failure.outcome is Outcome.FAILED
    assert words in failure.message
    assert failure.told == failure.message


def test_exactly_the_budget_is_within(right):
    evaluate(Here(conv), NETWORK.model_copy(update={"parameters": 12}), right, SPLIT, "cpu")


def changing(task_wanted, change):
    return lambda task, answer: change(answer) if task == task_wanted else answer


def labels(change):
    return changing("predict", lambda answer: {"answer": change(answer["answer"])})


def wrong(**other):
    return changing("predict", lambda _: {"problem": "shape", "text": "odd", "by": "network", "image": 2, **other})


NOT_ASKED_FOR = "the answer is not what was asked for"


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (labels(lambda x: x + 3), "expected classes from 0 to 2, got"),
        (labels(lambda x: x.long()), NOT_ASKED_FOR),
        (labels(lambda x: x[:, 1:]), NOT_ASKED_FOR),
        (labels(lambda x: x.numpy()), NOT_ASKED_FOR),
        (labels(lambda x: None), NOT_ASKED_FOR),
        (wrong(problem="mine"), NOT_ASKED_FOR),
        (wrong(by="me"), NOT_ASKED_FOR),
        (wrong(image=99), NOT_ASKED_FOR),
        (wrong(image=-1), NOT_ASKED_FOR),
        (wrong(image="0"), NOT_ASKED_FOR),
        (wrong(), "patch 4: odd"),
        (changing("build", lambda _: {"parameters": True}), NOT_ASKED_FOR),
        (changing("build", lambda _: {"parameters": -1}), NOT_ASKED_FOR),
        (changing("build", lambda _: {"parameters": 1 << 80}), NOT_ASKED_FOR),
        (changing("build", lambda _: None), NOT_ASKED_FOR),
        (changing("operations", lambda _: {"operations": 1.5}), NOT_ASKED_FOR),
        (changing("open_weights", lambda _: {"numbers": 1}), NOT_ASKED_FOR),
        (changing("open_weights", lambda _: []), NOT_ASKED_FOR),
    ],
)
def test_forged_answers_are_failures(right, forge, words):
    assert words in refused(right, forge=forge).message


KEYS = ["answer", "problem", "text", "by", "image", "parameters", "numbers", "device", "operations"]
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=8,
)


@given(st.sampled_from(["build", "operations", "predict"]), json)
def test_nothing_that_a_candidate_says_is_a_fault_of_ours(right, task, answer):
    with contextlib.suppress(CandidateFailure):
        evaluate(Here(conv, changing(task, lambda _: answer)), NETWORK, right, SPLIT, "cpu")


@pytest.mark.parametrize(
    "build",
    [
        lambda classes: Remembering(classes),
        lambda classes: torch.nn.Sequential(torch.nn.Conv2d(3, 3, 1), Always(0.5)),
    ],
    ids=["remembers", "drops out"],
)
def test_answers_that_depend_on_company_are_refused(build, right):
    torch.manual_seed(0)  # some networks have one answer only, whatever drops out

    class Loose(torch.nn.Sequential):
        def load_state_dict(self, *_, **__):
            """Whatever."""

    failure = refused(right, build=lambda classes: Loose(build(classes)))
    assert "pixels got another class when it came alone, after others" in failure.message
    assert failure.told == "your network gives the same image other classes when it comes alone, or later"


class Always(torch.nn.Dropout):
    def forward(self, x):
        return torch.nn.functional.dropout(x, self.p, training=True)


class Remembering(torch.nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.classes, self.seen = classes, 0

    def forward(self, x):
        self.seen += 1
        scores = torch.zeros(len(x), self.classes, *x.shape[2:])
        scores[:, self.seen % self.classes] = 1
        return scores


def test_a_copy_of_weights_that_changed_is_our_fault(right, tmp_path):
    path = tmp_path / "network.safetensors"
    path.write_bytes(right.path.read_bytes() + b"-")
    changed = Weights(name=right.name, path=path, size=right.size, sha256=right.sha256)
    with pytest.raises(SandboxFault, match="has changed since it was taken"):
        evaluate(Here(conv), NETWORK, changed, SPLIT, "cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_our_fault(right):
    with pytest.raises(SandboxFault, match="there is no device 'cuda:0' for candidates here"):
        evaluate(Here(conv), NETWORK, right, SPLIT, "cuda:0")


BYTES = {"dtype": torch.uint8}
NO_IMAGE = LabelledImage("odd", torch.zeros(3, 16, 16), torch.zeros(16, 16, **BYTES))
NO_LABELS = LabelledImage("odd", torch.zeros(3, 16, 16, **BYTES), torch.zeros(16, 15))


@pytest.mark.parametrize(
    ("images", "words"),
    [
        ([], "there are no images"),
        ([NO_IMAGE], "odd: expected an image uint8"),
        ([NO_LABELS], "odd: expected labels uint8"),
    ],
)
def test_images_that_are_none_are_the_exams_fault(right, images, words):
    with pytest.raises(ExamFault, match=words):
        evaluate(Here(conv), NETWORK, right, LabelledSplit(images=images, classes=CLASSES, ignore=255), "cpu")


def test_the_second_look_is_that_of_a_fresh_candidate_with_what_is_left_of_the_time(right):
    here = Here(conv)
    evaluate(here, NETWORK, right, SPLIT, "cpu")
    assert here.closed == 2
    first, second = here.bounds
    assert (first.memory_mb, first.reply_mb) == (second.memory_mb, second.reply_mb) == (2048, 64)
    assert first.seconds == pytest.approx(60, abs=0.1)
    assert 1 < second.seconds < first.seconds


def test_nothing_that_a_network_remembers_helps_it(right):
    """It rolls its classes by the size of the batch, and would give each image the same answer again."""

    class Known(torch.nn.Sequential):
        def __init__(self):
            super().__init__(torch.nn.Conv2d(3, 3, 1))
            self.known = {}

        def forward(self, x):
            for image, scores in zip(x, super().forward(x), strict=True):
                self.known.setdefault(image.numpy().tobytes(), scores.roll(len(x) - 1, 0))
            return torch.stack([self.known[image.numpy().tobytes()] for image in x])

    assert "pixels got another class" in refused(right, build=lambda _: Known()).message


def order_of_the_second_look(right, seed):
    split = LabelledSplit(images=MANY, classes=CLASSES, ignore=255, seed=seed)
    seen = []

    class Seeing(torch.nn.Sequential):
        def forward(self, x):
            seen.extend(image.numpy().tobytes() for image in x)
            return super().forward(x)

    evaluate(Here(lambda count: Seeing(torch.nn.Conv2d(3, count, 1))), NETWORK, right, split, "cpu")
    return seen[1 + len(MANY) :]  # a black image came first


MANY = patches(80, sizes=((6, 6),))


def test_who_is_looked_at_again_and_when_comes_from_the_seed(right):
    one, again, other = (order_of_the_second_look(right, seed) for seed in (1, 1, 2))
    assert one == again
    assert len(one) == len(other) == 64
    assert one != other
    assert set(one) != set(other)


def test_time_for_which_memory_did_not_suffice_counts(right):
    """Otherwise a network could reckon in attempts that it then gives up."""

    class Slow(torch.nn.Sequential):
        def forward(self, x):
            if len(x) > 1:
                time.sleep(0.5)
                raise MemoryError
            return super().forward(x)

    found = evaluate(Memory(lambda count: Slow(torch.nn.Conv2d(3, count, 1))), NETWORK, right, SPLIT, "cpu")
    assert max(image.seconds for image in found.images) >= 1.0  # of the first: attempts with 4 and with 2 images


class Memory(Here):
    """Says of a MemoryError what a sandbox says."""

    def __call__(self, bounds):
        candidate = super().__call__(bounds)
        plain = candidate.network

        def network(task, **arguments):
            try:
                return plain(task, **arguments)
            except MemoryError:
                raise CandidateFailure(Outcome.OUT_OF_MEMORY, "the network: needs more") from None

        candidate.network = network
        return candidate


def test_a_few_places_that_are_all_but_level_are_no_company(right):
    """One of an image's pixels may change, as long as it is not one in a hundred of all."""

    def changing_one_pixel(number):
        def forge(task, answer):
            if task == "predict" and len(answer["answer"]) == 1:
                answer["answer"][0, 0, 0:number] = (answer["answer"][0, 0, 0:number] + 1) % 3
            return answer

        return forge

    found = evaluate(Here(conv, changing_one_pixel(2)), NETWORK, right, SPLIT, "cpu")
    assert found.changed == pytest.approx(2 * 7 / (4 * 256 + 3 * 340))
    assert "4 of 256 pixels" in refused(right, forge=changing_one_pixel(4)).message


def test_of_small_images_one_place_each_is_too_much_in_all(right):
    split = LabelledSplit(images=patches(20, sizes=((3, 3),)), classes=CLASSES, ignore=255)

    def forge(task, answer):
        if task == "predict" and len(answer["answer"]) == 1:
            answer["answer"][0, 0, 0] = (answer["answer"][0, 0, 0] + 1) % 3
        return answer

    with pytest.raises(CandidateFailure, match="20 of 180 pixels got another class when they came alone"):
        evaluate(Here(conv, forge), NETWORK, right, split, "cpu")


def test_images_for_another_task_are_the_exams_fault(right):
    with pytest.raises(ExamFault, match="network 'colours' is for points, and these images are for segmentation"):
        evaluate(Here(conv), NETWORK.model_copy(update={"task": "points"}), right, SPLIT, "cpu")


def test_what_is_wrong_with_a_black_image_is_told_in_full_and_later_only_in_words_of_ours(right):
    class Halved(torch.nn.Sequential):
        def forward(self, x):
            return super().forward(x)[..., :: 2 if self.always or x.any() else 1]

    for always, told in (
        (True, "for a black image: expected shape (1, 3, 16, 16), got (1, 3, 16, 8)"),
        (False, "what your network returned has a wrong shape"),
    ):
        model = Halved(torch.nn.Conv2d(3, 3, 1))
        model.always = always
        failure = refused(right, build=lambda _, model=model: model)
        assert failure.told == told
        assert "expected shape" in failure.message


def test_words_of_a_candidate_are_made_safe(right):
    failure = refused(right, forge=wrong(text="\x1b[2J" + "x" * (1 << 20)))
    assert "\x1b" not in failure.message
    assert len(failure.message) < 10_000


@pytest.mark.parametrize("count", [0, 257])
def test_classes_whose_numbers_fit_into_no_byte_are_the_exams_fault(count):
    with pytest.raises(ExamFault, match=f"expected from 1 to 256 classes, whose numbers fit into a byte, got {count}"):
        LabelledSplit(images=patches(1), classes=tuple(map(str, range(count))))
