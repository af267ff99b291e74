"""Faults in bulk: mutated answers of GitHub and mutated requests, counted. Small in CI, large by command."""
