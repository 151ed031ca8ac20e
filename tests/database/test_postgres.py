"""PostgreSQL that is busy, away or cut off: soon noticed, and said in a sentence."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, make_url, select, text

from lib.database.connection import connect
from lib.database.lock import PostgresLock
from lib.database.sentences import sentences
from lib.database.tables import generations
from lib.errors import DiskFull, StorageError


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = connect(postgres_url)
    yield engine
    engine.dispose()


def setting(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text(f"SHOW {name}")))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tcp_keepalives_idle", "5"),
        ("tcp_keepalives_interval", "2"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "10000"),
        ("lock_timeout", "5s"),
        ("statement_timeout", "20s"),
        ("idle_in_transaction_session_timeout", "15s"),
    ],
)
def test_the_server_notices_a_client_that_is_cut_off(engine: Engine, name: str, value: str) -> None:
    assert setting(engine, name) == value


def test_what_the_address_says_goes_first(postgres_url: str) -> None:
    where = make_url(postgres_url).update_query_dict({"tcp_user_timeout": "3000"})
    engine = connect(where)
    with engine.connect() as connection:
        said = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]  # psycopg's
    engine.dispose()
    assert said["tcp_user_timeout"] == "3000"
    assert said["keepalives_idle"] == "5"


def test_a_locked_table_is_waited_for_some_seconds_and_no_longer(engine: Engine) -> None:
    holder = create_engine(engine.url)
    with holder.connect() as other, other.begin():
        other.execute(text(f"LOCK TABLE {generations.name} IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StorageError, match="busy"), sentences(), engine.connect() as waiting:
            waiting.execute(select(generations.c.id))
    holder.dispose()


def test_a_database_that_is_away_is_said_to_be_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(StorageError, match="cannot be reached"):
        connect(f"postgresql+psycopg://skylit@127.0.0.1:{port}/postgres")


def test_a_session_that_the_server_ends_is_said_and_the_next_one_works(engine: Engine) -> None:
    with (
        pytest.raises(StorageError, match="cannot be reached"),
        sentences(),
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert setting(engine, "lock_timeout") == "5s"


@pytest.mark.parametrize(
    ("sqlstate", "kind", "said"),
    [
        ("55P03", StorageError, "busy"),
        ("40P01", StorageError, "busy"),
        ("53100", DiskFull, "full"),
        ("25006", StorageError, "replica"),
        ("57P03", StorageError, "cannot be reached"),
        ("42501", StorageError, "refuse"),
    ],
)
def test_the_lock_says_why_the_database_did_not_give_it(
    engine: Engine, sqlstate: str, kind: type[StorageError], said: str
) -> None:
    """A function of the same name, in a schema that is looked into first, fails as the server may."""
    refuse = "CREATE OR REPLACE FUNCTION refusing.{}(integer) RETURNS boolean LANGUAGE plpgsql AS $$ {} $$"
    body = f"BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{sqlstate}'; END"
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS refusing"))
        for function in ("pg_try_advisory_lock", "pg_try_advisory_xact_lock"):
            connection.execute(text(refuse.format(function, body)))
    refusing = connect(
        engine.url.update_query_dict({"options": "-csearch_path=refusing,pg_catalog"})
    )
    lock = PostgresLock(refusing)
    for ask in (lock.acquire, lock.is_held_without_heartbeat):
        with pytest.raises(kind, match=said):
            ask()
    refusing.dispose()
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA refusing CASCADE"))
