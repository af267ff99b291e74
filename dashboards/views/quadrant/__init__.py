"""Popularity against health: stars across, commits upwards."""
