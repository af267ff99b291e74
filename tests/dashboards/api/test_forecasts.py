"""The forecast of the API: months ahead or a refusal in words, and the past beside what came."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.slow
def test_a_living_repository_is_foretold_by_month(api: TestClient) -> None:
    found = api.get("/api/v1/repositories/pytorch/pytorch/forecast").json()
    assert found["refused"] is None
    assert [one["ahead"] for one in found["forecast"]] == list(range(1, 13))
    assert all(one["low"] <= one["value"] <= one["high"] for one in found["forecast"])
    assert found["score"]["many"] == len(found["hits"]) > 24
    assert {hit["kept"] for hit in found["hits"]} == {False}


def test_what_has_ended_is_refused_and_its_past_stays_scored(api: TestClient) -> None:
    found = api.get("/api/v1/repositories/Theano/Theano/forecast").json()
    assert found["forecast"] == []
    assert "has ended" in found["refused"]


def test_as_of_a_day_nothing_later_is_known(api: TestClient) -> None:
    found = api.get("/api/v1/repositories/pytorch/pytorch/forecast?as_of=2022-06-30").json()
    assert found["forecast"][0]["made_on"] == "2022-05-31"
    assert all(hit["target"] <= "2022-05-31" for hit in found["hits"])


def test_a_metric_that_is_not_foretold_is_a_400(api: TestClient) -> None:
    assert api.get("/api/v1/repositories/pytorch/pytorch/forecast?metric=commits").status_code == 400
