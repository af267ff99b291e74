"""Side by side: all that a choice between a few repositories rests on, in one table."""
