"""Settings: the environment and .env, read once. Each stands in .env.example with its reason."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeAlias, TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from lib.account import Roles
from lib.errors import SettingsError
from lib.person import Role
from lib.problem import Code, Problem
from lib.sign_in import SignIn, is_installed, secrets_files

PROJECT: Final = Path(__file__).resolve().parent.parent
_T = TypeVar("_T")
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_HEADER: Final = re.compile(r"[A-Za-z0-9-]+")
_HOST: Final = re.compile(r"\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the person who runs Skylit decides. Every default works with no key and no network."""

    #: The key of the AI/ML API. Without one only the built-in engine is offered.
    aimlapi_api_key: str | None = field(default=None, repr=False)
    aimlapi_base_url: str = "https://api.aimlapi.com"
    #: Database, archive, engine tasks: everything that must survive.
    data_dir: Path = PROJECT / "data"
    #: Where the ledger lives; SQLite in DATA_DIR unless told.
    database_url: str | None = field(default=None, repr=False)
    #: Where videos live; a folder in DATA_DIR unless told (s3://, gs://, az://).
    archive_url: str | None = field(default=None, repr=False)
    #: Seconds between two looks at a task; None: 15 for aimlapi. At most 0.25 for builtin.
    poll_seconds: float | None = None
    #: Seconds after which a task that never ends is given up.
    deadline_seconds: float = 1000.0
    #: Whether everybody sees everybody's generations.
    shared_history: bool = False
    #: Days after which films go, unless they have a star or an open link; None: they stay.
    keep_days: int | None = None
    #: Renders at a time in the built-in engine; None: one for every two cores.
    engine_workers: int | None = None
    #: Videos that one person may ask for in a minute; this alone keeps a stuck key from a large bill.
    submits_per_minute: int = 20
    #: Videos that one network address may ask for in a minute, however many people it holds.
    submits_per_address: int = 100
    #: Paid videos that all people together may ask for on a day (UTC).
    paid_per_day: int = 500
    #: Dollars that all people together may spend on paid videos in a month (UTC), and one person may.
    dollars_per_month: float | None = None
    dollars_per_person: float | None = None
    #: Dollars that one batch of paid videos may cost.
    dollars_per_batch: float | None = None
    #: Paid videos that cost more dollars than this wait for a yes; 0: all of them; None: none.
    approval_over: float | None = None
    #: Names by which browsers may reach Skylit, besides addresses and names of the own network.
    allowed_hosts: tuple[str, ...] = ()
    #: Where people find Skylit, such as https://skylit.example.com: for links that leave the page.
    public_url: str | None = None
    #: Proxies whose word counts for the address of whoever asks.
    trusted_proxies: tuple[Network, ...] = ()
    #: Whether people may make public links, and whether those that are made open anything.
    public_sharing: bool = True
    #: Whether /metrics answers.
    metrics: bool = False
    #: Whether each line of the log is a JSON object.
    log_json: bool = False
    #: Where it is told that a batch is ready; nowhere unless set. It may hold a token of the receiver's.
    webhook_url: str | None = field(default=None, repr=False)
    #: Signs what is told there.
    webhook_secret: str | None = field(default=None, repr=False)
    #: Whether that may be an address of the own network, and without https.
    webhook_private: bool = False
    #: Signs clip links; made and kept in DATA_DIR unless told.
    secret_key: str | None = field(default=None, repr=False)
    #: How people sign in at an identity provider: `[auth]` in Streamlit's secrets.toml.
    sign_in: SignIn | None = None
    #: The headers by which a trusted proxy says who has signed in there, and with which groups.
    sign_in_header: str | None = None
    sign_in_groups_header: str | None = None
    #: Where whoever leaves is sent to, so that the proxy forgets them, too.
    sign_out_url: str | None = None
    #: Days after which everybody has to sign in again; Streamlit's cookie lasts no longer than 30.
    sign_in_days: float = 30.0
    #: The claim of the identity provider that holds somebody's groups or roles.
    groups_claim: str | None = None
    #: Addresses and groups of people who have a role, and the role of everybody else.
    viewers: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    approvers: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    default_role: Role = Role.MAKER

    @classmethod
    def load(
        cls, environ: Mapping[str, str] = os.environ, env_file: Path | None = PROJECT / ".env"
    ) -> Settings:
        """Read the environment over the file. Raise SettingsError naming what is wrong."""
        values = {**(_read(env_file) if env_file else {}), **environ}
        reader = _Reader({name: value.strip() for name, value in values.items() if value.strip()})
        default = cls()
        return cls(
            aimlapi_api_key=reader.text("AIMLAPI_API_KEY"),
            aimlapi_base_url=(
                reader.url("AIMLAPI_BASE_URL") or default.aimlapi_base_url
            ).removesuffix("/v2"),
            data_dir=reader.path("DATA_DIR") or default.data_dir,
            database_url=reader.text("DATABASE_URL"),
            archive_url=reader.text("ARCHIVE_URL"),
            poll_seconds=reader.number("POLL_SECONDS", float),
            deadline_seconds=reader.number("DEADLINE_SECONDS", float) or default.deadline_seconds,
            shared_history=reader.flag("SHARED_HISTORY"),
            keep_days=reader.number("KEEP_DAYS", int),
            engine_workers=reader.number("ENGINE_WORKERS", int),
            submits_per_minute=reader.number("SUBMITS_PER_MINUTE", int)
            or default.submits_per_minute,
            submits_per_address=reader.number("SUBMITS_PER_ADDRESS", int)
            or default.submits_per_address,
            paid_per_day=reader.number("PAID_PER_DAY", int) or default.paid_per_day,
            dollars_per_month=reader.number("DOLLARS_PER_MONTH", float),
            dollars_per_person=reader.number("DOLLARS_PER_PERSON", float),
            dollars_per_batch=reader.number("DOLLARS_PER_BATCH", float),
            approval_over=reader.number_or_all("APPROVAL_OVER"),
            allowed_hosts=reader.hosts("ALLOWED_HOSTS"),
            public_url=reader.url("PUBLIC_URL"),
            trusted_proxies=reader.networks("TRUSTED_PROXIES"),
            public_sharing=reader.flag("PUBLIC_SHARING", unset="yes"),
            metrics=reader.flag("METRICS"),
            log_json=reader.flag("LOG_JSON"),
            webhook_url=reader.url("WEBHOOK_URL"),
            webhook_secret=reader.text("WEBHOOK_SECRET"),
            webhook_private=reader.flag("WEBHOOK_PRIVATE"),
            secret_key=reader.text("SECRET_KEY"),
            sign_in=SignIn.load(secrets_files(PROJECT, environ)) if env_file else None,
            sign_in_header=reader.header("SIGN_IN_HEADER"),
            sign_in_groups_header=reader.header("SIGN_IN_GROUPS_HEADER"),
            sign_out_url=reader.url("SIGN_OUT_URL"),
            sign_in_days=reader.number("SIGN_IN_DAYS", float) or default.sign_in_days,
            groups_claim=reader.text("GROUPS_CLAIM"),
            viewers=reader.people("VIEWERS"),
            makers=reader.people("MAKERS"),
            approvers=reader.people("APPROVERS"),
            admins=reader.people("ADMINS"),
            default_role=reader.role("DEFAULT_ROLE") or default.default_role,
        ).checked()

    @property
    def signs_in(self) -> bool:
        """True where nobody gets anything without an account."""
        return self.sign_in is not None or self.sign_in_header is not None

    @property
    def roles(self) -> Roles:
        return Roles(
            {
                Role.VIEWER: self.viewers,
                Role.MAKER: self.makers,
                Role.APPROVER: self.approvers,
                Role.ADMIN: self.admins,
            },
            self.default_role,
        )

    @property
    def films_at_once(self) -> int:
        """How many films the built-in engine draws at a time."""
        return self.engine_workers or max(1, (os.cpu_count() or 1) // 2)

    def checked(self) -> Self:
        """Raise SettingsError for settings that do not go together."""
        parts = urlsplit(self.aimlapi_base_url)
        if parts.username is not None:
            raise SettingsError(Code.SETTING_HOLDS_A_PASSWORD)
        if self.aimlapi_api_key and parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise SettingsError(Code.SETTING_UNENCRYPTED)
        if self.webhook_url and not self.webhook_secret:
            raise SettingsError(Code.SETTING_WEBHOOK_UNSIGNED)
        if self.sign_in and self.sign_in_header:
            raise SettingsError(Code.SIGN_IN_TWICE)
        if self.sign_in and not is_installed():
            raise SettingsError(Code.SIGN_IN_UNINSTALLED)
        if self.sign_in_header and not self.trusted_proxies:
            raise SettingsError(Code.SIGN_IN_UNTRUSTED)
        return self


def _is_loopback(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _read(env_file: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(env_file).items() if value is not None}


def _wrong(code: Code, setting: str, received: str | None = None) -> SettingsError:
    shown = None if received is None else repr(received)
    return SettingsError(Problem.of(code, setting=setting, received=shown))


@dataclass(frozen=True, slots=True)
class _Reader:
    values: Mapping[str, str]

    def text(self, name: str) -> str | None:
        return self.values.get(name)

    def path(self, name: str) -> Path | None:
        value = self.values.get(name)
        return (PROJECT / Path(value).expanduser()).resolve() if value else None

    def url(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise _wrong(Code.SETTING_NO_ADDRESS, name)
        return value.rstrip("/")

    def number(self, name: str, kind: Callable[[str], _T]) -> _T | None:
        value = self.values.get(name)
        if value is None:
            return None
        try:
            number = kind(value)
        except ValueError as error:
            raise _wrong(Code.SETTING_NO_NUMBER, name, value) from error
        if not 0 < number < 1_000_000:  # type: ignore[operator]  # float and int alike
            raise _wrong(Code.SETTING_NOT_POSITIVE, name, value)
        return number

    def number_or_all(self, name: str) -> float | None:
        """Return 0 for "all"."""
        is_all = self.values.get(name, "").lower() == "all"
        return 0.0 if is_all else self.number(name, float)

    def hosts(self, name: str) -> tuple[str, ...]:
        found = tuple(self.values.get(name, "").lower().replace(",", " ").split())
        for host in found:
            if not _HOST.fullmatch(host):
                raise _wrong(Code.SETTING_NO_NAMES, name, host)
        return found

    def networks(self, name: str) -> tuple[Network, ...]:
        try:
            found = self.values.get(name, "").replace(",", " ").split()
            return tuple(ipaddress.ip_network(each) for each in found)
        except ValueError as error:
            problem = Problem.of(Code.SETTING_NO_NETWORKS, setting=name, why=str(error))
            raise SettingsError(problem) from error

    def header(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is not None and not _HEADER.fullmatch(value):
            raise _wrong(Code.SETTING_NO_HEADER, name, value)
        return value.lower() if value else None

    def role(self, name: str) -> Role | None:
        value = self.values.get(name)
        try:
            return Role(value.lower()) if value else None
        except ValueError as error:
            raise _wrong(Code.SETTING_NO_ROLE, name, value) from error

    def people(self, name: str) -> frozenset[str]:
        """Read addresses and groups, which may hold blanks, with commas between them."""
        parts = self.values.get(name, "").lower().split(",")
        return frozenset(" ".join(part.split()) for part in parts if part.strip())

    def flag(self, name: str, *, unset: str = "no") -> bool:
        value = self.values.get(name, unset).lower()
        if value not in {"yes", "no", "true", "false", "1", "0", "on", "off"}:
            raise _wrong(Code.SETTING_NO_FLAG, name, value)
        return value in {"yes", "true", "1", "on"}
