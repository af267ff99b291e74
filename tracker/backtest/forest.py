"""A random forest as a baseline: 24 months in bins of three, trained without the organisation it judges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.backtest.contestants import Flags, JudgedSubject
from tracker.backtest.truth import A_YEAR, LIVING, Truth
from tracker.extras import install

BINS = 8  # quarters back
EVERY = 3  # trained on every third look: neighbouring looks hardly differ
TREES = 60
NEVER = 10_000.0


def available() -> str | None:
    """None when scikit-learn is there, else what to do."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        return f"the random forest needs scikit-learn: {install('forest')}"
    return None


def forest_flags(truths: Sequence[Truth], cases: Sequence[JudgedSubject]) -> dict[str, Flags]:
    """Flags by repository, each organisation judged by a forest that never saw it."""
    inputs = [_inputs(case) for case in cases]
    labels = [_labels(truth, case.subject.looks) for truth, case in zip(truths, cases, strict=True)]
    found: dict[str, Flags] = {}
    for organisation in dict.fromkeys(truth.organisation for truth in truths):
        others = [i for i, t in enumerate(truths) if t.organisation != organisation]
        model = _fit([inputs[i] for i in others], [labels[i] for i in others])
        for i, truth in enumerate(truths):
            if truth.organisation == organisation:
                ended = (
                    np.zeros(len(inputs[i]), bool) if model is None else model.predict(inputs[i]).astype(bool)
                )
                found[cases[i].subject.repository] = ended
    return found


def _fit(inputs: list[npt.NDArray[np.float64]], labels: list[npt.NDArray[np.float64]]) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    x = np.concatenate([part[::EVERY] for part in inputs]) if inputs else np.empty((0, 1))
    y = np.concatenate([part[::EVERY] for part in labels]) if labels else np.empty(0)
    known = ~np.isnan(y)
    if len(np.unique(y[known])) < 2:
        return None
    model = RandomForestClassifier(
        TREES, min_samples_leaf=5, random_state=0, class_weight="balanced", n_jobs=1
    )
    return model.fit(x[known], y[known])


def _inputs(case: JudgedSubject) -> npt.NDArray[np.float64]:
    """One row a look: commits by quarter for two years, and the ages of the last commit and release."""
    columns = case.subject.columns
    bins = [_earlier(columns[name], 3 * back) for name in ("all90", "sub90") for back in range(BINS)]
    ages = [columns["since_commit"], columns["since_release"], columns["sub365"]]
    return np.nan_to_num(np.column_stack(bins + ages), nan=-1.0, posinf=NEVER)


def _earlier(column: npt.NDArray[np.float64], looks: int) -> npt.NDArray[np.float64]:
    if looks == 0:
        return column
    return np.concatenate((np.full(min(looks, len(column)), np.nan), column[:-looks]))


def _labels(truth: Truth, looks: Sequence[date]) -> npt.NDArray[np.float64]:
    """1 ended, 0 living, NaN neither: the year before an end and the ambiguous are not taught."""
    ended = truth.ended
    if truth.kind == LIVING:
        return np.zeros(len(looks))
    if ended is None:
        return np.full(len(looks), np.nan)
    return np.array([1.0 if day >= ended else 0.0 if day < ended - A_YEAR else np.nan for day in looks])
