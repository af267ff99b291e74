"""Alerts: what is firing and why, who was told, and the buttons that silence it."""
