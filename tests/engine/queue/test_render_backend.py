from __future__ import annotations

import errno
from pathlib import Path

import pytest

from lib.caption import Caption
from lib.engine.queue.render_backend import BUILTIN, CancelFile, Failure, ProgressFile, attempt
from lib.errors import Cancelled, StorageError, UnsupportedCharacters
from lib.problem import Problem


class TestProgressFile:
    def test_what_was_written_last_is_read(self, tmp_path: Path) -> None:
        writer, reader = ProgressFile(tmp_path / "p"), ProgressFile(tmp_path / "p")
        assert reader.read() == 0.0
        for share in (0.0, 0.004, 0.25, 0.5, 1.0):
            writer(share)
            assert reader.read() == round(share, 2)

    @pytest.mark.parametrize(("share", "read"), [(-1.0, 0.0), (7.0, 1.0)])
    def test_a_share_is_never_beyond_nothing_or_all(
        self, tmp_path: Path, share: float, read: float
    ) -> None:
        ProgressFile(tmp_path / "p")(share)
        assert ProgressFile(tmp_path / "p").read() == read

    def test_it_is_written_a_hundred_times_at_most(self, tmp_path: Path) -> None:
        writer, file = ProgressFile(tmp_path / "p"), tmp_path / "p"
        writer(0.5)
        file.unlink()
        writer(0.501)
        assert not file.exists()
        writer(0.51)
        assert file.exists()

    def test_what_cannot_be_written_stops_no_film(self, tmp_path: Path) -> None:
        progress = ProgressFile(tmp_path / "no" / "such" / "folder")
        progress(0.5)
        assert progress.read() == 0.0

    def test_a_file_that_holds_something_else_counts_as_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "p").write_text("half")
        assert ProgressFile(tmp_path / "p").read() == 0.0


class TestCancelFile:
    def test_it_says_stop_once_the_file_is_there_and_looks_only_now_and_then(
        self, tmp_path: Path
    ) -> None:
        cancelled = CancelFile(tmp_path / "cancelled")
        assert not cancelled()
        (tmp_path / "cancelled").touch()
        answers = [cancelled() for _ in range(CancelFile.EVERY)]
        assert answers == [False] * (CancelFile.EVERY - 1) + [True]


class TestFailures:
    def test_our_errors_keep_their_sentence(self) -> None:
        assert Failure.of(StorageError(Problem.told("No room."))) == Failure(
            "StorageError", "No room."
        )

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
    def test_a_full_disk_is_called_so(self, number: int) -> None:
        failure = Failure.of(OSError(number, "x", "/secret/path"))
        assert failure == Failure(
            "StorageError", "The disk is full. Make room on it and ask again."
        )

    def test_a_foreign_error_tells_no_inner_detail(self) -> None:
        failure = Failure.of(OSError(errno.EACCES, "denied", "/secret/path"))
        assert failure.name == "PermissionError"
        assert "/secret" not in failure.message

    def test_an_attempt_returns_what_its_call_returns(self) -> None:
        assert attempt(max, 1, 3, 2) == 3

    def test_a_cancelled_attempt_is_no_failure_to_be_logged(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        def cancelled() -> None:
            raise Cancelled(Problem.told("Stopped."))

        assert attempt(cancelled) == Failure("Cancelled", "Stopped.")
        assert not caplog.records

    def test_an_attempt_returns_its_errors(self) -> None:
        assert attempt(int, "x") == Failure.of(ValueError())


def test_the_builtin_backend_refuses_what_it_cannot_draw() -> None:
    BUILTIN.check(Caption.parse("Hello 上海 🚀"))
    with pytest.raises(UnsupportedCharacters):
        BUILTIN.check(Caption.parse("Hello \U00012000\U0001b170"))
