from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import av
import pytest
import requests

from tests.engine.fast_backend import film
from tests.engine.serving import KEY, PROJECT, process, start_unheard, wait_until


def run(
    *arguments: str, key: str = KEY, module: str = "lib.engine"
) -> subprocess.CompletedProcess[str]:
    """Run a start that is expected to fail."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env={**os.environ, "ENGINE_API_KEY": key},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_refused(finished: subprocess.CompletedProcess[str], *words: str) -> None:
    """One sentence, no traceback, exit code 2."""
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert len(finished.stderr.splitlines()) == 1, finished.stderr
    for word in words:
        assert word in finished.stderr


class TestStarting:
    def test_it_says_once_that_it_is_ready_and_it_is(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            assert requests.get(f"{engine.url}/health", timeout=30).status_code == 200
            engine.end()
            assert engine.process.stdout
            assert engine.process.stdout.read() == ""

    def test_answers_do_not_wait_for_each_others_acknowledgement(self, tmp_path: Path) -> None:
        took = []
        with process(tmp_path) as engine, requests.Session() as session:
            for _ in range(50):
                begun = time.perf_counter()
                session.get(f"{engine.url}/health", timeout=30)
                took.append(time.perf_counter() - begun)
        assert median(took) < 0.03  # the kernel's delayed ACK would make it 0.04

    def test_it_does_not_start_without_a_key(self, tmp_path: Path) -> None:
        assert_refused(run("--data", str(tmp_path / "data"), key="  "), "ENGINE_API_KEY")
        assert not (tmp_path / "data").exists()

    def test_a_port_that_is_taken_is_said_in_a_sentence(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            assert_refused(run("--port", port, "--data", str(tmp_path)), port, "--port")

    def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        folder = str(tmp_path / "file" / "data")
        assert_refused(run("--port", "0", "--data", folder), folder, "--data")

    def test_two_engines_do_not_work_in_one_folder(self, tmp_path: Path) -> None:
        with process(tmp_path):
            second = run("--port", "0", "--data", str(tmp_path / "data"))
            assert_refused(second, "Another engine", "--data")

    @pytest.mark.parametrize(
        "arguments", [["--workers", "0"], ["--queue", "-1"], ["--port", "x"], ["--no-such"]]
    )
    def test_an_option_that_makes_no_sense_is_refused(self, arguments: list[str]) -> None:
        finished = run(*arguments)
        assert finished.returncode == 2
        assert arguments[0] in finished.stderr
        assert "Traceback" not in finished.stderr

    def test_what_it_keeps_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            engine.finished(engine.accepted())
            data = tmp_path / "data"
            assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600
            assert stat.S_IMODE((data / "tasks").stat().st_mode) == 0o700
            written = [path for path in data.rglob("*") if path.is_file()]
            assert not any(KEY.encode() in path.read_bytes() for path in written)
        assert KEY not in (tmp_path / "log").read_text()


class TestEnding:
    def test_it_ends_with_its_stdin_and_takes_its_workers_along(self, tmp_path: Path) -> None:
        with process(tmp_path, "--watch-stdin") as engine:
            engine.accepted("wait")
            engine.workers_drawing(1)
            assert engine.process.stdin
            engine.process.stdin.close()
            engine.process.wait(10)
            wait_until(engine.group_is_empty)

    def test_a_parent_that_is_gone_before_it_is_ready_costs_no_task(self, tmp_path: Path) -> None:
        """Skylit was killed while its engine was starting: nobody reads, nobody writes."""
        with process(tmp_path) as engine:
            accepted = [engine.accepted("wait"), engine.accepted("second")]
            engine.workers_drawing(1)
            engine.kill()
        written = (tmp_path / "log").read_text()
        assert start_unheard(tmp_path, "--watch-stdin").wait(30) == 0
        assert (tmp_path / "log").read_text() == written
        (tmp_path / "go").touch()
        with process(tmp_path) as engine:
            assert [engine.finished(each)["status"] for each in accepted] == ["completed"] * 2

    def test_it_does_not_care_for_its_stdin_unless_told(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            assert engine.process.stdin
            engine.process.stdin.close()
            assert engine.finished(engine.accepted())["status"] == "completed"

    @pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_ends_it_in_three_seconds_whatever_it_draws(
        self, tmp_path: Path, sent: signal.Signals
    ) -> None:
        with process(tmp_path) as engine:
            drawn, waiting = engine.accepted("wait"), engine.accepted("second")
            engine.workers_drawing(1)
            engine.process.send_signal(sent)
            engine.process.wait(5)
            wait_until(engine.group_is_empty)
        assert "Traceback" not in (tmp_path / "log").read_text()
        (tmp_path / "go").touch()
        with process(tmp_path) as engine:
            assert engine.finished(drawn)["status"] == "completed"
            assert engine.finished(waiting)["status"] == "completed"

    def test_no_worker_outlives_a_server_that_is_killed(self, tmp_path: Path) -> None:
        with process(tmp_path, "--workers", "2") as engine:
            for _ in range(2):
                engine.accepted("wait")
            engine.workers_drawing(2)
            engine.kill()
            wait_until(engine.group_is_empty, 10)


class TestBeingKilled:
    def test_every_task_that_was_accepted_survives_the_server(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            accepted = {engine.accepted(f"{word} {n}"): n for n, word in enumerate(["wait"] * 5)}
            engine.workers_drawing(1)
            engine.kill()
        (tmp_path / "go").touch()
        with process(tmp_path) as engine:
            for task_id, number in accepted.items():
                done = engine.finished(task_id)
                assert requests.get(done["video"]["url"], timeout=30).content == film(
                    f"wait {number}"
                )

    def test_a_link_survives_the_server(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            task_id = engine.accepted()
            link = engine.finished(task_id)["video"]["url"].removeprefix(engine.url)
            engine.kill()
        with process(tmp_path) as engine:
            assert requests.get(engine.url + link, timeout=30).content == film("Hello")

    def test_a_task_survives_the_worker_that_draws_it(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            task_id = engine.accepted("wait")
            [worker] = engine.workers_drawing(1)
            os.kill(worker, signal.SIGKILL)
            (tmp_path / "go").touch()
            assert engine.finished(task_id)["status"] == "completed"
            assert engine.workers_drawing(2)[1] != worker

    def test_a_worker_that_dies_takes_no_other_drawing_along(self, tmp_path: Path) -> None:
        with process(tmp_path, "--workers", "2") as engine:
            first, second = engine.accepted("wait 1"), engine.accepted("wait 2")
            victim, _ = engine.workers_drawing(2)
            os.kill(victim, signal.SIGKILL)
            engine.workers_drawing(3)  # the first one's drawing, again
            (tmp_path / "go").touch()
            assert engine.finished(first)["status"] == "completed"
            assert engine.finished(second)["status"] == "completed"
            assert len((tmp_path / "drawn").read_text().splitlines()) == 3

    def test_a_preview_survives_its_worker(self, tmp_path: Path) -> None:
        with process(tmp_path) as engine:
            path = "/v2/video/previews"
            assert engine.call("GET", path, params={"prompt": "die"}).status_code == 500
            assert engine.call("GET", path, params={"prompt": "Hello"}).status_code == 200


@pytest.mark.timeout(240)  # two cold starts and a film, on machines that are busy with other tests
def test_a_real_film_survives_the_killing_of_its_engine(tmp_path: Path) -> None:
    with process(tmp_path, module="lib.engine") as engine:
        task_id = engine.accepted("Hi 上海", palette="#0055a4", seed=7)
        wait_until(lambda: engine.check(task_id)["progress"] > 0.02, 100)
        engine.kill()
        wait_until(engine.group_is_empty)
    with process(tmp_path, module="lib.engine") as engine:
        done = engine.finished(task_id, 100)
        assert done["error"] is None
        (tmp_path / "film.mp4").write_bytes(requests.get(done["video"]["url"], timeout=30).content)
        still = engine.call("GET", "/v2/video/previews", params={"prompt": "Hi 上海"})
        assert still.content.startswith(b"RIFF")
    with av.open(tmp_path / "film.mp4") as film:
        picture = film.streams.video[0]
        assert (picture.width, picture.height) == (608, 1080)
        assert sum(1 for _ in film.decode(picture)) == picture.frames > 100
        assert film.streams.audio
