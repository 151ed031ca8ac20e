"""Messages: what is told, as JSON. Slack and Teams show the `text`; programs read the rest."""

from __future__ import annotations

import json

from lib.batch import Batch, Standing
from lib.urls import Urls


def batch_is_ready(batch: Batch, standing: Standing, urls: Urls) -> str:
    """Return the body of the message that a batch has come to its end."""
    link = urls.absolute("/batch", {"b": batch.id})
    facts = {
        "id": batch.id,
        "name": batch.name,
        "wording": batch.wording,
        "ready": standing.ready,
        "failed": standing.failed,
        "cancelled": standing.cancelled,
        "unsure": standing.unsure,
        "total": standing.total,
        "link": link,
    }
    body = {"text": _text(batch, standing, link), "event": "batch.ready", "batch": facts}
    return json.dumps(body, ensure_ascii=False)


def _text(batch: Batch, standing: Standing, link: str | None) -> str:
    """Without marks that Slack would read as a mention of everybody, or as a link of its own."""
    name = batch.name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    others = (
        (standing.failed, "did not work"),
        (standing.cancelled, "cancelled"),
        (standing.unsure, "not certain"),
    )
    counts = "".join(f", {count:,} {what}" for count, what in others if count)
    where = f" {link}" if link else ""
    return f"{name}: {standing.ready:,} of {standing.total:,} films are ready{counts}.{where}"
