"""Overview: what to leave, what grows, and every repository in one table."""
