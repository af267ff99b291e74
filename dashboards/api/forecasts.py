"""Forecasts: a year ahead, with its interval, and how such forecasts did before."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from dashboards.api.parameters import AsOf, Name, OnlyKnown, Owner, until
from dashboards.api.respond import reply
from dashboards.data.snapshot import Snapshot
from tracker.forecasts import FORECAST
from tracker.forecasts.keeping import outlook_of


class ForecastMonth(BaseModel):
    """What is foretold of one month, at the end of the month of `made_on`."""

    made_on: date
    target: date
    ahead: int = Field(description="months")
    low: float
    value: float
    high: float
    method: str


class ForecastHit(ForecastMonth):
    """What was foretold a year before a month, and what came."""

    came: float
    held: bool = Field(description="whether it lies in the interval")
    error: float | None = Field(description="as a share of what came")
    kept: bool = Field(description="whether it was really said then; else it is replayed from the past")


class ForecastScore(BaseModel):
    """How forecasts a year ahead did."""

    many: int
    median_error: float | None
    held: float | None


class ForecastOf(BaseModel):
    """A year ahead, or why it is refused."""

    repository: str
    metric: str
    as_of: date
    refused: str | None
    forecast: list[ForecastMonth]
    score: ForecastScore
    score_of_kept: ForecastScore
    hits: list[ForecastHit]


router = APIRouter(tags=["series"], dependencies=[OnlyKnown])
ForecastMetric = StrEnum("ForecastMetric", {name: name for name in FORECAST})  # type: ignore[misc]
STARS = ForecastMetric(FORECAST[0])


@router.get("/repositories/{owner}/{name}/forecast", response_model=ForecastOf)
def forecast(
    request: Request,
    owner: Owner,
    name: Name,
    metric: ForecastMetric = STARS,
    as_of: AsOf = None,
) -> Response:
    """Twelve months ahead by month, or why that is refused; and every past forecast beside what came."""

    def make(snapshot: Snapshot) -> Any:
        repository, day = snapshot.find(f"{owner}/{name}"), until(snapshot, as_of)
        verdict = snapshot.verdict(repository, day)
        found = outlook_of(snapshot.history, repository, str(metric), day, verdict)
        return {"as_of": day.isoformat(), **found.as_json()}

    return reply(request, make)
