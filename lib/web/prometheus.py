"""Metrics for Prometheus: requests that this process answers, and what the ledger knows of films.

Every process tells the same of films: take the largest, not the sum. Labels come from fixed lists, so no
visitor can make ever new ones.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from lib.provider import Provider
from lib.studio import Studio
from lib.template import CATALOGUE
from lib.web.middleware.measured import REQUESTS


def exposition(studio: Studio) -> bytes:
    """Return all figures as text. Raise StorageError where the database does not answer."""
    films = CollectorRegistry()
    films.register(_OfFilms(studio))
    return generate_latest(REQUESTS) + generate_latest(films)


class _OfFilms(Collector):
    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def describe(self) -> Iterator[Metric]:
        """Yield nothing: to register it shall not ask the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        yield from self._films()
        yield from self._renders()
        queue = GaugeMetricFamily(
            "skylit_queue", "Films that wait or are made.", labels=["provider"]
        )
        for provider in self._studio.providers:
            queue.add_metric([provider.value], self._studio.queue_of(provider))
        yield queue
        yield _one("skylit_spent_dollars", "Spent this month (UTC).", self._studio.spent_dollars())
        yield _one("skylit_leads", "1 in the process that tracks.", float(self._studio.leads()))

    def _films(self) -> Iterator[Metric]:
        labels = ["provider", "template", "status"]
        films = GaugeMetricFamily("skylit_films", "Films by where they stand.", labels=labels)
        errors = GaugeMetricFamily(
            "skylit_failed_films", "Failed films by reason.", labels=["reason"]
        )
        failed: Count[str] = Count()
        stands: Count[tuple[str, str, str]] = Count()
        for each in self._studio.films_by_state():
            stands[each.provider, each.template, each.status] += each.films
            if each.status == "failed":
                failed[each.reason] += each.films
        for kind, count in stands.items():
            films.add_metric(list(kind), count)
        for reason, count in failed.items():
            errors.add_metric([reason], count)
        yield films
        yield errors

    def _renders(self) -> Iterator[Metric]:
        labels = ["provider", "template"]
        seconds = GaugeMetricFamily(
            "skylit_film_seconds",
            "Mean seconds of the latest films, accepted to ready.",
            labels=labels,
        )
        for provider in self._studio.providers:
            for template in CATALOGUE:
                films, took = self._studio.render_seconds(template.name, Provider(provider))
                if films:
                    seconds.add_metric([provider.value, template.name], took / films)
        yield seconds


def _one(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)
