"""Answers for coding agents: five questions, each answered in a few lines of text and as data."""
