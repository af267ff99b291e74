"""A Dask cluster on this machine for tests of the judge pool."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from distributed import LocalCluster


@contextmanager
def dask_cluster() -> Iterator[LocalCluster]:
    """A scheduler and two workers, processes of their own; silent, also once a test is over."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as running:
        yield running
