"""The exams of the assignments, and the tests of the package."""
