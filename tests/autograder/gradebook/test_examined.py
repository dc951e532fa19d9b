"""The result file: the same bytes for the same examination, and nothing else is taken for one."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import StoredError
from autograder.gradebook.examined import (
    decoded,
    encoded,
    examined_of,
    figure_path,
    find_examined,
    graded_of,
    path_of,
    read_examined,
    write_examined,
)
from autograder.gradebook.fields import parse
from autograder.gradebook.keys import PARTS, Content, digest
from autograder.records import Evidence, Outcome
from tests.autograder.gradebook.making import CONTENT, examinations
from tests.autograder.report import builders

FACTS = {"network": "small", "miou": 0.5, "seconds": 3.25, "seconds_per_image": 0.1}
HINTED = builders.check(hint="Another hint for the same check.")
TASK = builders.assignment("q")


def graded(**more):
    first = builders.result(builders.check(), Outcome.FAILED, "1 ≠ 2", detail="printed:\n\ud800", flag="odd")
    second = builders.result(builders.check(name="other", hidden=True, hint="Look.", runs=False))
    evidence = (Evidence(facts=FACTS, figures={"network_small.png": b"png"}),)
    results = (replace(first, seconds=0.5), replace(second, seconds=0.25))
    return builders.graded(TASK, *results, evidence=evidence, seconds=1.5, **more)


@given(examinations)
def test_what_is_written_is_read(examined):
    assert decoded(parse(encoded(examined), "here"), "here") == examined


@given(examinations)
def test_reading_and_writing_again_gives_the_same_bytes(examined):
    assert encoded(decoded(json.loads(encoded(examined)), "here")) == encoded(examined)


def test_a_file_is_found_under_its_content_and_no_other(tmp_path):
    path = write_examined(tmp_path, graded(), CONTENT)
    other = Content(CONTENT.parts | {"exam": digest("another")})
    assert find_examined(tmp_path, CONTENT) == read_examined(path) == examined_of(graded(), CONTENT)
    assert find_examined(tmp_path, other) is None
    path.rename(path_of(tmp_path, other))
    with pytest.raises(StoredError, match=f"expected the content {other.key}, found {CONTENT.key}"):
        find_examined(tmp_path, other)


def test_no_clock_value_is_in_it(tmp_path):
    first = write_examined(tmp_path, graded(), CONTENT).read_bytes()
    slow = tuple(replace(result, seconds=99.0) for result in graded().results)
    evidence = (replace(graded().evidence[0], facts=FACTS | {"seconds": 77.0, "seconds_per_image": 9.0}),)
    again = write_examined(tmp_path, replace(graded(), results=slow, seconds=88.0, evidence=evidence), CONTENT)
    assert again.read_bytes() == first
    assert b"seconds" not in first


def test_points_names_and_times_of_people_are_not_in_it():
    text = encoded(examined_of(graded(name="Ada Lovelace"), CONTENT)).decode()
    assert "Lovelace" not in text
    assert encoded(examined_of(graded(), CONTENT)) == encoded(
        examined_of(replace(graded(), score=builders.graded(TASK, builders.result(builders.check())).score), CONTENT)
    )


def test_each_result_and_each_check_has_a_line_of_its_own():
    lines = encoded(examined_of(graded(), CONTENT)).decode().splitlines()
    told = [json.loads(line.rstrip(",")) for line in lines if line.startswith("  {")]
    assert [each["id"] for each in told] == ["q/test", "q/other", "q/test", "q/other"]
    assert ["outcome" in each for each in told] == [True, True, False, False]


def test_a_file_with_other_checks_is_read_after_one_with_these():
    one, other = examined_of(graded(), CONTENT), examined_of(builders.graded(TASK, builders.result(HINTED)), CONTENT)
    for each in (one, other, one):
        assert decoded(parse(encoded(each), "here"), "here") == each


def test_figures_lie_beside_it_before_it_does(tmp_path, monkeypatch):
    def fail(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("autograder.gradebook.examined.encoded", fail)
    with pytest.raises(KeyboardInterrupt):
        write_examined(tmp_path, graded(), CONTENT)
    assert figure_path(tmp_path, CONTENT, "network_small.png").read_bytes() == b"png"
    assert find_examined(tmp_path, CONTENT) is None


def test_what_is_held_gets_no_file(tmp_path):
    fault = builders.result(builders.check(), Outcome.FAULT)
    with pytest.raises(ValueError, match="1 is held"):
        write_examined(tmp_path, builders.graded(TASK, fault), CONTENT)
    assert list(tmp_path.iterdir()) == []


def test_a_graded_of_it_has_all_but_points_and_times():
    before = graded()
    after = graded_of(examined_of(before, CONTENT), before.hand_in, before.notes, before.seconds)
    facts = {"network": "small", "miou": 0.5}
    assert after == replace(
        before,
        score=None,
        grade=None,
        results=tuple(replace(result, seconds=0.0) for result in before.results),
        evidence=(Evidence(facts=facts),),
    )


def damaged(change):
    document = json.loads(encoded(examined_of(graded(), CONTENT)))
    change(document)
    return document


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d.pop("schema"), "here: schema is missing"),
        (lambda d: d.update(schema=2), "here: a result file of schema 2, made by a newer version; this one knows 1"),
        (lambda d: d.update(schema=True), "here: schema: expected a whole number, found True"),
        (lambda d: d.update(more=1), "here: unknown key 'more'"),
        (lambda d: d.update(key="0" * 64), "here: key: expected .*, which its parts make, found '000"),
        (lambda d: d["content"].update(exam="no"), "here: content: exam: expected 64 hexadecimal digits, found 'no'"),
        (lambda d: d["content"].pop("secret"), "here: content: secret is missing"),
        (lambda d: d.update(results={}), "here: results: expected a list, found a table"),
        (lambda d: d["results"].insert(1, None), r"here: results: expected 2, one for each check, found 3"),
        (lambda d: d["results"].reverse(), r"here: results\[1\]: id: expected 'q/test', as among .*, found 'q/other'"),
        (lambda d: d["results"].__setitem__(1, None), r"here: results\[2\]: expected a table, found nothing"),
        (lambda d: d["checks"][1].pop("hint"), r"here: checks\[2\]: hint is missing"),
        (lambda d: d["checks"][1].update(visibility="Public"), r"checks\[2\]: visibility: .*; did you mean 'public'"),
        (lambda d: d["checks"][1].update(points=1), r"here: checks\[2\]: unknown key 'points'"),
        (lambda d: d["results"][1].update(credit=1.5), r"here: results\[2\]: credit of q/other: expected a share"),
        (lambda d: d["results"][0].update(outcome="passed"), r"results\[1\]: q/test passed, so its credit is 1, not 0"),
        (lambda d: d["results"][0].update(credit="1"), r"results\[1\]: credit: expected a number, found '1'"),
        (lambda d: d["results"][0].update(credit=True), r"results\[1\]: credit: expected a number, found True"),
        (lambda d: d["results"][0].update(outcome="pased"), "expected one of passed, .* did you mean 'passed'"),
        (lambda d: d["results"][0].update(outcome="grader fault"), "expected one of passed"),
        (lambda d: d["results"][0].update(ran=0), r"results\[1\]: ran: expected true or false, found 0"),
        (lambda d: d["results"][0].update(points=5), r"here: results\[1\]: unknown key 'points'"),
        (lambda d: d["isolation"].update(layers=[1]), r"isolation: layers\[1\]: expected text, found 1"),
        (lambda d: d["figures"].update(a=1), r"here: figures\.a: expected text, found 1"),
    ],
)
def test_whatever_else_stands_there_is_told_with_its_place(change, told):
    with pytest.raises(StoredError, match=told):
        decoded(damaged(change), "here")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not valid JSON"),
        (b"\xff", "not valid JSON"),
        (b"[]", "expected a table, found a list"),
        (b'{"schema": 1, "schema": 1}', "a key is there twice"),
        (b'{"schema": NaN}', "NaN is no number in JSON"),
        (b"[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_no_result_file_is_told_with_its_name(tmp_path, data, told):
    path = tmp_path / "examined-0.json"
    path.write_bytes(data)
    with pytest.raises(StoredError, match=f"{path}.*{told}"):
        read_examined(path)


@given(st.data())
def test_a_file_that_is_cut_anywhere_is_never_taken_for_whole(data):
    whole = encoded(examined_of(graded(), CONTENT))
    cut = whole[: data.draw(st.integers(0, len(whole) - 3))]
    with pytest.raises(StoredError):
        decoded(parse(cut, "here"), "here")


def test_a_folder_in_its_place_is_told(tmp_path):
    path_of(tmp_path, CONTENT).mkdir()
    with pytest.raises(StoredError, match=r"cannot be read \(Is a directory\)"):
        find_examined(tmp_path, CONTENT)


def test_the_name_has_the_beginning_of_the_key(tmp_path):
    assert len(CONTENT.key) == 64
    assert write_examined(tmp_path, graded(), CONTENT).name == f"examined-{CONTENT.key[:24]}.json"
    assert set(CONTENT.parts) == set(PARTS)
