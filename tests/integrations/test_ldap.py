"""The directory of the company: a real OpenLDAP server, started by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from django.test import Client, override_settings

from marshrut.config.directories import compare
from marshrut.integrations.ldap import backend, sync, table
from marshrut.integrations.ldap.directory import Away, Directory
from marshrut.org import charts, commands, queries
from marshrut.org.models import ApiToken, Person
from tests.integrations import slapd
from tests.integrations.slapd import BASE, READER, READER_PASSWORD, Server
from tests.support.office import PASSWORD, SYSTEM, Office, build

SECRET = "пароль-из-каталога"
EVERYBODY = f"cn=everybody,ou=groups,{BASE}"
MONEY = f"cn=Money,ou=groups,{BASE}"
BOSSES = f"cn=bosses,ou=groups,{BASE}"
BACKENDS = ["django.contrib.auth.backends.ModelBackend", "marshrut.integrations.ldap.backend.Backend"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with slapd.running(tmp_path_factory.mktemp("slapd")) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    """Никитина is in two groups, Ольгин in one, Петров in none."""
    nina = running.person("nikitina", "Никитина", "Нина", SECRET, title="Казначей")
    oleg = running.person("olgin", "Ольгин", "Олег", SECRET)
    petr = running.person("petrov", "Петров", "Пётр", SECRET)
    groups = [
        running.group("everybody", nina, oleg),
        running.group("money", nina.upper().replace(",", ", ")),
        running.group("bosses", READER),
    ]
    yield running
    for dn in (nina, oleg, petr, *groups):
        running.remove(dn)


@pytest.fixture
def configured(server: Server, tmp_path: Path) -> Iterator[Directory]:
    path = tmp_path / "ldap.yaml"
    path.write_text(yaml.safe_dump(content(server)))
    backend.directory.cache_clear()
    with override_settings(LDAP=str(path), LDAP_PASSWORD=READER_PASSWORD, AUTHENTICATION_BACKENDS=BACKENDS):
        yield backend.configured()


def content(server: Server, **changes: object) -> dict[str, object]:
    groups = {EVERYBODY: {}, MONEY: {"roles": ["finance_manager"]}, BOSSES: {"admin": True}}
    base = {
        "url": f"ldaps://127.0.0.1:{server.secure}",
        "ca": server.ca,
        "bind": READER,
        "base": BASE,
        "filter": "(objectClass=inetOrgPerson)",
        "groups": groups,
    }
    return {**base, **changes}


def directory(server: Server, **changes: object) -> Directory:
    return Directory(table.Table.model_validate(content(server, **changes)), READER_PASSWORD)


@pytest.fixture
def office(db: None) -> Office:
    return build()


def sign_in(login: str, password: str = SECRET) -> Client:
    browser = Client()
    browser.post("/login/", {"username": f"{login}@example.ru", "password": password})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/inbox/").status_code == 200


def person(login: str) -> Person:
    return Person.objects.get(email=f"{login}@example.ru")


def test_the_password_of_the_directory_signs_in(office: Office, configured: Directory) -> None:
    assert is_in(sign_in("nikitina"))
    nina = person("nikitina")
    assert (nina.last_name, nina.first_name, nina.position) == ("Никитина", "Нина", "Казначей")
    assert not nina.has_usable_password()
    assert not nina.is_admin
    assert queries.chart().roles_of(nina.pk) == {"finance_manager"}


@pytest.mark.parametrize("password", ["мимо", "", " ", "\x00", "*"])
def test_a_wrong_or_empty_password_does_not(office: Office, configured: Directory, password: str) -> None:
    assert not is_in(sign_in("nikitina", password))
    assert not Person.objects.filter(email="nikitina@example.ru").exists()


def test_an_empty_password_never_reaches_the_directory(server: Server) -> None:
    assert directory(server, url="ldap://127.0.0.1:9").person("nikitina@example.ru", "") is None


def test_without_a_group_nobody_comes_in(office: Office, configured: Directory) -> None:
    assert not is_in(sign_in("petrov"))
    assert not Person.objects.filter(email="petrov@example.ru").exists()


@pytest.mark.parametrize(
    "login",
    ["*)(uid=*", "nikitina@example.ru)(uid=*", "*", "nikitina*", "*)(|(mail=*", "\\2a", "nikitina@example.ru\x00"],
)
def test_names_are_no_filters(server: Server, login: str) -> None:
    assert directory(server).person(login, SECRET) is None


def test_the_right_name_is_found_in_any_case(server: Server) -> None:
    found = directory(server).person("Nikitina@Example.RU", SECRET)
    assert found is not None
    assert found.groups == {EVERYBODY, MONEY}


def test_our_own_passwords_go_on(office: Office, configured: Directory) -> None:
    assert is_in(sign_in("alisa", PASSWORD))


def test_whoever_was_here_before_is_known_by_the_address(office: Office, configured: Directory) -> None:
    made = commands.add_person(SYSTEM, email="olgin@example.ru", last_name="Ольгина", first_name="О.")
    assert is_in(sign_in("olgin"))
    assert person("olgin").pk == made
    assert person("olgin").last_name == "Ольгин"


def test_an_administrator_of_before_is_not(office: Office, configured: Directory, server: Server) -> None:
    server.change(f"uid=olgin,ou=people,{BASE}", mail="admin@example.ru")
    assert not is_in(sign_in("admin"))
    assert is_in(sign_in("admin", PASSWORD))


def test_a_new_address_stays_the_same_person(office: Office, configured: Directory, server: Server) -> None:
    sign_in("nikitina")
    before = person("nikitina").pk
    server.change(f"uid=nikitina,ou=people,{BASE}", mail="petrova@example.ru", sn="Петрова")
    assert is_in(sign_in("petrova"))
    assert person("petrova").pk == before
    assert person("petrova").last_name == "Петрова"


def test_groups_give_and_take_roles(office: Office, configured: Directory, server: Server) -> None:
    sign_in("nikitina")
    nina = person("nikitina").pk
    commands.assign_role(SYSTEM, role="director", person=nina)  # by hand: the directory says nothing of it
    server.change(MONEY, member=[READER])
    server.change(BOSSES, member=[f"uid=nikitina,ou=people,{BASE}"])
    assert sync.run(configured) == {"alike": 1, "dismissed": 0}
    assert queries.chart().roles_of(nina) == {"director"}
    assert person("nikitina").is_admin


def test_whoever_left_the_directory_is_out(office: Office, configured: Directory, server: Server) -> None:
    nina, oleg = sign_in("nikitina"), sign_in("olgin")
    token = nina.post("/profile/tokens", {"name": "x", "days": "30"})
    assert token.status_code == 200
    server.remove(f"uid=nikitina,ou=people,{BASE}")
    assert sync.run(configured) == {"alike": 1, "dismissed": 1}
    assert (is_in(nina), is_in(oleg)) == (False, True)
    assert ApiToken.objects.get().revoked_at is not None
    assert not person("nikitina").is_active


def test_whoever_left_the_groups_is_out(office: Office, configured: Directory, server: Server) -> None:
    oleg = sign_in("olgin")
    server.change(EVERYBODY, member=[READER])
    sync.run(configured)
    assert not is_in(oleg)
    assert not is_in(sign_in("olgin"))


def test_the_dismissed_here_stay_out(office: Office, configured: Directory) -> None:
    sign_in("olgin")
    commands.dismiss_person(SYSTEM, person=person("olgin").pk)
    assert not is_in(sign_in("olgin"))
    sync.run(configured)
    assert not person("olgin").is_active


def test_people_of_no_directory_are_left_alone(office: Office, configured: Directory) -> None:
    sync.run(configured)
    assert person("alisa").is_active


def test_a_mistake_of_the_directory_dismisses_nobody(office: Office, configured: Directory, server: Server) -> None:
    made = [server.person(f"many{number}", "Много", str(number), SECRET) for number in range(7)]
    server.change(EVERYBODY, member=made)
    browsers = [sign_in(f"many{number}") for number in range(7)]
    server.change(EVERYBODY, member=[READER])
    server.change(MONEY, member=[READER])
    with pytest.raises(Away, match="7 of 7"):
        sync.run(configured)
    sync.duty()  # says so in the log and goes on
    assert all(map(is_in, browsers))
    for dn in made:
        server.remove(dn)


def test_a_directory_that_is_down_is_said_so(office: Office, configured: Directory) -> None:
    with override_settings(LDAP_PASSWORD="not the password"):
        page = Client().post("/login/", {"username": "nikitina@example.ru", "password": SECRET})
        assert page.status_code == 503
        assert "Каталог компании не отвечает" in page.content.decode()
        assert is_in(sign_in("alisa", PASSWORD))
        sync.duty()


def test_guessing_is_counted_here_too(office: Office, configured: Directory) -> None:
    for _time in range(10):
        sign_in("nikitina", "мимо")
    assert not is_in(sign_in("nikitina"))


def test_starttls_is_enough(server: Server) -> None:
    link = directory(server, url=f"ldap://127.0.0.1:{server.plain}", starttls=True)
    assert link.person("nikitina@example.ru", SECRET) is not None
    assert link.person("nikitina@example.ru", "мимо") is None


def test_another_authority_is_not_believed(server: Server, tmp_path: Path) -> None:
    slapd.certificates(tmp_path)
    for url in ({}, {"url": f"ldap://127.0.0.1:{server.plain}", "starttls": True}):
        with pytest.raises(Away):
            directory(server, ca=str(tmp_path / "ca.pem"), **url).person("nikitina@example.ru", SECRET)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "ldap://dc.company.ru"}, "TLS"),
        ({"url": "http://dc.company.ru"}, "ldaps://"),
        ({"attributes": {"salary": "salary"}}, "salary"),
        ({"passwort": "x"}, "passwort"),
    ],
)
def test_a_wrong_table_is_refused(server: Server, tmp_path: Path, changes: dict[str, object], said: str) -> None:
    path = tmp_path / "ldap.yaml"
    path.write_text(yaml.safe_dump(content(server, **changes)))
    with pytest.raises(ValueError, match=said):
        table.read(str(path))


def test_the_account_that_reads_cannot_write(server: Server) -> None:
    with directory(server)._reading() as link:
        assert link.read_only


def test_the_console_looks_and_compares(
    office: Office, configured: Directory, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(only_look=True) == 0
    assert "nikitina@example.ru" in capsys.readouterr().out
    sign_in("nikitina")
    server.remove(f"uid=nikitina,ou=people,{BASE}")
    assert compare(only_look=False) == 0
    assert not person("nikitina").is_active
    with override_settings(LDAP=""):
        assert compare(only_look=True) == 1
    with override_settings(LDAP_PASSWORD="wrong"):
        assert compare(only_look=True) == 1


def test_the_last_administrator_comes_in_though_no_longer_of_that_group(
    office: Office, configured: Directory, server: Server
) -> None:
    server.change(BOSSES, member=[f"uid=nikitina,ou=people,{BASE}"])
    assert is_in(sign_in("nikitina"))
    Person.objects.exclude(email="nikitina@example.ru").update(is_admin=False)
    server.change(BOSSES, member=[READER])
    assert is_in(sign_in("nikitina"))
    assert person("nikitina").is_admin


def test_a_run_that_finds_everybody_alike_reads_the_company_once(office: Office, configured: Directory) -> None:
    sign_in("nikitina")
    sign_in("olgin")
    sync.run(configured)
    before = queries.current_revision()
    with patch.object(charts, "current_revision", wraps=charts.current_revision) as asked:
        assert sync.run(configured) == {"alike": 2, "dismissed": 0}
    assert asked.call_count == 1
    sign_in("nikitina")
    assert queries.current_revision() == before
