"""Fewer points, same picture: each bucket keeps its lowest and its highest value, gaps stay gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def keep(y: Sequence[float | None], most: int) -> list[int]:
    """Indices to keep so that at most about `most` points remain: ends, peaks, valleys and edges of gaps."""
    count = len(y)
    if count <= most:
        return list(range(count))
    values = np.array([np.nan if v is None else v for v in y], dtype="float64")
    edges = np.linspace(0, count, max(most // 2, 1) + 1).astype(int)
    kept = {0, count - 1}
    for low, high in pairwise(edges):
        part = values[low:high]
        if high <= low:
            continue
        if np.isnan(part).all():
            kept.add(int(low))
            continue
        kept.add(int(low + np.nanargmin(part)))
        kept.add(int(low + np.nanargmax(part)))
    turns = np.flatnonzero(np.diff(np.isnan(values).astype(int)))
    kept.update(int(i) for i in turns)
    kept.update(int(i) + 1 for i in turns)
    return sorted(kept)
