"""What was handed in is called as people know it."""

from autograder.records import HandIn, SourceFile, Student


def test_a_hand_in_is_called_by_its_students_or_its_key():
    group = (Student(name="Ada"), Student(name="Bo"))
    assert HandIn(key="submission_1", students=group).label == "Ada, Bo"
    assert HandIn(key="submission_1").label == "submission_1"


def test_a_line_is_named_as_the_student_knows_it():
    module = SourceFile(module="layers", origin="layers.py", text="a\nb\n")
    notebook = SourceFile(module="layers", origin="conv.ipynb", text="a\n", places=("cell 3, line 2",))
    assert module.place(2) == "layers.py, line 2"
    assert notebook.place(1) == "conv.ipynb, cell 3, line 2"
    assert notebook.place(9) == "conv.ipynb, line 9"
