"""Steps: what is done with one generation that is due. Each is one request, then one swap.

    queued      -> submitting      committed BEFORE the POST: the right to send, once
    submitting  -> generating      the API gave an id
                -> queued          it surely did not arrive, or was put off
                -> unconfirmed     nobody knows, and it may be charged: never sent again by itself
    unconfirmed -> generating      the API's log has it
    generating  -> saving          the API is done
    saving      -> ready           the file is in the archive, checked

Whoever loses a swap was second: somebody cancelled, deleted or took over meanwhile, and their word
counts. Only what the API has told us is then still written down, so that no paid task is lost.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, assert_never

from lib.archive import Archive, film_of, poster_of
from lib.errors import (
    BadVideo,
    DeadLink,
    NotSent,
    Refused,
    SkylitError,
    StorageError,
    Throttled,
    UnknownTask,
    VideoApiError,
)
from lib.generation import Generation, Status, Video
from lib.ledger import Ledger
from lib.template import Provider
from lib.tracker import sentences
from lib.tracker.pace import Pace
from lib.video_api import Accepted, Done, GenerationFailed, Pending, VideoApi
from lib.video_file import inspect

_log = logging.getLogger(__name__)

#: How often in a row the vendor must not know a task before it counts as lost: a fresh one may
#: not have reached every one of its machines.
_SURELY_UNKNOWN: Final = 3

#: Seconds between tries to write down the id of a task that may be charged.
_INSISTING: Final = 0.5

#: The log is asked for entries from so long before the request was made: clocks differ.
_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_LOG_SPAN: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Safe for threads. `scratch` is a folder for downloads, on a disk with room for some."""

    ledger: Ledger
    archive: Archive
    apis: Mapping[Provider, VideoApi]
    pace: Pace
    scratch: Path
    clock: Callable[[], datetime]
    #: Set once the tracker ends: then nothing is insisted on any more.
    stopping: threading.Event = field(default_factory=threading.Event)
    _sent_again: set[str] = field(default_factory=set)

    def take(self, generation: Generation) -> timedelta | None:
        """Take the next step; return how long others of its kind shall rest, if they shall.

        Raise StorageError where our own database or disk is at fault: nothing was lost.
        """
        try:
            return self._step(generation)
        except SkylitError:
            raise
        except Exception:
            self._stumbled(generation)
            raise

    def _step(self, generation: Generation) -> timedelta | None:
        match generation.status:
            case Status.QUEUED:
                return self._submit(generation)
            case Status.UNCONFIRMED:
                self._look_up(generation)
            case Status.GENERATING:
                self._check(generation)
            case Status.SAVING:
                self._save(generation)
            case Status.SUBMITTING | Status.READY | Status.FAILED | Status.CANCELLED:
                pass  # nothing is due there; whoever asked had an old picture of it
            case _:
                assert_never(generation.status)
        return None

    # ── queued -> submitting -> generating ────────────────────────────────────────────────────

    def _submit(self, generation: Generation) -> timedelta | None:
        sending = generation.submitting(self.clock())
        if not self.ledger.swap(generation, sending):
            return None
        try:
            accepted = self._post(sending)
        except Throttled as error:
            return self._put_off(sending, error)
        except NotSent as error:
            wait = self.pace.wait(sending.provider, sending.attempts)
            self._swap(sending, sending.not_sent(str(error), self.clock(), wait))
        except Refused as error:
            self._swap(sending, sending.failed(sentences.refused(error), self.clock()))
        except VideoApiError as error:
            self.answer_lost(sending, str(error))
        except Exception:
            # Ours to mend, but the request may be out: this one must not be sent again either.
            self.answer_lost(sending, "Skylit made a mistake while sending.")
            raise
        else:
            self._keep(sending, accepted)
        return None

    def _post(self, sending: Generation) -> Accepted:
        return self.apis[sending.provider].submit(
            sending.caption.text,
            template=sending.template,
            client_request_id=sending.client_request_id,
            palette=sending.palette,
            seed=sending.seed,
        )

    def _put_off(self, sending: Generation, error: Throttled) -> timedelta:
        """A 429 is about all of our submits, not this one: the lane rests as well."""
        wait = self.pace.wait(sending.provider, sending.attempts)
        if error.retry_after is not None:
            wait = timedelta(seconds=error.retry_after)
        self._swap(sending, sending.not_sent(str(error), self.clock(), wait))
        return wait

    def answer_lost(self, sending: Generation, problem: str) -> None:
        """Whether it arrived is unknown. Where that costs money, nobody sends it again unasked."""
        now = self.clock()
        if sending.provider.charges:
            wait = self.pace.look_ups[0]
            self._insist(sending, sending.unconfirmed(sentences.unconfirmed(problem), now, wait))
        else:
            wait = self.pace.wait(sending.provider, sending.attempts)
            self._insist(sending, sending.not_sent(problem, now, wait))

    def _keep(self, sending: Generation, accepted: Accepted) -> None:
        """Write down the id, whatever became of the row meanwhile: it may stand for money."""
        if self._insist(sending, self._followed(sending, accepted)):
            return
        fresh = self.ledger.get(sending.id)
        if fresh is None:
            _log.warning("Task %s was accepted for a deleted generation.", accepted.task_id)
        elif fresh.status is Status.UNCONFIRMED:
            self._insist(fresh, self._followed(fresh, accepted))
        elif fresh.status is Status.CANCELLED:
            sentence = sentences.cancelled_too_late(fresh)
            self._insist(fresh, fresh.accepted_after_all(accepted.task_id, sentence, self.clock()))

    def _followed(self, generation: Generation, accepted: Accepted) -> Generation:
        return generation.submitted(
            accepted.task_id,
            self.clock(),
            poll=self.pace.poll[generation.provider],
            deadline=self.pace.deadline,
            credits_used=accepted.credits_used,
        )

    # ── unconfirmed -> generating ─────────────────────────────────────────────────────────────

    def _look_up(self, generation: Generation) -> None:
        """Ask the API's log for a submit whose answer was lost; after some tries, its owner."""
        start = generation.created_at - _CLOCKS_DIFFER
        end = min(self.clock() + _CLOCKS_DIFFER, generation.created_at + _LOG_SPAN)
        task_id = None
        with suppress(VideoApiError):  # no answer is no news: there is a next time
            api = self.apis[generation.provider]
            task_id = api.find_in_logs(generation.client_request_id, start, end)
        if task_id is not None:
            self._insist(generation, self._followed(generation, Accepted(task_id, None)))
            return
        problem, tries = generation.problem or sentences.unconfirmed(""), generation.attempts + 1
        if tries < len(self.pace.look_ups):
            wait = self.pace.look_ups[tries]
            self._swap(generation, generation.try_later(problem, self.clock(), wait))
        else:
            sentence = sentences.left_to_its_owner(generation)
            self._swap(generation, generation.left_to_its_owner(sentence, self.clock()))

    # ── generating -> saving ──────────────────────────────────────────────────────────────────

    def _check(self, generation: Generation) -> None:
        try:
            answer = self.apis[generation.provider].check(_task_of(generation))
        except UnknownTask:
            self._task_unknown(generation)
        except VideoApiError as error:
            self._later(generation, str(error))
        else:
            self._carry_on(generation, answer)

    def _carry_on(self, generation: Generation, answer: Pending | Done | GenerationFailed) -> None:
        now = self.clock()
        match answer:
            case Pending() if self._is_late(generation, now):
                self._swap(generation, generation.timed_out(sentences.timed_out(generation), now))
            case Pending(api_status, progress):
                poll = self.pace.poll[generation.provider]
                shown = _farther(generation.progress, progress)
                self._swap(generation, generation.still_generating(api_status, shown, now, poll))
            case Done(credits_used=credits_used):
                saving = generation.completed(credits_used, now, deadline=self.pace.deadline)
                self._arrived(generation, saving)
            case GenerationFailed():
                failed = replace(generation, api_status=answer.name or "error")
                self._swap(generation, failed.failed(sentences.api_failed(generation, answer), now))
            case _:
                assert_never(answer)

    def _arrived(self, generation: Generation, saving: Generation) -> None:
        """The video is there. If it was cancelled in this very moment, it is kept all the same."""
        if self._swap(generation, saving):
            return
        fresh = self.ledger.get(generation.id)
        if fresh and fresh.status is Status.CANCELLED and fresh.task_id == saving.task_id:
            self._swap(fresh, fresh.resumed(self.clock(), deadline=self.pace.deadline))

    def _task_unknown(self, generation: Generation) -> None:
        """The vendor's is lost, once it says so repeatedly; the engine simply gets it again."""
        now = self.clock()
        if not generation.provider.charges and generation.id not in self._sent_again:
            self._sent_again.add(generation.id)  # once: an engine that always forgets must not loop
            self._swap(generation, generation.sent_again(now))
        elif generation.attempts + 1 < _SURELY_UNKNOWN:
            self._later(generation, "The video API does not know this video (yet).")
        else:
            self._swap(generation, generation.failed(sentences.lost(generation), now))

    # ── saving -> ready ───────────────────────────────────────────────────────────────────────

    def _save(self, generation: Generation) -> None:
        """A link that died and a file that is broken get one fresh link; then the answer counts."""
        try:
            try:
                self._fetch(generation)
            except (DeadLink, BadVideo):
                self._fetch(generation)
        except _NotDone as found:
            self._not_done(generation, found.answer)
        except UnknownTask:
            self._task_unknown(generation)
        except BadVideo as error:
            sentence = sentences.bad_video(generation, error)
            self._swap(generation, generation.failed(sentence, self.clock()))
        except VideoApiError as error:
            self._later(generation, str(error))
        except StorageError as error:
            self._wait_for_room(generation, str(error))

    def _fetch(self, generation: Generation) -> None:
        """A fresh link, the file, a look at every picture, the archive; then the ledger."""
        answer = self.apis[generation.provider].check(_task_of(generation))
        if not isinstance(answer, Done):
            raise _NotDone(answer)
        with _folder_in(self.scratch) as folder:
            film, poster = Path(folder, "film.mp4"), Path(folder, "poster.webp")
            self.apis[generation.provider].download(answer.url, film)
            video = inspect(film, poster)
            self.archive.store(film_of(generation.id), film)
            self.archive.store(poster_of(generation.id), poster)
        self._ready(generation, video)

    def _ready(self, generation: Generation, video: Video) -> None:
        if self._swap(generation, generation.ready(video, self.clock())):
            return
        if self.ledger.get(generation.id) is None:  # deleted meanwhile: its files go as well
            self.archive.delete(film_of(generation.id))
            self.archive.delete(poster_of(generation.id))

    def _not_done(self, generation: Generation, answer: Pending | GenerationFailed) -> None:
        """It said that it was done and takes it back: wait, unless it says that it failed."""
        if isinstance(answer, GenerationFailed):
            sentence = sentences.api_failed(generation, answer)
            self._swap(generation, generation.failed(sentence, self.clock()))
        else:
            self._later(generation, "The video API takes the video back. It is asked again.")

    def _wait_for_room(self, generation: Generation, problem: str) -> None:
        """Our disk is at fault: however long that takes, the video is not given up for it."""
        _, longest = self.pace.waits[generation.provider]
        self._swap(generation, generation.try_later(problem, self.clock(), longest))

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _stumbled(self, generation: Generation) -> None:
        """A mistake of ours: it must not come up again at once, and for ever, before all others."""
        fresh = self.ledger.get(generation.id)
        if fresh and fresh.status in {Status.GENERATING, Status.SAVING}:
            self._later(fresh, "Skylit made a mistake here; its log says which. It tries again.")

    def _later(self, generation: Generation, problem: str) -> None:
        """Try again after a while, or give up if it is late."""
        now = self.clock()
        if self._is_late(generation, now):
            self._swap(generation, generation.timed_out(sentences.timed_out(generation), now))
            return
        wait = self.pace.wait(generation.provider, generation.attempts)
        self._swap(generation, generation.try_later(problem, now, wait))

    def _is_late(self, generation: Generation, now: datetime) -> bool:
        return generation.deadline_at is not None and now >= generation.deadline_at

    def _swap(self, old: Generation, new: Generation) -> bool:
        return self.ledger.swap(old, new)

    def _insist(self, old: Generation, new: Generation) -> bool:
        """Swap; and while the database cannot, try again until it can or Skylit ends."""
        while True:
            try:
                return self._swap(old, new)
            except StorageError:
                if self.stopping.wait(_INSISTING):
                    raise


class _NotDone(Exception):
    """Asked for the link of a video that is not there (any more)."""

    def __init__(self, answer: Pending | GenerationFailed) -> None:
        super().__init__()
        self.answer = answer


def _task_of(generation: Generation) -> str:
    if generation.task_id is None:
        raise UnknownTask("This generation has no task.", status=404)
    return generation.task_id


def _farther(before: float | None, now: float | None) -> float | None:
    """A bar that goes back looks broken, whatever the API says."""
    return now if before is None or now is None else max(before, now)


def _folder_in(scratch: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder of its own for one download, gone with it. Raise StorageError."""
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=scratch, ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageError(
            f"The video cannot be written to the disk ({error.strerror}). "
            "Make room or mend its rights: it goes on by itself."
        ) from error
