"""Downloads from conda's channels, by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="conda_downloads",
    title="Conda downloads",
    unit="downloads a day",
    kind="count",
    definition="Downloads of the repository's package from one channel of conda, which the source names. "
    "Taken in from the public files of Anaconda, which go back to 2017; never added to PyPI's.",
    source="anaconda-package-data, by `tracker import`",
    inputs=("conda_downloads",),
    compute=stored("conda_downloads"),
    looks_back=0,
)
