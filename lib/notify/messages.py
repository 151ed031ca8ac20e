"""Messages: what is told, as JSON. Slack and Teams show the `text`; programs read the rest."""

from __future__ import annotations

import json

from lib.approval import Asked, Decision
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


def approval_is_asked(asked: Asked, urls: Urls) -> str:
    """Return the body of the message that somebody has asked for a yes."""
    link = urls.absolute("/approvals")
    text = f"Somebody asks for a yes: {_named(asked)}, about ${asked.dollars:,.2f}.{_where(link)}"
    facts = {**_approval(asked), "link": link}
    return json.dumps(
        {"text": text, "event": "approval.asked", "approval": facts}, ensure_ascii=False
    )


def approval_is_answered(asked: Asked, answer: Decision, urls: Urls) -> str:
    """Return the body of the message that somebody has said yes or no."""
    link = urls.absolute(*_page(asked))
    said = "Yes" if answer.says_yes else "No"
    word = f" — {_plain(answer.word)}" if answer.word else ""
    facts = {**_approval(asked), "answer": said.lower(), "word": answer.word, "link": link}
    return json.dumps(
        {
            "text": f"{said} to {_named(asked)}{word}.{_where(link)}",
            "event": "approval.answered",
            "approval": facts,
        },
        ensure_ascii=False,
    )


def _approval(asked: Asked) -> dict[str, object]:
    return {
        "film": asked.film.id if asked.batch is None else None,
        "batch": asked.batch and asked.batch.id,
        "words": asked.words,
        "films": asked.films,
        "dollars": round(asked.dollars, 2),
    }


def _page(asked: Asked) -> tuple[str, dict[str, str]]:
    return ("/", {"g": asked.film.id}) if asked.batch is None else ("/batch", {"b": asked.id})


def _named(asked: Asked) -> str:
    words = f"“{_plain(asked.words)}”"
    return words if asked.batch is None else f"{words}, {asked.films:,} films"


def _where(link: str | None) -> str:
    return f" {link}" if link else ""


def _plain(words: str) -> str:
    """On one line, without marks that Slack reads as a mention of everybody or a link of its own."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(escaped.split())


def _text(batch: Batch, standing: Standing, link: str | None) -> str:
    others = (
        (standing.failed, "did not work"),
        (standing.cancelled, "cancelled"),
        (standing.unsure, "not certain"),
    )
    counts = "".join(f", {count:,} {what}" for count, what in others if count)
    made = f"{standing.ready:,} of {standing.total:,} films are ready"
    return f"{_plain(batch.name)}: {made}{counts}.{_where(link)}"
