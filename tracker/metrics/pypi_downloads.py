"""Downloads from the Python Package Index, by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="pypi_downloads",
    title="PyPI downloads",
    unit="downloads a day",
    kind="count",
    definition="Downloads of the repository's package from the Python Package Index, without mirrors. Robots "
    "and build machines download too: it says how much is fetched, not how many people use it, and it is no "
    "sign of health. Of several packages it is the main one's, which the source names. pypistats.org serves "
    "180 days; what was read stays.",
    source="pypistats.org, once a day",
    inputs=("pypi_downloads",),
    compute=stored("pypi_downloads"),
    looks_back=0,
)
