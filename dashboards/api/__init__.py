"""The HTTP API, /api/v1, and /metrics for Prometheus: what the pages show, for programs."""

from dashboards.api.application import install

__all__ = ["install"]
