"""What the hidden checks of `conv` try, by module. Values and most sizes are random; what makes a case hard is not."""
