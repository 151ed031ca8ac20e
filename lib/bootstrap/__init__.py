"""Bootstrap: the one place that chooses parts, and that knows in which order they end.

engine_process    the built-in engine as a child process, kept alive
pulse             whether it still answers
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from lib.archive import Archive
from lib.backup.daily import EVERY, keep_daily_copy
from lib.batch import Batch, Standing
from lib.bootstrap.engine_process import EngineProcess
from lib.clock import utc_now
from lib.errors import NotNow, SettingsError
from lib.files import make_private, private_files
from lib.ledger import Ledger
from lib.log_redaction import keep_logs_clean
from lib.notify import Deliver, Webhook, batch_is_ready
from lib.problem import Code, Problem
from lib.provider import Provider
from lib.settings import Settings
from lib.studio import EXPORTS, Signer, Studio
from lib.tracker import Context, OldFilms, PeriodicJob, RetryPolicy, Tracker
from lib.tracker.jobs.tariffs import EVERY as EVERY_TARIFF
from lib.tracker.jobs.tariffs import keep_tariff
from lib.urls import Urls
from lib.video_api import VideoApi
from lib.visitor import Visitors

__all__ = ["current_studio", "open_studio"]

#: Seconds to connect to the engine, and between two bytes of an answer: it is on this machine, and
#: a page waits for its previews.
_NEXT_DOOR: Final = (1.0, 5.0)

#: Seconds between two looks for rows that name a visitor by the id in the cookie.
_HASHING: Final = 600.0

#: Seconds between two looks for batches that have come to their end.
_ENDS: Final = 2.0

#: Seconds until the outbox is looked at again where the database did not answer.
_TOLD_AGAIN: Final = 10.0

#: Seconds until films that are too old are deleted where the database did not answer.
_OLD: Final = 600.0

#: Seconds after which nobody is at work on an export any more.
_STALE: Final = 3600.0

#: What the lifespan opened. Pages run on threads of their own and find it here.
_open: list[Studio] = []


def current_studio() -> Studio:
    """The studio of this process. Raise NotNow before it is open and after it closed."""
    if not _open:
        raise NotNow(Code.STARTING)
    return _open[-1]


@contextmanager
def open_studio(settings: Settings) -> Iterator[Studio]:
    """Open everything, in order, and close it within about three seconds.

    Raise SettingsError or StorageError, with a sentence, if Skylit cannot start like this.
    """
    logging.getLogger("urllib3").setLevel(logging.INFO)  # one line for each poll helps nobody
    folder = _writable(settings.data_dir)
    with ExitStack() as stack:
        stack.enter_context(private_files())
        make_private(folder)
        ledger = Ledger.open(settings.database_url, folder)
        stack.callback(ledger.close)
        ledger.keep_room()
        archive = Archive.open_url(settings.archive_url, folder / "archive")
        _clear_stale(folder / EXPORTS)
        signer = Signer.load(settings.secret_key, folder / "secret")
        ledger.hash_visitors(Visitors(signer).person)
        engine = EngineProcess(folder, settings.engine_workers, log_json=settings.log_json)
        keep_logs_clean(
            (
                settings.aimlapi_api_key,
                settings.secret_key,
                settings.webhook_secret,
                engine.key,
                *(settings.sign_in.secrets if settings.sign_in else ()),
            )
        )
        apis = _apis(settings, engine)
        tracker = _tracker(settings, ledger, archive, apis, Visitors(signer))
        studio = Studio(
            ledger=ledger,
            archive=archive,
            apis=apis,
            settings=settings,
            signer=signer,
            wake=tracker.wake,
            tracker_is_quiet=tracker.leader_is_quiet,
            begun=utc_now(),
            leads=lambda: tracker.leads,
            engine_is_there=lambda: engine.address is not None,
        )
        stack.callback(studio.exporter.stop)
        with _running(engine, tracker), found_by_pages(studio):
            yield studio


@contextmanager
def _running(engine: EngineProcess, tracker: Tracker) -> Iterator[None]:
    """Run both. At the end tell both to stop, then wait for both."""
    engine.start()
    tracker.start()
    try:
        yield
    finally:
        engine.stop()
        tracker.stop()
        engine.wait()


@contextmanager
def found_by_pages(studio: Studio) -> Iterator[None]:
    """Let pages and routes of this process find the studio meanwhile."""
    _open.append(studio)
    try:
        yield
    finally:
        _open.remove(studio)


def _tracker(
    settings: Settings,
    ledger: Ledger,
    archive: Archive,
    apis: dict[Provider, VideoApi],
    visitors: Visitors,
) -> Tracker:
    def keep_copy() -> float:
        return keep_daily_copy(ledger, settings.data_dir, utc_now())

    def hash_visitors() -> float:
        """An older Skylit beside this one may still write plain ids."""
        ledger.hash_visitors(visitors.person)
        return _HASHING

    def note_ends() -> float:
        ledger.finish_batches(utc_now(), message if settings.webhook_url else None)
        return _ENDS

    def message(batch: Batch, standing: Standing) -> str:
        return batch_is_ready(batch, standing, Urls(public=settings.public_url))

    def ask_for_tariffs() -> float:
        for provider, api in apis.items():
            if provider.charges:
                keep_tariff(ledger, provider, api, utc_now())
        return EVERY_TARIFF

    return Tracker(
        Context(
            ledger=ledger,
            archive=archive,
            apis=apis,
            policy=RetryPolicy.of(settings),
            scratch=settings.data_dir / "scratch",
            clock=utc_now,
            at_once=max(4, 2 * settings.films_at_once),
            in_batches=settings.films_at_once + 1,
        ),
        jobs=[
            PeriodicJob("hashing of visitors", hash_visitors, else_after=_HASHING),
            PeriodicJob("daily copy", keep_copy, else_after=EVERY),
            PeriodicJob("ends of batches", note_ends, else_after=_ENDS),
            PeriodicJob("price list", ask_for_tariffs, else_after=EVERY_TARIFF),
            *_retention(settings, ledger),
            *_webhook(settings, ledger),
        ],
    )


def _retention(settings: Settings, ledger: Ledger) -> list[PeriodicJob]:
    if settings.keep_days is None:
        return []
    old = OldFilms(ledger, timedelta(days=settings.keep_days), utc_now)
    return [PeriodicJob("deleting of old films", old.run, else_after=_OLD)]


def _webhook(settings: Settings, ledger: Ledger) -> list[PeriodicJob]:
    if not settings.webhook_url or not settings.webhook_secret:
        return []
    webhook = Webhook(
        url=settings.webhook_url,
        secret=settings.webhook_secret,
        allows_private=settings.webhook_private,
    )
    return [PeriodicJob("webhook", Deliver(ledger, webhook, utc_now).run, else_after=_TOLD_AGAIN)]


def _apis(settings: Settings, engine: EngineProcess) -> dict[Provider, VideoApi]:
    """The built-in engine comes first; the vendor follows if there is a key."""
    apis = {Provider.BUILTIN: VideoApi(lambda: engine.address, engine.key, timeout=_NEXT_DOOR)}
    if settings.aimlapi_api_key:
        url = settings.aimlapi_base_url
        apis[Provider.AIMLAPI] = VideoApi(lambda: url, settings.aimlapi_api_key)
    return apis


def _clear_stale(folder: Path) -> None:
    """Take away what exports left behind when they were killed: films that may be deleted by now."""
    for each in folder.glob("*"):
        with suppress(OSError):  # another Skylit on this folder takes it away, too
            if time.time() - each.stat().st_mtime > _STALE:
                shutil.rmtree(each)


def _writable(folder: Path) -> Path:
    """Make sure that the folder can be written, before a video is lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"Skylit was here.")
    except OSError as error:
        problem = Problem.of(Code.DATA_UNWRITABLE, folder=str(folder), why=error.strerror)
        raise SettingsError(problem) from error
    return folder
