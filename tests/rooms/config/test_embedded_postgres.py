"""The embedded server: private, reused, recovered, and never at the cost of somebody's directories."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

import psycopg
import pytest

from marshrut.config.postgres import binaries, place, server
from tests.support.postgres import remove

ROOT = os.geteuid() == 0


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A data directory behind a door that only its owner may pass."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    yield closed / "home"
    remove(closed / "home")


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        done = connection.execute(query.encode())
        row = done.fetchone() if done.description else None
        return row[0] if row else None


def run(home: Path) -> AbstractContextManager[place.Place]:
    return server.running(home, durable=False)


def test_server_is_utf8_with_checksums_russian_search_and_no_network(home: Path) -> None:
    with run(home) as found:
        assert value(found.url, "SELECT current_user") == "marshrut"
        assert value(found.url, "SHOW server_encoding") == "UTF8"
        assert value(found.url, "SHOW data_checksums") == "on"
        assert value(found.url, "SELECT datlocale FROM pg_database WHERE datname = 'marshrut'") == "C.UTF-8"
        assert value(found.url, "SELECT to_tsvector('согласования')::text") == "'согласован':1"
        assert value(found.url, "SHOW listen_addresses") == ""
        assert value(found.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_durability_is_on_unless_a_test_asks(home: Path) -> None:
    with server.running(home) as found:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert value(found.url, f"SHOW {setting}") == "on"


def test_second_start_continues_with_the_same_data(home: Path) -> None:
    with run(home) as found:
        value(found.url, "CREATE TABLE kept (id int)")
    assert server.running_pid(found) is None
    with run(home) as again:
        assert value(again.url, "SELECT count(*) FROM kept") == 0


def test_running_server_is_shared_and_the_last_user_stops_it(home: Path) -> None:
    with run(home) as first:
        pid = server.running_pid(first)
        with run(home) as second:
            assert server.running_pid(second) == pid
        assert server.running_pid(first) == pid
    assert server.running_pid(first) is None


def test_killed_server_recovers_what_was_committed(home: Path) -> None:
    with run(home) as found:
        with psycopg.connect(found.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (id int)")
            connection.execute("INSERT INTO kept VALUES (1)")
            pid = server.running_pid(found)
            assert pid
            os.kill(pid, signal.SIGKILL)
            _until(lambda: server.running_pid(found) is None)
            server.start(home, durable=False)
        assert server.running_pid(found) not in {None, pid}
        assert value(found.url, "SELECT count(*) FROM kept") == 1


def test_number_of_a_killed_server_may_belong_to_a_stranger_now(home: Path) -> None:
    with run(home) as found:
        pass
    left_behind = "\n".join([str(os.getpid()), str(found.data), "0", "5432", str(found.socket), "", "0 0", "ready"])
    (found.data / "postmaster.pid").write_text(left_behind + "\n")
    (found.socket / ".s.PGSQL.5432.lock").write_text(left_behind + "\n")
    with run(home) as again:
        assert value(again.url, "SELECT 1") == 1


def test_directories_stay_closed_and_only_the_account_may_look(home: Path) -> None:
    parents = [home, *home.parents]
    home.mkdir(mode=0o700)
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in parents}
    with run(home) as found:
        assert {path: stat.S_IMODE(path.stat().st_mode) for path in parents} == before
        for directory in (found.data, found.log, found.socket):
            status = directory.stat()
            assert stat.S_IMODE(status.st_mode) == 0o700
            assert status.st_uid == found.account.uid
    assert (found.account.name == "nobody") is ROOT


def test_server_never_runs_as_root_and_lives_where_its_account_may_go(home: Path) -> None:
    with run(home) as found:
        pid = server.running_pid(found)
        assert Path(f"/proc/{pid}").stat().st_uid == found.account.uid != 0
        assert found.base.is_relative_to(place.SHARED if ROOT else home)
        assert (home / "postgres").resolve() == found.base
        # configuration belongs to whoever starts it: root's account cannot turn its own doors
        assert found.conf.stat().st_uid == os.geteuid()


def test_another_account_of_the_machine_cannot_connect(home: Path) -> None:
    with run(home) as found:
        admitted = [line.split()[1] for line in (found.conf / "pg_ident.conf").read_text().splitlines()]
        assert set(admitted) == {"root", pwd.getpwuid(os.geteuid()).pw_name}
        # only root can try it in another's skin
        for stranger in (found.account.uid, 12345) if ROOT else ():
            as_user(stranger, partial(_refused, found.url))


@pytest.fixture
def user_home() -> Iterator[Path]:
    """The home of a plain user, closed to all others."""
    plain = pwd.getpwnam("nobody") if ROOT else pwd.getpwuid(os.geteuid())
    path = Path(tempfile.mkdtemp(prefix="plain-user-"))
    os.chown(path, plain.pw_uid, plain.pw_gid)
    yield path
    remove(path / "home")
    shutil.rmtree(path)


def test_plain_user_has_everything_in_the_data_directory(user_home: Path) -> None:
    account = place.Account.of(user_home.stat().st_uid)
    programs = binaries.for_account(account)

    def start_twice() -> None:
        binaries.of_wheel = lambda: programs  # type: ignore[assignment]
        for _turn in range(2):
            with run(user_home / "home") as found:
                assert found.base == user_home / "home" / "postgres"
                assert value(found.url, "SELECT current_user") == "marshrut"
                assert found.account.is_me

    as_user(account.uid, start_twice)
    # and whoever runs the tests, root too, goes on with it as that user
    with run(user_home / "home") as found:
        assert found.account == account
        assert value(found.url, "SELECT current_user") == "marshrut"


def test_plain_user_is_told_whose_installation_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with run(home) as found:
        pass
    with monkeypatch.context() as other:
        other.setattr(os, "geteuid", lambda: 12345)
        with pytest.raises(place.PostgresError, match=f"belongs to the account {found.account.name}"):
            place.find(home)


@pytest.mark.parametrize("name", ["а" * 60, "with, comma", "Мои документы"])
def test_any_name_of_the_data_directory_will_do(home: Path, name: str) -> None:
    with run(home / name) as found:
        assert value(found.url, "SELECT 1") == 1
        assert stat.S_IMODE(found.socket.stat().st_mode) == 0o700
        assert place.url(home / name) == found.url
    remove(home / name)


def test_copy_of_a_data_directory_never_shares_the_database_and_a_moved_one_takes_it_along(home: Path) -> None:
    with run(home) as found:
        value(found.url, "CREATE TABLE kept (id int)")
    copy, moved = home.with_name("copy"), home.with_name("moved")
    subprocess.run(["cp", "-a", home, copy], check=True)
    # root's directory holds a link to the database, a plain user's the database itself
    refused = pytest.raises(place.PostgresError, match="is a copy of") if ROOT else nullcontext()
    with refused, run(copy) as own:
        assert own.base != found.base
    if ROOT:
        (copy / "postgres").unlink()
    remove(copy)
    home.rename(moved)
    with run(moved) as again:
        assert value(again.url, "SELECT count(*) FROM kept") == 0
    moved.rename(home)


def test_lost_database_is_not_silently_replaced_by_an_empty_one(home: Path) -> None:
    home.mkdir()
    (home / "postgres").symlink_to("/var/lib/marshrut/gone")
    with pytest.raises(place.PostgresError, match="is gone"), run(home):
        pass
    (home / "postgres").unlink()


def test_interrupted_initdb_is_begun_again(home: Path) -> None:
    half = place.make(home).base / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with run(home) as found:
        assert value(found.url, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with run(home) as found:
        pass
    (found.conf / "local.conf").write_text("shared_buffers = 'a lot'\n")
    with pytest.raises(place.PostgresError, match="invalid value for parameter"), run(home):
        pass


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline


def _refused(url: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def as_user(uid: int, act: Callable[[], object]) -> None:
    """Run `act` in a child process as this user; its failure is ours."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if ROOT:
                os.setgroups([])
                os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            os.chdir("/")
            act()
        except BaseException:  # noqa: BLE001 - carried to the parent
            os.write(writer, traceback.format_exc().encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        said = file.read()
    os.waitpid(child, 0)
    if said:
        raise AssertionError(said)
