import io
from datetime import UTC, datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import export_metadata as module
from autograder.collect.export_metadata import read_export_metadata
from autograder.errors import ExportError
from autograder.records import HandIn, Student

from .making import metadata

HEAD = "submission_1:\n"


def read(text):
    return read_export_metadata(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "export.zip: metadata")


REAL = """---
submission_216975964:
  :submitters:
  - :name: Ann Ästhet
    :sid: '06750000'
    :email: ann@example.edu
  - :name: 'Null'
    :sid: 06750000
  :created_at: 2023-12-02 02:52:07.938335999 Z
  :score: 3.0
  :status: processed
  :results:
    score: 3.0
    tests:
    - name: "1.1"
      output: |
        submission_1:
          :submitters: []
    output: ''
  :history:
  - :created_at: 2024-01-01 00:00:00.000000000 Z
    :submitters:
    - :name: Other
submission_216975999:
  :submitters: []
  :created_at: 2023-12-02 02:52:07 Z
"""


def test_a_real_file():
    first, second = read(REAL).values()
    assert first == HandIn(
        key="submission_216975964",
        students=(
            Student(name="Ann Ästhet", sid="06750000", email="ann@example.edu"),
            Student(name="Null", sid="06750000"),
        ),
        submitted_at=datetime(2023, 12, 2, 2, 52, 7, 938335, tzinfo=UTC),
    )
    assert second == HandIn(key="submission_216975999", submitted_at=datetime(2023, 12, 2, 2, 52, 7, tzinfo=UTC))


@pytest.mark.parametrize("sid", ["06750000", "0x1F", "1e5", "12_3", "007", "1:30", "yes", "2001-01-01", "3.10", "'08'"])
def test_a_sid_stays_the_text_it_is(sid):
    (hand_in,) = read(f"{HEAD}  :submitters:\n  - :name: A\n    :sid: {sid}\n").values()
    assert hand_in.students[0].sid == sid.strip("'")


@pytest.mark.parametrize("null", ["", "~", "null"])
def test_nulls(null):
    (hand_in,) = read(
        f"{HEAD}  :submitters:\n  - :name: A\n    :sid: {null}\n    :email: {null}\n  :created_at: {null}\n"
    ).values()
    assert hand_in == HandIn(key="submission_1", students=(Student(name="A"),))


def test_somebody_without_a_name_is_called_by_what_there_is():
    (hand_in,) = read(f"{HEAD}  :submitters:\n  - :email: a@b.c\n  - :sid: '1'\n").values()
    assert hand_in.label == "a@b.c, 1"


def test_control_characters_do_not_reach_a_terminal():
    (hand_in,) = read(f'{HEAD}  :submitters:\n  - :name: "A\\e[31m\\nB"\n').values()
    assert hand_in.label == "A[31mB"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-12-02 02:52:07.5 Z", datetime(2023, 12, 2, 2, 52, 7, 500000, tzinfo=UTC)),
        ("2023-12-02T02:52:07Z", datetime(2023, 12, 2, 2, 52, 7, tzinfo=UTC)),
        ("2023-12-02 02:52:07 -08:00", datetime(2023, 12, 2, 10, 52, 7, tzinfo=UTC)),
        ("2023-12-02 02:52:07.000000000 +0530", datetime(2023, 12, 1, 21, 22, 7, tzinfo=UTC)),
        ("2023-12-02 02:52:07 UTC", datetime(2023, 12, 2, 2, 52, 7, tzinfo=UTC)),
    ],
)
def test_times(written, moment):
    (hand_in,) = read(f"{HEAD}  :created_at: {written}\n").values()
    assert hand_in.submitted_at == moment


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(0, 999))
def test_nine_digits_are_cut_never_rounded_up(moment, nanoseconds):
    (hand_in,) = read(f"{HEAD}  :created_at: {moment:%Y-%m-%d %H:%M:%S.%f}{nanoseconds:03} Z\n").values()
    assert hand_in.submitted_at == moment.replace(tzinfo=UTC)


def test_ruby_writes_a_text_that_it_has_seen_as_an_alias():
    (hand_in,) = read(f"{HEAD}  :results: {{a: [&x Ann]}}\n  :submitters:\n  - :name: *x\n    :sid: *x\n").values()
    assert hand_in.students == (Student(name="Ann", sid="Ann"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a table of submissions"),
        ("--- []", "expected a table of submissions"),
        ("x: 1", "expected a key such as submission_123, found 'x'"),
        ("submission_../x: 1", "expected a key such as"),
        ("[a]: 1", "not valid YAML: line 1: expected a plain key"),
        (f"{HEAD}  :created_at: 1\n{HEAD}", "submission_1.created_at: expected a time such as .*, found '1'"),
        (f"{HEAD}  :created_at: []\n", "submission_1.created_at: expected a time such as .*, found a list"),
        (f"{HEAD}  :created_at: 2023-02-30 00:00:00 Z\n", "submission_1.created_at: expected a time that exists"),
        (f"{HEAD}  :created_at: 2023-02-20 00:00:00\n", "submission_1.created_at: expected a time such as"),
        (f"{HEAD}  x: 1\n{HEAD}  x: 1\n", "submission_1 is there twice"),
        ("submission_1: []\n", "submission_1: expected a table, found a list"),
        (f"{HEAD}  :submitters: x\n", "submission_1.submitters: expected a list, found 'x'"),
        (f"{HEAD}  :submitters: [x]\n", r"submission_1.submitters\[1\]: expected a table, found 'x'"),
        (f"{HEAD}  :submitters: [{{name: []}}]\n", r"submission_1.submitters\[1\].name: expected text, found a list"),
        (f"{HEAD}  :submitters: [\n", "not valid YAML: line 3"),
        (f"{HEAD}\t:x: 1\n", "not valid YAML: line 2"),
        ("submission_1: *nothing\n", "not valid YAML: expected text, found the alias \\*nothing"),
        (b"\xff\xfe\xff", "not valid YAML"),
        (f"{HEAD}  :submitters: {'[' * 200}{']' * 200}\n", "not valid YAML: its structure is too deep"),
    ],
)
def test_mistakes_name_the_file_the_key_and_what_was_found(text, message):
    with pytest.raises(ExportError, match=f"^export.zip: metadata: {message}"):
        read(text)


def test_python_tags_are_only_text():
    (hand_in,) = read(
        f"{HEAD}  :submitters:\n  - :name: !!python/object/apply:os.system ['exit 3']\n    x: 1\n".replace(
            "['exit 3']", "echo"
        )
    ).values()
    assert hand_in.label == "echo"


def test_aliases_cannot_multiply():
    lines = ["  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    (hand_in,) = read(HEAD + "\n".join(lines) + "\n  :submitters: []\n").values()
    assert hand_in.students == ()
    with pytest.raises(ExportError, match=r"expected text, found the alias \*a29"):
        read(HEAD + "\n".join(lines) + "\n  :submitters: *a29\n")


@pytest.mark.parametrize(
    "text", ["[" * 500_000, f"{HEAD}  :results: {'[' * 500_000}", f"{HEAD}  :results: {'{a: ' * 100_000}"]
)
def test_deep_structures_end(text):
    with pytest.raises(ExportError):
        read(text)


def test_a_huge_file_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(module, "_MAX_BYTES", 1000)
    with pytest.raises(ExportError, match="expected at most"):
        read(metadata(*range(100)))


def test_only_a_safe_loader_is_used():
    assert issubclass(module._LOADER, yaml.BaseLoader | yaml.CBaseLoader)


tokens = st.sampled_from(
    [
        HEAD,
        "  :submitters:",
        "  - :name: A",
        "\n",
        ":created_at:",
        " ",
        "*x",
        "&x",
        "[",
        "]",
        "{",
        "}",
        "'",
        "|",
        "- ",
        ": ",
        "!!python/name:os",
        "\t",
    ]
)


@given(st.lists(tokens, max_size=15).map("".join) | st.text(max_size=20) | st.binary(max_size=20))
def test_any_text_is_metadata_or_our_own_error(text):
    try:
        found = read(text)
    except ExportError:
        return
    assert all(module.KEY.fullmatch(key) for key in found)
