"""The HTTP API, /api/v1, and /metrics for Prometheus: what the pages show, for programs."""

from dashboards.api.mount import install

__all__ = ["install"]
