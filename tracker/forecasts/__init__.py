"""Forecasts a year ahead that say how sure they are, are kept, and are held against what came."""

from __future__ import annotations

from tracker.forecasts.making import FORECAST, Outlook, outlook
from tracker.forecasts.prediction import HORIZON, LEVEL, METHOD, Hit, Prediction

__all__ = ["FORECAST", "HORIZON", "LEVEL", "METHOD", "Hit", "Outlook", "Prediction", "outlook"]
