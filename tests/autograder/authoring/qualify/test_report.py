"""The same findings as JSON, as a page and in the terminal."""

import io
import json
import re
import sys
from html.parser import HTMLParser

import pytest
from rich.console import Console

from autograder.authoring.qualify import tables
from autograder.authoring.qualify.document import document
from autograder.authoring.qualify.page import page

from .conftest import FORGETS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")

PUBLISHED = """
[[checks]]
course = "Elsewhere"
about = "doubling"
question = "double"
wrong = 10
survive = 4
[[checks]]
course = "Elsewhere"
about = "halving"
question = "halve"
wrong = 3
survive = 1
"""
HOSTILE = FORGETS.replace("Forgets to double.", "<script>alert('x')</script> [red]")
NOT_LOST = FORGETS.replace('("double",)', '("double", "triple")')


@pytest.fixture
def clean(qualified):
    return qualified({"mutants/hostile.py": HOSTILE, "published.toml": PUBLISHED})


@pytest.fixture
def unclean(qualified):
    return qualified({"mutants/keeps_triple.py": NOT_LOST})


def printed(found, width=80):
    console = Console(width=width, record=True, file=io.StringIO())
    shown = [tables.by_kind(found), tables.by_question(found), tables.compared(found), *tables.findings(found)]
    for part in (*shown, tables.how(found), tables.verdict(found)):
        if part is not None:
            console.print(part)
    return console.export_text()


def test_the_document_has_its_keys(clean):
    found = json.loads(json.dumps(document(clean)))
    assert list(found) == [
        "format", "assignment", "qualified", "holds", "partial", "thorough", "seeds", "seconds", "total", "questions",
        "findings", "untried", "published", "trials",
    ]  # fmt: skip
    assert (found["qualified"], found["seeds"], found["total"]["mutants"]) == (True, 5, 2)
    assert [question["name"] for question in found["questions"]] == ["double", "triple"]
    ours = [check["ours"] for check in found["published"]]
    assert ours == [{"wrong": 2, "survive_public": 0, "survive": 0}, None]
    [trial] = [trial for trial in found["trials"] if trial["variant"] == "hostile"]
    assert trial["earned"] == {"double": 0, "triple": 4}
    assert trial["failed"] == {"double/test_two": "failed", "double/test_arrays": "failed"}
    assert trial["ran"] == ["double"]


def test_the_document_tells_what_does_not_hold(unclean):
    found = json.loads(json.dumps(document(unclean)))
    assert not found["qualified"]
    [finding] = found["findings"]
    assert (finding["variant"], finding["kind"], finding["question"]) == ("keeps_triple", "mutant", "triple")


class Reader(HTMLParser):
    """Notes the cells of the matrix, and whatever could run or load something."""

    def __init__(self):
        super().__init__()
        self.cells, self.suspicious = [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in ("script", "link", "img", "iframe") or any(name.startswith("on") for name in values):
            self.suspicious.append(tag)
        if tag == "td" and "title" in values:
            self.cells.append((values["class"], values["title"]))


def test_the_page_shows_every_variant_beside_every_question_and_runs_nothing(clean):
    text = page(clean)
    reader = Reader()
    reader.feed(text)
    assert reader.suspicious == []
    assert len(reader.cells) == 2 * len(clean.variants)
    assert "&lt;script&gt;" in text
    assert not re.search(r"https?://", text)
    assert ("kept known", "triple\nas with the reference, not run") in reader.cells


def test_the_page_marks_what_does_not_hold(unclean):
    reader = Reader()
    reader.feed(page(unclean))
    [title] = [title for kind, title in reader.cells if "wrong" in kind]
    assert "expected to lose points, but it keeps all 4" in title
    assert "What does not hold" in page(unclean)


@pytest.mark.parametrize("width", [80, 120])
def test_the_terminal_is_readable_at_any_width(clean, width):
    text = printed(clean, width)
    assert max(map(len, text.splitlines())) <= width
    assert "2 of 2" in text
    assert "toy is qualified (11 variants, 2 questions" in " ".join(text.split())
    assert "Public checks alone catch 2 of 2 mutants, all checks 2." in " ".join(text.split())
    assert "4 of 10 (40 %)" in text
    assert "0 of 2 (0 %)" in text


def test_the_terminal_says_what_does_not_hold_and_how_to_mend_it(unclean):
    text = " ".join(printed(unclean).split())
    assert "keeps_triple (mutant) triple: expected to lose points, but it keeps all 4: no check notices" in text
    assert "Add a case that this answer gets wrong, or take the question out of its LOSES." in text
    assert "toy is not qualified: 1 does not hold" in text


def test_seeds_are_named_as_people_count(qualified):
    found = qualified(
        {"alternates/shift/toy.py": '"""Wrong."""\ndef double(x): return 2 * x\ndef triple(x): return x\n'}
    )
    assert "shift (alternate) triple:" in " ".join(printed(found).split())
    wrong = '"""Wrong."""\ndef double(x): return 4 if isinstance(x, int) else x\ndef triple(x): return 3 * x\n'
    found = qualified({"alternates/shift/toy.py": wrong})
    assert "shift (alternate) double with seeds 1, 2, 3, 4, 5:" in " ".join(printed(found).split())


def test_a_part_says_that_it_proves_nothing(qualified):
    text = " ".join(printed(qualified(only="forgets")).split())
    assert "This was a part: nothing is recorded for a release." in text


def test_a_part_counts_what_was_tried_and_compares_only_its_questions(qualified):
    files = {"mutants/hostile.py": HOSTILE, "published.toml": PUBLISHED}
    text = " ".join(printed(qualified(files, questions=("triple",))).split())
    assert "mutants 1 of 1" not in text  # none can touch triple
    assert "(9 variants, 1 question" in text
    assert "Elsewhere" not in text
    assert "Elsewhere, doubling" in printed(qualified(files, questions=("double",)))
