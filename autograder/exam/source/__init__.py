"""What the source of a hand-in says, without running it: names, reach, loops in any disguise."""
