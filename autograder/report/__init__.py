"""What was found out, for readers: Gradescope's results.json and a table for the terminal."""
