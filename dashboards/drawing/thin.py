"""Fewer points, same picture: each bucket keeps its lowest and its highest value, gaps stay gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np


def keep(y: Sequence[float | None], most: int) -> list[int]:
    """Indices to keep so that at most about `most` points remain: ends, peaks, valleys and edges of gaps."""
    count = len(y)
    if count <= most:
        return list(range(count))
    values = np.array([np.nan if v is None else v for v in y], dtype="float64")
    wide = math.ceil(count / max(most // 2, 1))
    padded = np.full(math.ceil(count / wide) * wide, np.nan)
    padded[:count] = values
    buckets = padded.reshape(-1, wide)
    first = np.arange(len(buckets)) * wide
    low = first + np.where(np.isnan(buckets), np.inf, buckets).argmin(axis=1)  # of nothing known: the first
    high = first + np.where(np.isnan(buckets), -np.inf, buckets).argmax(axis=1)
    turns = np.flatnonzero(np.diff(np.isnan(values).astype(int)))
    kept: list[int] = np.unique(np.concatenate([low, high, turns, turns + 1, [0, count - 1]])).tolist()
    return kept
