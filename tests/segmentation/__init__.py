"""The exam of the assignment `segmentation`: public checks that students get, and hidden ones."""
