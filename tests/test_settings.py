"""Settings come from the environment over .env; what is wrong is named; no secret is shown."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from lib.errors import SettingsError
from lib.settings import PROJECT, Settings


def test_without_anything_set_it_works_without_key_and_network() -> None:
    settings = Settings.load({}, None)
    assert settings == Settings()
    assert settings.aimlapi_api_key is None
    assert settings.data_dir == PROJECT / "data"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("AIMLAPI_API_KEY=from-file\nPOLL_SECONDS=7\n# DEADLINE_SECONDS=1\n")
    settings = Settings.load({"POLL_SECONDS": "3", "PATH": "/bin"}, file)
    assert settings.aimlapi_api_key == "from-file"
    assert (settings.poll_seconds, settings.deadline_seconds) == (3.0, 1000.0)


def test_a_file_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert Settings.load({}, tmp_path / ".env") == Settings()


def test_what_is_set_to_nothing_is_not_set() -> None:
    assert Settings.load({"AIMLAPI_API_KEY": "  ", "DATA_DIR": ""}, None) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AIMLAPI_BASE_URL", "ftp://host"),
        ("AIMLAPI_BASE_URL", "api.aimlapi.com"),
        ("POLL_SECONDS", "often"),
        ("POLL_SECONDS", "0"),
        ("POLL_SECONDS", "-1"),
        ("DEADLINE_SECONDS", "nan"),
        ("DEADLINE_SECONDS", "inf"),
        ("ENGINE_WORKERS", "1.5"),
        ("KEEP_DAYS", "0"),
        ("SHARED_HISTORY", "maybe"),
        ("SUBMITS_PER_MINUTE", "0"),
        ("PUBLIC_SHARING", "perhaps"),
        ("ALLOWED_HOSTS", "https://skylit.example.com"),
        ("ALLOWED_HOSTS", "a.example, b.*.example"),
        ("ALLOWED_HOSTS", "skylit.example.com:8501"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.load({name: value}, None)


@pytest.mark.parametrize("written", ["https://host/v2/", "https://host/v2", "https://host/"])
def test_the_base_url_may_end_as_people_write_it(written: str) -> None:
    assert Settings.load({"AIMLAPI_BASE_URL": written}, None).aimlapi_base_url == "https://host"


def test_a_relative_folder_is_the_projects(tmp_path: Path) -> None:
    assert Settings.load({"DATA_DIR": "my data"}, None).data_dir == PROJECT / "my data"
    assert Settings.load({"DATA_DIR": str(tmp_path)}, None).data_dir == tmp_path


def test_no_secret_is_in_what_is_printed() -> None:
    names = ("AIMLAPI_API_KEY", "DATABASE_URL", "ARCHIVE_URL", "SECRET_KEY")
    settings = Settings.load(dict.fromkeys(names, "hush-hush"), None)
    assert settings.secret_key == "hush-hush"
    assert "hush-hush" not in repr(settings)


def test_the_example_shows_every_setting_once_and_changes_nothing() -> None:
    example = (PROJECT / ".env.example").read_text()
    shown = re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE)
    known = {field.name.upper() for field in fields(Settings)} - {"SIGN_IN"}  # in secrets.toml
    assert sorted(shown) == sorted(known)
    assert Settings.load({}, PROJECT / ".env.example") == Settings()


def test_the_defaults_in_the_example_are_the_defaults() -> None:
    example = (PROJECT / ".env.example").read_text()
    for name in ("AIMLAPI_BASE_URL", "DEADLINE_SECONDS", "SHARED_HISTORY", "DATA_DIR"):
        (shown,) = re.findall(rf"^#{name}=(.+)$", example, re.MULTILINE)
        assert Settings.load({name: shown}, None) == Settings()


def test_every_setting_in_the_example_has_its_reason_above_it() -> None:
    blocks = (PROJECT / ".env.example").read_text().strip().split("\n\n")[1:]
    for block in blocks:
        *reason, setting = block.splitlines()
        assert reason, setting
        assert all(line.startswith("# ") for line in reason)


@pytest.mark.parametrize(
    "url",
    ["http://api.example.com", "http://10.0.0.7", "http://localhost.example.com", "http://127.0.0.1.nip.io",
     "http://192.168.1.5:8080/v2", "HTTP://api.example.com", "http://[2001:db8::1]", "http://0.0.0.0"],
)  # fmt: skip
def test_a_key_never_travels_unencrypted(url: str) -> None:
    with pytest.raises(SettingsError, match="https"):
        Settings.load({"AIMLAPI_BASE_URL": url, "AIMLAPI_API_KEY": "key"}, None)
    assert Settings.load({"AIMLAPI_BASE_URL": url}, None).aimlapi_api_key is None


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost", "[::1]:80", "127.9.9.9"])
def test_an_api_on_this_machine_may_be_asked_in_plain(host: str) -> None:
    loaded = Settings.load({"AIMLAPI_BASE_URL": f"http://{host}", "AIMLAPI_API_KEY": "key"}, None)
    assert loaded.aimlapi_base_url == f"http://{host}"


def test_an_address_holds_no_password() -> None:
    with pytest.raises(SettingsError, match="AIMLAPI_API_KEY") as refused:
        Settings.load({"AIMLAPI_BASE_URL": "https://user:hush@api.example.com"}, None)
    assert "hush" not in str(refused.value)
