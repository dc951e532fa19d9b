"""What the source of a hand-in says, without running it: names, what a function can reach, loops in any disguise."""
