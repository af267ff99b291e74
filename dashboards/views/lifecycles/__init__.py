"""Lifecycles: each repository's years as a lane, coloured by state."""
