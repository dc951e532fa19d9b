"""What drawn sets have in common: their random numbers, canvas and camera; the same bits on every machine."""
