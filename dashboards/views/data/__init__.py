"""Data: where numbers come from, how fresh they are, and how to take them."""
