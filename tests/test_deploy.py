"""What deploy/ holds fits the project: settings that exist, files that are there, paths that answer."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml

from lib.settings import PROJECT
from lib.web.routes.health import ROUTES

DEPLOY: Final = PROJECT / "deploy"
#: What libraries and the system read, not we; the engine reads the last from the environment alone.
FOREIGN: Final = re.compile(
    r"AWS_|PYTHON|POSTGRES_|MINIO_|(HOME|PATH|S3_PASSWORD|ENGINE_CACHE_DIR)$"
)


def documents(name: str) -> list[Any]:
    return [each for each in yaml.safe_load_all((DEPLOY / name).read_text()) if each]


def kinds() -> dict[str, Any]:
    return {each["kind"]: each for each in documents("kubernetes/skylit.yaml")}


def told() -> Iterator[str]:
    """Every name that something in deploy/ sets for Skylit."""
    [compose] = documents("compose.yaml")
    yield from compose["services"]["app1"]["environment"]
    yield from kinds()["ConfigMap"]["data"]
    for file in ("Dockerfile", "systemd/skylit.service"):
        yield from re.findall(r"\b([A-Z][A-Z_]+)=", (DEPLOY / file).read_text())


def test_every_setting_that_deploy_makes_exists() -> None:
    known = set(
        re.findall(r"^#?([A-Z][A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE)
    )
    assert {name for name in told() if not FOREIGN.match(name)} <= known


def test_what_the_image_is_made_of_is_there() -> None:
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE
    )
    for pattern in " ".join(copied).split():
        assert pattern == "." or list(PROJECT.glob(pattern)), pattern


def test_no_secret_goes_into_the_image() -> None:
    ignored = (PROJECT / ".dockerignore").read_text().split()
    assert {".env", ".streamlit/secrets.toml", "data", "backups", ".git"} <= set(ignored)


@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe", "readinessProbe"])
def test_what_kubernetes_asks_is_answered(probe: str) -> None:
    [container] = kinds()["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert container[probe]["httpGet"]["path"] in {route.path for route in ROUTES}


def test_no_process_may_do_more_than_it_needs() -> None:
    [compose] = documents("compose.yaml")
    pod = kinds()["Deployment"]["spec"]["template"]["spec"]
    for app in ("app1", "app2"):
        assert compose["services"][app]["read_only"]
        assert compose["services"][app]["cap_drop"] == ["ALL"]
    for container in (*pod["containers"], *pod["initContainers"]):
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert not container["securityContext"]["allowPrivilegeEscalation"]
    assert pod["securityContext"]["runAsNonRoot"]


def test_a_unit_has_files_enough_for_hundreds_of_people() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(DEPLOY / "systemd" / "skylit.service")
    assert unit.getint("Service", "LimitNOFILE") >= 65_536
    [compose] = documents("compose.yaml")
    assert compose["services"]["app1"]["ulimits"]["nofile"] >= 65_536
