"""What is right, found in other ways than a student's: definitions as slow loops, fractions, complex numbers, torch."""
