"""Make: ask for a video, or see how it would look. Nothing here waits for a render."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lib.errors import InvalidChoice, NotNow
from lib.generation import Generation
from lib.person import Action, Person, Viewer, may
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.request import VideoRequest
from lib.studio.approve import Approving
from lib.video_api import Preview


@dataclass(frozen=True, kw_only=True)
class Make(Approving):
    _previews: Callable[..., Preview] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        draws = next(api for provider, api in self.apis.items() if provider.has_preview)
        object.__setattr__(self, "_previews", lru_cache(maxsize=64)(draws.preview))

    def create(
        self,
        viewer: Viewer,
        request: VideoRequest,
        *,
        provider: Provider,
        idempotency_key: str,
        address: str | None = None,
    ) -> Generation:
        """Write the request down; from here on it cannot be lost. The tracker sends it.

        The same key of the same person is the same generation, however often it is asked for.
        `address` is the visitor's on the network, for the limit by address. Raise InvalidChoice if
        the provider cannot make it, NotNow if this viewer may make none, TooMany, or StorageError
        if it cannot be written down.
        """
        fitted = request.fitted_to(self._offered(provider))
        return self._add(
            Generation.new(
                fitted,
                provider=provider,
                needs_approval=self.needs_approval(viewer, fitted.template, provider),
                owner=maker(viewer),
                idempotency_key=idempotency_key,
                now=self.clock(),
            ),
            address,
        )

    def made_before(
        self, viewer: Viewer, request: VideoRequest, *, provider: Provider
    ) -> Generation | None:
        """Return the newest film of the very same request, in any take, that the viewer may see.

        Asked before anything is spent. Raise InvalidChoice as `create` does.
        """
        return self.ledger.made_before(viewer, request.fitted_to(self._offered(provider)), provider)

    def retry(
        self,
        viewer: Viewer,
        generation_id: str,
        idempotency_key: str,
        *,
        address: str | None = None,
    ) -> Generation:
        """Ask for the same once more, linked to the first try. Raise NotNow or TooMany.

        All later tries lead to the first one, not each to the one before.
        """
        first = self._changeable(viewer, generation_id)
        if not first.has_stopped:
            raise NotNow(Problem.of(Code.NOTHING_TO_TRY_AGAIN, status=first.status))
        return self._add(
            Generation.new(
                first.request,
                provider=self._offered(first.provider),
                needs_approval=self.needs_approval(viewer, first.request.template, first.provider),
                owner=maker(viewer),
                idempotency_key=idempotency_key,
                retry_of=first.retry_of or first.id,
                now=self.clock(),
            ),
            address,
        )

    def preview(self, request: VideoRequest, *, width: int = 304) -> Preview:
        """Return a still of this very caption and what the engine says of it, free of charge.

        `width` is in pixels. Raise UnsupportedCharacters, which names them, or VideoApiError where
        the engine is not there.
        """
        return self._previews(request, width=width)

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _add(self, generation: Generation, address: str | None) -> Generation:
        where, news = self._hashed(address), self._asks([generation])
        kept = self.ledger.add(generation, limits=self.limits, address=where, news=news)
        if kept.id != generation.id and self.ledger.get(kept.id) is None:
            anew = f"{generation.idempotency_key} after {kept.id}"  # that one was just deleted
            return self._add(replace(generation, idempotency_key=anew), address)
        self.wake()
        return kept

    def _hashed(self, address: str | None) -> str | None:
        """Return the visitor's address on the network as it may be kept."""
        return self.signer.sign("address", address) if address else None

    def _offered(self, provider: Provider) -> Provider:
        if provider in self.apis:
            return provider
        expected = " | ".join(repr(str(offered)) for offered in self.apis)
        raise InvalidChoice(
            Problem.of(Code.PROVIDER_NOT_SET_UP, provider=provider),
            field="provider",
            expected=expected,
            received=repr(str(provider)),
        )


def maker(viewer: Viewer) -> Person:
    """Return whom a new video belongs to. Raise NotNow for somebody who may make none."""
    if viewer.person is None or not may(viewer, Action.MAKE):
        raise NotNow(Code.MAY_NOT_MAKE)
    return viewer.person
