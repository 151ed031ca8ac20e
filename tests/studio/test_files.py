"""The files of a ready video, links to them, and their end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lib.content_disposition import content_disposition
from lib.errors import (
    FileLost,
    GenerationNotFound,
    NotNow,
    StorageError,
)
from lib.provider import Provider
from lib.rendition import FILM
from lib.studio.links import LinkTo
from tests.films import film
from tests.studio.asking import NOW, SECOND
from tests.viewers import ANN, BOB, NOBODY
from tests.web.furnished import generating
from tests.workbench import Workbench, eventually, ready


def test_a_ready_video_can_be_read_whole_and_in_part(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench, "Grüße / 上海")
    clip = bench.studio.clip(ANN, made.id)
    assert b"".join(clip.open()) == film()
    assert b"".join(clip.open(10, 20)) == film()[10:20]
    assert (clip.size, clip.media_type) == (len(film()), "video/mp4")
    assert made.video is not None
    assert clip.etag == made.video.sha256
    assert "filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E4%B8%8A%E6%B5%B7.mp4" in content_disposition(
        clip.file_name
    )
    assert clip.path is not None
    assert clip.path.read_bytes() == film()
    poster = bench.studio.poster(ANN, made.id)
    assert b"".join(poster.open()).startswith(b"RIFF")
    assert poster.etag != clip.etag


def test_what_is_not_ready_has_no_clip(bench: Workbench) -> None:
    for generation_id in (bench.ask().id, "nothing", "../../etc/passwd"):
        with pytest.raises(GenerationNotFound):
            bench.studio.clip(ANN, generation_id)


def test_a_file_that_is_gone_is_a_sentence(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench)
    bench.studio.archive.delete(FILM.key(made.id))
    with pytest.raises(FileLost, match="missing from the archive"):
        bench.studio.clip(ANN, made.id)


def test_deleting_takes_row_film_and_poster(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench)
    bench.studio.delete(ANN, made.id)
    assert list(bench.studio.archive.list()) == []
    assert bench.studio.ledger.unfinished_deletions() == []
    with pytest.raises(GenerationNotFound):
        bench.studio.get(ANN, made.id)
    with pytest.raises(GenerationNotFound):
        bench.studio.delete(ANN, made.id)


def test_nobody_deletes_what_is_anothers(bench: Workbench, tmp_path: Path) -> None:
    made = ready(bench)
    with pytest.raises(GenerationNotFound):
        bench.studio.delete(BOB, made.id)
    assert bench.studio.clip(ANN, made.id).size == len(film())


def test_deleting_what_is_under_way_leaves_a_note_for_what_may_still_arrive(
    bench: Workbench,
) -> None:
    made = generating(bench.studio, ANN, provider=Provider.AIMLAPI)
    bench.studio.delete(ANN, made.id)
    assert bench.studio.ledger.unfinished_deletions() == [made.id]


def test_a_signed_link_is_for_one_clip_and_ends(bench: Workbench) -> None:
    studio = replace(bench.studio, clock=lambda: NOW)
    later = replace(bench.studio, clock=lambda: NOW + 2 * SECOND)
    made, other = bench.ask(), bench.ask()
    token = studio.sign_link(LinkTo.CLIP, [made.id], NOW + SECOND)
    assert studio.get(studio.linked(NOBODY, LinkTo.CLIP, [made.id], token), made.id) == made
    for viewer in (
        studio.linked(NOBODY, LinkTo.CLIP, [other.id], token),
        studio.linked(NOBODY, LinkTo.STAGE, [made.id], token),
        later.linked(NOBODY, LinkTo.CLIP, [made.id], token),
    ):
        assert viewer == NOBODY
    holds_it = studio.linked(NOBODY, LinkTo.CLIP, [made.id], token)
    with pytest.raises(GenerationNotFound):
        studio.get(holds_it, other.id)
    with pytest.raises(NotNow):
        studio.cancel(holds_it, made.id)


def test_a_storage_that_fails_on_a_delete_is_ended_by_the_tracker(
    bench: Workbench, tmp_path: Path
) -> None:
    """The folder turns into a file: nothing in it can be deleted."""
    made = ready(bench)
    folder = bench.studio.archive.path("")
    assert folder is not None
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("in the way")
    with pytest.raises(StorageError):
        bench.studio.delete(ANN, made.id)
    folder.unlink()
    aside.rename(folder)
    assert bench.studio.ledger.unfinished_deletions() == [made.id]
    bench.tracker.run_pass()
    eventually(lambda: bench.studio.ledger.unfinished_deletions() == [])
    assert list(bench.studio.archive.list()) == []
    bench.tracker.stop()
