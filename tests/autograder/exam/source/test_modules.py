"""What is read of one hand-in serves the next, where they share files."""

from autograder.exam.source.modules import read_program
from autograder.records import SourceFile


def source(module, text):
    return SourceFile(module=module, origin=f"{module}.py", text=text)


def test_a_file_that_is_the_same_in_the_next_hand_in_is_not_read_again():
    first = read_program({"a": source("a", "x = 1"), "b": source("b", "y = 2")})
    second = read_program({"a": source("a", "x = 1"), "b": source("b", "y = 3")})
    assert second.modules["a"] is first.modules["a"]
    assert second.modules["b"] is not first.modules["b"]


def test_a_file_of_the_hand_in_before_the_last_is_forgotten():
    first = read_program({"a": source("a", "x = 1")})
    read_program({"a": source("a", "x = 2")})
    assert read_program({"a": source("a", "x = 1")}).modules["a"] is not first.modules["a"]


def test_the_same_text_under_another_name_is_another_module():
    first = read_program({"a": source("a", "x = 1")})
    assert read_program({"b": source("b", "x = 1")}).modules["b"] is not first.modules["a"]
