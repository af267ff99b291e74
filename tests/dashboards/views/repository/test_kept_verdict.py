"""The present verdict is the one that is kept while it holds: page, API and command tell it with its day."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from dashboards.data import snapshot
from dashboards.http.app import create_app
from tests.conftest import Store
from tests.dashboards import sample
from tracker.health import Rules, explain_text, judge
from tracker.readmodel import view
from tracker.readmodel.keeping import refresh
from tracker.readmodel.verdicts_on import verdicts_on
from tracker.series import History
from tracker.writing import day

LATER = sample.TODAY + timedelta(days=1)
PAGE = "/repositories/Theano/Theano"


@pytest.mark.parametrize("few", [view.FEW, 0])  # whether numbers of the new day are made by the reader
def test_a_quiet_day_later_everybody_tells_what_was_judged_and_when(
    store: Store, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    sample.fill(store.engine, sample.LIVES[:3])
    catalog = sample.history(store.engine).catalog
    refresh(History(store, sample.TODAY, catalog), Rules())
    history = History(store, LATER, catalog)
    theano = history.find("Theano")
    anew = judge(history.dossier(theano), LATER)
    monkeypatch.setattr(view, "FEW", few)
    monkeypatch.setattr(snapshot, "judge", None)  # nobody judges
    client = TestClient(create_app(history=lambda: History(store, LATER, catalog)))
    page, api = unescape(client.get(PAGE).text), client.get(f"/api/v1{PAGE}/verdict").json()
    told = verdicts_on(history, [theano], LATER, Rules())[0]["Theano/Theano"]
    assert f"As of {day(LATER)} it is" in page
    assert f"Judged on {day(sample.TODAY)}" in page
    assert api["as_of"] == str(told.as_of) == str(sample.TODAY)
    assert f"As of {day(sample.TODAY)}" in explain_text(told)
    assert api["headline"] == told.headline == anew.headline
    assert [f["sentence"] for f in api["evidence"]] == [f.sentence for f in told.evidence]
    assert all(f.sentence in page for f in told.evidence if f.outcome.value == "raised")
