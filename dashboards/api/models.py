"""The shapes of the answers, as the OpenAPI document tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field


class Value(BaseModel):
    """The last known value of a metric."""

    value: float | None
    day: date | None
    source: str | None
    quality: str
    reason: str | None = Field(None, description="why it is unknown")


class Repository(BaseModel):
    """A followed repository."""

    repository: str
    github_id: int | None
    category: str | None
    description: str | None
    language: str | None
    license: str | None
    created_at: datetime | None
    pushed_at: datetime | None
    archived_at: datetime | None
    presence: str
    successors: list[str]
    headline: str | None
    stars: float | None
    problem: str | None
    url: str


class RepositoryDetail(Repository):
    """A repository with its latest values."""

    as_of: date
    values: dict[str, Value]


class Page(BaseModel):
    """A page of a list; `next` is the cursor of the following one, null on the last."""

    next: str | None = None


class Repositories(Page):
    as_of: date
    data: list[Repository]


class Verdict(BaseModel):
    """What is said of a repository as of a day."""

    repository: str
    github_id: int
    as_of: date = Field(description="when it was judged: at present an earlier day, where that still holds")
    headline: str
    declared: str
    observed: str
    location: str
    since: date | None
    since_by: bool  # only the latest day on which it can have begun
    unmaintained: bool
    evidence: list[dict[str, Any]]
    would_change: list[str]


class Verdicts(Page):
    as_of: date
    data: list[Verdict]


class EvidenceOf(BaseModel):
    repository: str
    as_of: date = Field(description="when it was judged, as of a verdict")
    headline: str
    evidence: list[dict[str, Any]]


class MetricCard(BaseModel):
    """A metric's definition."""

    name: str
    title: str
    unit: str
    kind: str
    definition: str
    source: str
    inputs: list[str]


class MetricCards(BaseModel):
    data: list[MetricCard]


class Reading(BaseModel):
    """One value of a series; days without one are unknown."""

    day: date
    value: float
    source: str
    quality: str


class Series(BaseModel):
    repository: str
    github_id: int | None
    metric: str
    unit: str
    every: str
    data: list[Reading]


class SeriesList(BaseModel):
    every: str
    series: list[Series]


class Transition(BaseModel):
    """A change of an alert."""

    id: int
    repository: str
    rule: str
    from_state: str
    to_state: str
    value: str
    at: datetime
    as_of: date
    reason: str


class Transitions(Page):
    data: list[Transition]


class Missed(BaseModel):
    """What a run could not do."""

    collector: str
    repository_id: int | None
    reason: str


class Run(BaseModel):
    """One execution of a job."""

    id: int
    job: str
    slot: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    requests: int
    points: int
    observations: int
    message: str | None
    missed: list[Missed]


class Runs(Page):
    data: list[Run]


class Revision(BaseModel):
    """A past value that changed afterwards."""

    series: str
    day: date
    seen_at: datetime
    old: float
    new: float


class Revisions(Page):
    repository: str
    data: list[Revision]


class Root(BaseModel):
    """Where everything is."""

    name: str
    version: str
    today: date
    kind: str
    links: dict[str, str]


class Fault(BaseModel):
    """One parameter that is wrong."""

    parameter: str = Field(examples=["from"])
    place: str = Field(alias="in", examples=["query"])
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault] = Field([], description="the parameters that are wrong")
