"""The requests of one server: how many, how long they took, how many are under way."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from review.metrics.catalogue import catalogue

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds: from a key press to a workbook of a large batch."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"
"""The route of all that led nowhere: an address is anybody's word, and would make a series of its own."""


class Traffic:
    """Counts requests in a registry. Safe for threads."""

    def __init__(self, registry: CollectorRegistry) -> None:
        # When a counter began is a series of its own for each, which nobody reads.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        known = catalogue()
        requests = known["minyi_http_requests_total"]
        durations = known["minyi_http_request_duration_seconds"]
        in_flight = known["minyi_http_requests_in_flight"]
        self._requests = Counter(requests.name, requests.help, requests.labels, registry=registry)
        self._durations = Histogram(
            durations.name, durations.help, durations.labels, registry=registry, buckets=_BUCKETS
        )
        self._in_flight = Gauge(in_flight.name, in_flight.help, registry=registry)

    def begun(self) -> None:
        """A request has come in."""
        self._in_flight.inc()

    def ended(self, route: str, method: str, status: int, seconds: float) -> None:
        """It was answered, or given up. ``route`` is the template, ``NO_ROUTE`` where there is none."""
        self._in_flight.dec()
        method = method if method in _METHODS else "other"
        self._requests.labels(route, method, f"{status // 100}xx").inc()
        self._durations.labels(route, method).observe(seconds)
