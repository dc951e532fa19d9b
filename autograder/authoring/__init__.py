"""From one source to what students get: markers, the handout, variants of the solution, a made-up class."""
