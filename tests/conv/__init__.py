"""The exam of the assignment `conv`: public checks that students get, and hidden ones."""
