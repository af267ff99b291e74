"""Days on which far more stars came or went than usual, and days on which they went everywhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from tracker.alerts.views import StarNews

BEFORE = 28  # days that say what is usual
LEAST_KNOWN = 14  # of these, or nothing is usual yet
RECENT = 7  # days that are still news
EVERYWHERE_SHARE = 0.3  # of the repositories with known days
EVERYWHERE_LEAST = 5
UNUSUAL = 4.0  # times the usual day is enough to count towards "everywhere"
UNUSUAL_LEAST = 3.0


def news(frame: pd.DataFrame, as_of: date) -> dict[str, StarNews]:
    """The most unusual of the last days for each column (days x repositories, NaN unknown), if it has any.

    A repository is left out when too little is known of the days before to call anything usual.
    """
    found = {}
    recent, before = _parts(frame, as_of)
    usual = before.median().to_numpy()
    known = (before.notna().sum() >= LEAST_KNOWN).to_numpy()
    days, cells = [moment.date() for moment in recent.index], recent.to_numpy(float)
    told = known & ~np.isnan(cells).all(axis=0)
    tops = np.argmax(np.nan_to_num(cells, nan=-np.inf), axis=0) if len(days) else told
    for place in np.flatnonzero(told).tolist():
        top = int(tops[place])
        name, stars = str(frame.columns[place]), int(cells[top, place])
        found[name] = StarNews(days[top], stars, float(usual[place]))
    return found


def everywhere(frame: pd.DataFrame, as_of: date) -> dict[date, str]:
    """Recent days that were unusual in so many repositories at once that they say nothing of any of them."""
    recent, before = _parts(frame, as_of)
    enough = before.notna().sum() >= LEAST_KNOWN
    limit = np.maximum(before.median() * UNUSUAL, UNUSUAL_LEAST)
    found = {}
    for day, row in recent.iterrows():
        known = row[enough].dropna()
        hit = int((known >= limit[known.index]).sum())
        if hit >= EVERYWHERE_LEAST and hit >= EVERYWHERE_SHARE * len(known):
            found[pd.Timestamp(str(day)).date()] = (
                f"stars were taken back in {hit} of {len(known)} repositories on the same day: accounts were "
                "removed by GitHub, more likely than minds changed"
            )
    return found


def drops(losses: pd.DataFrame, as_of: date) -> Mapping[str, StarNews]:
    """Losses as `news`, each with what explains it if the day was one of many losses everywhere."""
    days = everywhere(losses, as_of)
    return {name: replace(item, everywhere=days.get(item.day)) for name, item in news(losses, as_of).items()}


def _parts(frame: pd.DataFrame, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The recent days, and the days before them that say what is usual. The last day still moves."""
    last = pd.Timestamp(as_of) - timedelta(days=1)
    first = last - timedelta(days=RECENT - 1)
    before = frame.loc[first - timedelta(days=BEFORE) : first - timedelta(days=1)]
    return frame.loc[first:last], before
