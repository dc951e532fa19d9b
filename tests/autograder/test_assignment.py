"""course.toml and assignment.toml: what is right is read, what is wrong is named."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Course, Rules, load_assignment, load_course
from autograder.errors import ConfigError
from autograder.networks import network_named

GOOD = """
name = "conv"
title = "Convolution"
files = ["layers.py"]
due = 2026-03-07T23:59:00

[limits]
seconds = 2
libraries = ["numpy"]

[rules]
loops = false
imports = ["numpy"]

[[questions]]
name = "pad2d"
points = 15
rules = { forbid = ["numpy.pad"] }

[[questions]]
name = "conv2d"
points = 25.5

[late]
steps = [{ until = "24 h", keep = 0.85 }, { until = "2 d", keep = 0.7 }]
"""


@pytest.fixture
def load(tmp_path):
    def load(text):
        (tmp_path / "assignment.toml").write_text(text, encoding="utf-8")
        return load_assignment(tmp_path)

    return load


def test_a_good_file_is_read(load):
    assignment = load(GOOD)
    assert assignment.points == 40.5
    assert assignment.late.steps[1].until == timedelta(days=2)
    assert assignment.limits.seconds == 2.0


def test_a_question_adds_its_rules_to_those_of_the_assignment(load):
    assignment = load(GOOD)
    rules = assignment.rules_of(assignment.question("pad2d"))
    assert rules == Rules(function="layers.pad2d", loops=False, imports=("numpy",), forbid=("numpy.pad",))


def test_a_question_may_be_about_another_file_than_the_first(load):
    elsewhere = GOOD.replace('name = "pad2d"', 'name = "pad2d"\nfile = "counting.py"')
    assignment = load(elsewhere.replace('["layers.py"', '["layers.py", "counting.py"'))
    assert assignment.rules_of(assignment.question("pad2d")).function == "counting.pad2d"


def test_a_question_about_a_file_that_is_not_handed_in_is_an_error(load):
    with pytest.raises(ConfigError, match=r"'pad2d': pooling\.py is none of layers\.py"):
        load(GOOD.replace('name = "pad2d"', 'name = "pad2d"\nfile = "pooling.py"'))


def test_a_question_can_lift_a_rule(load):
    assignment = load(GOOD.replace('forbid = ["numpy.pad"]', "loops = true"))
    assert assignment.rules_of(assignment.question("pad2d")).loops is True


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("points = 15", "point = 15", "unknown key 'point' in questions['pad2d']; did you mean 'points'?"),
        ("points = 15", "point = 15", "questions['pad2d'].points is missing"),
        ("seconds", "second", "unknown key 'second' in limits; did you mean 'seconds'?"),
        ("[late]", "[lateness]", "unknown key 'lateness'; did you mean 'late'?"),
        ("forbid", "forbids", "unknown key 'forbids' in questions['pad2d'].rules; did you mean 'forbid'?"),
        ("keep = 0.85", "keeps = 0.85", "unknown key 'keeps' in late.steps[1]; did you mean 'keep'?"),
        ("24 h", "a day", "late.steps[1].until: expected a length of time such as"),
        ("points = 15", 'points = "15"', "questions['pad2d'].points: expected a number, found '15'"),
        ("points = 15", "points = 0", "questions['pad2d'].points: input should be greater than 0, found 0"),
        ("points = 15", "points = inf", "questions['pad2d'].points: input should be less than or equal to 1000000"),
        ("T23:59:00", "", "due: expected a date with a time of day such as 2026-03-07T23:59:00, found 2026-03-07"),
        ("due = 2026-03-07", "due = 9999-12-31", "due: expected a year from 1900 to 9000, found 9999"),
        ('"conv2d"', '"pad2d"', "two questions are named 'pad2d'"),
        ("keep = 0.7 ", "keep = 0.9 ", "later must not pay more"),
        ('"2 d"', '"24 h"', "steps must grow"),
        ('"layers.py"', '"../layers.py"', "files[1]"),
        ('"layers.py"', '"/layers.py"', "files[1]"),
        ("loops = false", 'loops = "no"', "rules.loops: input should be True, False or 'fixed', found 'no'"),
        ("[limits]", "[limits", "not valid TOML"),
        ("T23:59:00", "T23:59", "a time has seconds in TOML: 2026-03-07T23:59:00"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(load, tmp_path, old, new, message):
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        load(GOOD.replace(old, new, 1))
    assert message in str(caught.value)
    assert str(tmp_path / "assignment.toml") in str(caught.value)


def test_a_mistake_in_the_only_entry_of_a_list_is_told_once(load):
    """Without that entry the list would be too short, which nobody did."""
    before, first, _ = GOOD.split("[[questions]]")
    with pytest.raises(ConfigError) as caught:
        load(before + "[[questions]]" + first.replace("forbid", "forbids"))
    assert len(str(caught.value).splitlines()) == 1
    assert "unknown key 'forbids' in questions['pad2d'].rules; did you mean 'forbid'?" in str(caught.value)


@pytest.mark.parametrize(("value", "watches"), [("false", True), ("true", False), ('"fixed"', True)])
def test_loops_are_refused_fixed_or_allowed(load, value, watches):
    rules = load(GOOD.replace("loops = false", f"loops = {value}", 1)).rules
    assert (rules.watches_loops, rules.any) == (watches, watches or bool(rules.imports))


def test_all_mistakes_are_told_at_once(load):
    with pytest.raises(ConfigError) as caught:
        load(GOOD.replace("points = 15", "point = 15").replace("seconds", "second"))
    assert len(str(caught.value).splitlines()) == 3


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(tmp_path):
    (tmp_path / "assignment.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_assignment(tmp_path).name == "conv"


def test_text_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "assignment.toml").write_bytes(GOOD.replace("Convolution", "Faltung für").encode("latin-1"))
    with pytest.raises(ConfigError, match="expected UTF-8 text, found byte 0xfc"):
        load_assignment(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"assignment.toml: no such file"):
        load_assignment(tmp_path)


def test_an_unknown_time_zone_is_refused_with_the_nearest(tmp_path):
    (tmp_path / "course.toml").write_text('name = "CV"\ntimezone = "America/Los_Angelos"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'America/Los_Angeles'"):
        load_course(tmp_path)


LOS_ANGELES = Course(name="CV", timezone="America/Los_Angeles")


def test_a_deadline_is_a_wall_clock_time_of_the_course():
    assert LOS_ANGELES.moment(datetime(2026, 3, 7, 23, 59)) == datetime(2026, 3, 8, 7, 59, tzinfo=UTC)
    assert LOS_ANGELES.moment(datetime(2026, 3, 8, 23, 59)) == datetime(2026, 3, 9, 6, 59, tzinfo=UTC)


def test_a_time_that_the_clocks_show_twice_is_the_later_one():
    assert LOS_ANGELES.moment(datetime(2026, 11, 1, 1, 30)) == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused():
    with pytest.raises(ConfigError, match="does not exist in America/Los_Angeles"):
        LOS_ANGELES.moment(datetime(2026, 3, 8, 2, 30))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_a_deadline_with_an_offset_stays_that_moment(wall, minutes):
    moment = wall.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert LOS_ANGELES.moment(moment) == moment


CURVED = GOOD.replace("points = 25.5", "points = 20\ncurve = [[0.3, 0], [0.5, 10], [0.7, 20]]")
NETWORK = GOOD.replace('files = ["layers.py"]', 'files = ["layers.py", "network.py"]') + (
    '[[networks]]\nname = "streets"\ntask = "segmentation"\nweights = ["network.safetensors", "network.pt"]\n'
    "parameters = 5_000_000\nweights_mb = 20\n"
)
CORNERS = '[[networks]]\nname = "corners"\ntask = "heatmaps"\nweights = ["corners.pt"]\ndecode = "layers.decode"\n'


def test_a_question_may_have_a_curve(load):
    question = load(CURVED).question("conv2d")
    assert question.curve == ((0.3, 0), (0.5, 10), (0.7, 20))
    assert question.curve_kind == "linear"


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ("[[0.3, 0], [0.3, 20]]", "the metrics must rise, found 0.3, 0.3"),
        ("[[0.3, 0], [0.5, 20], [0.7, 10]]", "points must only rise or only fall, found 0, 20, 10"),
        ("[[0.3, 0], [0.7, 19]]", "up to the question's 20, found 0, 19"),
        ("[[0.3, -1], [0.7, 20]]", "expected points from 0 or more"),
        ("[[0.3, 20], [0.7, 20]]", "found 20, 20"),
        ("[[0.3, 0], [nan, 20]]", "finite"),
        ("[[0.3, 0]]", "at least 2"),
        ("[[0.3, 0], [0.7]]", r"questions\['conv2d'\].curve\[2\]"),
        ('[[0.3, 0], ["much", 20]]', r"questions\['conv2d'\].curve\[2\]"),
    ],
)
def test_a_curve_that_is_none_is_named(load, curve, words):
    with pytest.raises(ConfigError, match=words):
        load(CURVED.replace("[[0.3, 0], [0.5, 10], [0.7, 20]]", curve))


def test_a_network_has_budgets_and_brings_its_libraries(load):
    assignment = load(NETWORK)
    (network,) = assignment.networks
    assert network.parameters == 5_000_000
    assert (network.module, network.function, network.modules) == ("network", "build_model", ("network",))
    assert assignment.libraries == ("numpy", "torch", "safetensors")
    assert load(GOOD).libraries == ("numpy",)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("parameters", "parametres", "did you mean 'parameters'"),
        ("network.pt", "network.onnx", r"networks\['streets'\].weights\[2\]"),
        ("network.pt", "../network.pt", r"networks\['streets'\].weights\[2\]"),
        ("= 20\n", "= 0\n", r"networks\['streets'\].weights_mb"),
        (', "network.py"]', "]", "network 'streets': network.py is none of layers.py"),
        ('name = "streets"\n', "", r"networks\[1\].name is missing"),
        (
            '"segmentation"',
            '"depth"',
            r"networks\['streets'\].task: input should be 'segmentation', 'points' or 'heatmaps'",
        ),
        ("parameters =", 'decode = "layers.decode"\nparameters =', "'streets': decode is for the tasks points and"),
    ],
)
def test_a_mistake_about_the_network_is_named(load, old, new, words):
    with pytest.raises(ConfigError, match=words):
        load(NETWORK.replace(old, new))


def test_there_may_be_several_networks(load):
    streets, corners = load(NETWORK + CORNERS).networks
    assert (streets.task, corners.task) == ("segmentation", "heatmaps")
    assert corners.modules == ("network", "layers")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"corners"', '"streets"', "two networks are named 'streets'"),
        ('"corners.pt"', '"network.pt"', "network 'corners': network.pt holds the weights of 'streets'"),
        ("layers.decode", "decode", r"networks\['corners'\].decode: string should match"),
        ("layers.decode", "maps.decode", r"network 'corners': maps.py is none of layers.py, network.py"),
    ],
)
def test_networks_that_do_not_fit_together_are_named(load, old, new, words):
    with pytest.raises(ConfigError, match=words):
        load(NETWORK + CORNERS.replace(old, new))


def test_a_single_network_as_it_once_was_written_says_what_to_write_now(load):
    with pytest.raises(ConfigError, match=r'(?s)\[network\] is now a list.*write\n\[\[networks\]\]\nname = "segm'):
        load(NETWORK.replace("[[networks]]", "[network]"))


def test_a_network_is_found_by_its_name_which_the_only_one_does_not_need(load):
    one, several = load(NETWORK).networks, load(NETWORK + CORNERS).networks
    assert network_named(one, None) is one[0]
    assert network_named(several, "corners") is several[1]
    for networks, name, words in (
        ((), None, r"has no \[\[networks\]\]"),
        (several, None, "expected the name of a network, one of streets, corners"),
        (several, "corner", "no network 'corner'; did you mean 'corners'"),
    ):
        with pytest.raises(ConfigError, match=words):
            network_named(networks, name)
