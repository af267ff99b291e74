"""Alerts: from a changed verdict to a message that arrives once, with its reasons.

`state` (pure) says what a reading does to an alert; `conditions` read a repository; `rules` say who wants
to know what; `pipeline` decides each notification; `dispatch` delivers.
"""
