"""What the hidden checks of `keypoints` try, by module. Values are random; what makes a case hard is not."""
