"""Notify: tells others what has happened here, from an outbox that survives crashes.

messages   what is told, as JSON that Slack and Teams read as well
webhook    one message to one address, signed, never into a private network unless that is allowed
deliver    what is due in the outbox, again and again until it is heard
"""

from __future__ import annotations

from lib.notify.deliver import Deliver
from lib.notify.messages import approval_is_answered, approval_is_asked, batch_is_ready
from lib.notify.webhook import Webhook

__all__ = ["Deliver", "Webhook", "approval_is_answered", "approval_is_asked", "batch_is_ready"]
