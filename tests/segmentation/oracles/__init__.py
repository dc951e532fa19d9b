"""What is right, found in other ways than a student's: torch's operators, and definitions as slow loops."""
