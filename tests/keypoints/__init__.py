"""The exam of the assignment `keypoints`: public checks that students get, and hidden ones."""
