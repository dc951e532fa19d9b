"""The seed of a hidden split: fixed by the course secret and the name of the set."""

from autograder.data.splits import hidden_seed

SECRET = b"a secret of some length"


def test_the_hidden_seed_is_fixed_by_secret_and_name():
    assert hidden_seed(SECRET, "scenes") == hidden_seed(SECRET, "scenes")
    assert len({hidden_seed(SECRET, "scenes"), hidden_seed(SECRET, "others"), hidden_seed(b"another", "scenes")}) == 3


def test_the_hidden_seed_does_not_tell_the_secret():
    assert SECRET.decode() not in hidden_seed(SECRET, "scenes")
