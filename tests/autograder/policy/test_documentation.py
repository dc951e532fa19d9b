"""What docs/late.md says is so."""

import re
import tomllib
from pathlib import Path

from autograder.late_table import Late
from autograder.policy import policy_of
from tests.autograder.policy.late import HOUR, score

TEXT = (Path(__file__).parents[3] / "docs" / "late.md").read_text(encoding="utf-8")


def test_the_tables_in_the_documentation_are_read():
    tables = [Late.model_validate(tomllib.loads(each)["late"]) for each in re.findall(r"```toml\n(.*?)```", TEXT, re.S)]
    points = [policy_of(table).apply(score(85), 25 * HOUR).points for table in tables]
    assert points == [59.5, 65.0, 85.0, 68.0, 60.0]  # the third is about another question


def test_every_key_is_told_with_an_example_that_is_read():
    rows = re.findall(r"^\| `(\w+)` \| .* \| `(.*)` \|$", TEXT, re.M)
    assert [name for name, _ in rows] == list(Late.model_fields)
    for name, example in rows:
        table = tomllib.loads(example)
        assert list(table) == [name]
        Late.model_validate(table if name in ("steps", "per", "linear", "cap", "cut_off") else table | {"cap": 0.5})


def test_the_example_of_slip_days_is_true(capsys):
    code, output = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", TEXT, re.S).groups()
    exec(code, {})
    assert capsys.readouterr().out == output
