"""What the hidden checks of `segmentation` try, by module. Values are random; what makes a case hard is not."""
