"""Who may do what: accounts and roles, passwords, sessions, slowed logins, and a log that nobody rewrites."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from crossbearing.accounts import accounts, attempts, auditing, logins, passwords, sessions
from crossbearing.accounts.auditing import By
from crossbearing.accounts.proxies import Proxy, crosses_a_network
from crossbearing.accounts.roles import ADMIN, ROLES, Person
from crossbearing.accounts.starting import SinglePerson, check_start, single_person
from crossbearing.model.errors import AccountError, StoreError
from crossbearing.store import clock
from crossbearing.store.backup import backup
from crossbearing.store.store import Store

pytestmark = pytest.mark.usefixtures("quick_passwords")

AT = "2024-05-01T08:00:00Z"
LATER = "2024-05-02T08:00:00Z"
PASSWORD = "seven grey herons"
OTHER = "nine brown owls at night"
HOME, AWAY = "192.0.2.1", "198.51.100.7"
BY = By("root", "command line", AT)
SHIPPED = passwords._hasher


@pytest.fixture
def store(store_url: str) -> Store:
    made = Store(store_url, create=True)
    accounts.add_account(made, "ada", ADMIN, PASSWORD, BY)
    return made


def bytes_of(store: Store) -> bytes:
    """Return all that is kept in text, of whatever database."""
    with store.reading() as connection:
        rows = [
            connection.execute(text(f"SELECT * FROM {t}")).all() for t in ("accounts", "sessions", "audit", "attempts")
        ]
    return repr(rows).encode()


def test_each_role_may_what_the_one_before_may() -> None:
    for rank, role in enumerate(ROLES):
        assert [Person("x", role).may(other) for other in ROLES] == [n <= rank for n in range(len(ROLES))]


def test_the_first_account_is_an_admin_and_the_last_admin_stays_one(store_url: str) -> None:
    store = Store(store_url, create=True)
    assert not accounts.has_accounts(store)
    with pytest.raises(AccountError, match="first account is that of an admin"):
        accounts.add_account(store, "bo", "coder", PASSWORD, BY)
    accounts.add_account(store, "Ada", ADMIN, PASSWORD, BY)
    assert accounts.has_accounts(store)
    with pytest.raises(AccountError, match="last admin"):
        accounts.set_role(store, "ada", "reader", BY)
    with pytest.raises(AccountError, match="last admin"):
        accounts.set_disabled(store, "ada", True, BY)
    accounts.add_account(store, "bo", ADMIN, OTHER, BY)
    accounts.set_role(store, "ADA", "reader", BY)
    assert [(a.name, a.role) for a in accounts.accounts_of(store)] == [("ada", "reader"), ("bo", ADMIN)]


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("ada", "coder", PASSWORD, "already"),
        ("ＡＤＡ", "coder", PASSWORD, "already"),
        ("a b", "coder", PASSWORD, "no name"),
        ("-x", "coder", PASSWORD, "no name"),
        ("<b>", "coder", PASSWORD, "no name"),
        ("x" * 65, "coder", PASSWORD, "no name"),
        ("bo", "root", PASSWORD, "no role"),
        ("bo", "coder", "short", "12 to 256"),
        ("bo", "coder", "x" * 257, "12 to 256"),
        ("bo", "coder", "ababababababab", "different"),
        ("bartholomew", "coder", "bartholomew12", "live off"),
    ],
)
def test_what_cannot_be_an_account_is_refused(store: Store, name: str, role: str, password: str, said: str) -> None:
    with pytest.raises(AccountError, match=said) as refused:
        accounts.add_account(store, name, role, password, BY)
    assert password not in str(refused.value)
    assert [a.name for a in accounts.accounts_of(store)] == ["ada"]


def test_a_login_begins_a_session_that_ends(store: Store) -> None:
    token = logins.log_in(store, "Ada", PASSWORD, HOME, AT).token
    assert sessions.person_of(store, token, AT) == Person("ada", ADMIN)
    assert sessions.person_of(store, token[:-1] + "!", AT) is None
    assert sessions.person_of(store, sessions.digest(token), AT) is None, "what is kept lets nobody in"
    assert sessions.person_of(store, token, clock.later(AT, sessions.HOURS * 3600 - 1)) is not None
    assert sessions.person_of(store, token, clock.later(AT, sessions.HOURS * 3600)) is None
    logins.log_out(store, token, By("ada", HOME, AT))
    assert sessions.person_of(store, token, AT) is None


def test_a_login_replaces_the_session_before_it(store: Store) -> None:
    first = logins.log_in(store, "ada", PASSWORD, HOME, AT).token
    second = logins.log_in(store, "ada", PASSWORD, HOME, AT, first).token
    assert first != second
    assert sessions.person_of(store, first, AT) is None
    assert sessions.person_of(store, second, AT) is not None


@pytest.mark.parametrize("change", ["password", "disabled"])
def test_sessions_end_with_the_password_and_with_the_account(store: Store, change: str) -> None:
    accounts.add_account(store, "bo", "coder", OTHER, BY)
    tokens = [logins.log_in(store, "bo", OTHER, place, AT).token for place in (HOME, AWAY)]
    ours = logins.log_in(store, "ada", PASSWORD, HOME, AT).token
    if change == "password":
        accounts.set_password(store, "bo", PASSWORD, BY)
    else:
        accounts.set_disabled(store, "bo", True, BY)
        assert logins.log_in(store, "bo", OTHER, HOME, AT).token == ""
        accounts.set_disabled(store, "bo", False, BY)
    assert [sessions.person_of(store, token, AT) for token in tokens] == [None, None]
    assert sessions.person_of(store, ours, AT) is not None


def test_a_role_counts_from_the_next_page_on(store: Store) -> None:
    accounts.add_account(store, "bo", "coder", OTHER, BY)
    token = logins.log_in(store, "bo", OTHER, HOME, AT).token
    accounts.set_role(store, "bo", "reader", BY)
    assert sessions.person_of(store, token, AT) == Person("bo", "reader")


def test_one_changes_ones_password_by_the_former_one(store: Store) -> None:
    token = logins.log_in(store, "ada", PASSWORD, HOME, AT).token
    by = By("ada", HOME, AT)
    assert logins.change_password(store, "not the right one", OTHER, by).token == ""
    with pytest.raises(AccountError):
        logins.change_password(store, PASSWORD, "short", by)
    changed = logins.change_password(store, PASSWORD, OTHER, by)
    assert sessions.person_of(store, token, AT) is None
    assert sessions.person_of(store, changed.token, AT) == Person("ada", ADMIN)
    assert logins.log_in(store, "ada", PASSWORD, HOME, AT).token == ""


def test_a_password_is_hashed_anew_where_the_bounds_have_risen(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", SHIPPED)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with store.writing() as connection:
        connection.execute(text("UPDATE accounts SET password = :p"), {"p": weak})
    assert passwords.is_outdated(weak)
    assert logins.log_in(store, "ada", PASSWORD, HOME, AT).token
    with store.reading() as connection:
        encoded = connection.execute(text("SELECT password FROM accounts")).scalar_one()
    assert encoded.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_same_password_however_the_keyboard_composes_it(store: Store) -> None:
    accounts.add_account(store, "bo", "coder", "caf\u00e9 am abend 7", BY)
    assert logins.log_in(store, "bo", "cafe\u0301 am abend 7", HOME, AT).token


def test_guessing_is_slowed_and_even_the_right_password_waits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    fits = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda encoded, given: looked_at.append(given) or fits(encoded, given))
    at, tried = AT, 0
    for _ in range(100):
        tried += not logins.log_in(store, "ada", f"guess {tried}", AWAY, at).wait
        at = clock.later(at, 6)
    assert tried == len(looked_at) < 15, "of a hundred guesses in ten minutes"
    now = logins.log_in(store, "ada", PASSWORD, AWAY, at)
    assert (now.token, 0 < now.wait <= 900) == ("", True)
    assert PASSWORD not in looked_at
    assert logins.log_in(store, "ada", PASSWORD, HOME, at).token, "the owner, elsewhere, is not shut out"
    assert logins.log_in(store, "ada", PASSWORD, AWAY, clock.later(at, 901)).token


def test_many_names_from_one_address_and_many_addresses_on_one_name_are_slowed(store: Store) -> None:
    waits = [attempts.begin(store, f"name{n}", AWAY, AT).wait for n in range(25)]
    assert waits[:20] == [0] * 20
    assert all(waits[20:])
    at = LATER
    waits = [attempts.begin(store, "ada", f"203.0.113.{n}", at).wait for n in range(25)]
    assert waits[:20] == [0] * 20
    assert all(waits[20:])
    for n in range(20):
        at = clock.later(at, 31)
        assert attempts.begin(store, "ada", f"203.0.113.{100 + n}", at).wait == 0, "never more than half a minute"


def test_attempts_at_once_are_all_counted(store: Store) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(attempts.begin(store, "ada", AWAY, AT).wait)) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(0) == 5


def test_a_login_takes_its_own_failures_away(store: Store) -> None:
    for n in range(4):
        logins.log_in(store, "ada", f"wrong {n}", HOME, AT)
    assert logins.log_in(store, "ada", PASSWORD, HOME, AT).token
    assert attempts.begin(store, "ada", HOME, AT).wait == 0
    with store.reading() as connection:
        rows = dict(connection.execute(text("SELECT key, failures FROM attempts")).all())
    assert rows == {f"address {HOME}": 5, f"both ada {HOME}": 1, "account ada": 1}


def test_the_log_tells_what_was_done_and_no_secret(store: Store) -> None:
    token = logins.log_in(store, "ada", PASSWORD, HOME, AT).token
    logins.log_in(store, OTHER, "typed into the wrong field", AWAY, AT)
    logins.log_in(store, "ada", "a wrong guess at it", AWAY, AT)
    accounts.add_account(store, "bo", "coder", OTHER, By("ada", HOME, AT))
    accounts.set_role(store, "bo", "reader", By("ada", HOME, LATER))
    logins.log_out(store, token, By("ada", HOME, LATER))
    rows = [(r.who, r.address, r.what, r.about, r.said) for r in reversed(auditing.logged(store))]
    assert rows == [
        ("root", "command line", "account_added", "ada", "admin"),
        ("ada", HOME, "login", "ada", ""),
        ("nobody", AWAY, "login_failed", "nobody", ""),
        ("ada", AWAY, "login_failed", "ada", ""),
        ("ada", HOME, "account_added", "bo", "coder"),
        ("ada", HOME, "role_changed", "bo", "coder to reader"),
        ("ada", HOME, "logout", "ada", ""),
    ]
    assert [r.what for r in auditing.logged(store, what="login_failed", who="ada")] == ["login_failed"]
    assert [r.number for r in auditing.logged(store, most=2, before=5)] == [4, 3]
    logins.log_in(store, "ada", PASSWORD, HOME, AT)
    kept = bytes_of(store)
    for secret in (PASSWORD, token, "a wrong guess at it", "typed into the wrong field"):
        assert secret.encode() not in kept, secret


@pytest.mark.parametrize("name", [OTHER, "nobodyknown", "x'; DROP TABLE accounts; --", "a\0b", "\ud800"])
def test_a_name_that_is_none_is_kept_nowhere_and_slowed_like_one(store: Store, name: str) -> None:
    waits = [logins.log_in(store, name, "x", AWAY, AT).wait for _ in range(6)]
    assert waits == [0, 0, 0, 0, 0, 1]
    kept = bytes_of(store)
    for part in (OTHER, "nobodyknown", "DROP", "\\x00"):
        assert part.encode() not in kept
    assert [a.name for a in accounts.accounts_of(store)] == ["ada"]


@pytest.mark.parametrize("what", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_log(store: Store, what: str) -> None:
    with pytest.raises(StoreError, match="never changed"), store.writing() as connection:
        connection.execute(text(what))
    assert auditing.logged(store)[0].who == "root"


def test_a_backup_takes_accounts_and_the_log_along(store: Store, tmp_path: Path) -> None:
    backup(store, str(tmp_path / "copy.db"))
    copy = Store(str(tmp_path / "copy.db"))
    assert accounts.accounts_of(copy) == accounts.accounts_of(store)
    assert auditing.logged(copy) == auditing.logged(store)


def test_without_accounts_only_loopback_is_served(store_url: str) -> None:
    store = Store(store_url, create=True)
    one = single_person(store)
    assert one is not None
    for host in ("127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"):
        check_start(host, team=False)
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org", "", "localhost.example.org", "127.0.0.1.example.org"):
        with pytest.raises(AccountError, match="add one first"):
            check_start(host, team=False)
    accounts.add_account(store, "ada", ADMIN, PASSWORD, BY)
    assert single_person(store) is None
    check_start("0.0.0.0", team=True)


def test_the_printed_token_lets_one_in_and_is_shown_nowhere_else() -> None:
    one = SinglePerson("ada")
    session = one.exchange(one.token, AT)
    assert one.person_of(session, AT) == Person("ada", ADMIN, local=True)
    assert one.person_of(one.token, AT) is None
    assert one.exchange("", AT) == one.exchange("ä", AT) == ""
    assert one.person_of(session, clock.later(AT, sessions.HOURS * 3600)) is None
    one.end(session)
    assert one.person_of(session, AT) is None
    assert one.token not in repr(one)


def test_a_proxy_is_believed_from_its_address_only() -> None:
    proxy = Proxy(("10.0.0.2", "fd00::/64"), "X-Remote-User")
    told = {"x-remote-user": "ada", "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "https"}.get
    assert [proxy.account(peer, told) for peer in ("10.0.0.2", "fd00::7", "10.0.0.3", "", "unix")] == ["ada", "ada"] + [
        ""
    ] * 3
    assert [proxy.address(peer, told) for peer in ("10.0.0.2", "10.0.0.3")] == ["6.6.6.6", "10.0.0.3"]
    assert proxy.address("10.0.0.2", {"x-forwarded-for": "<script>"}.get) == "10.0.0.2"
    assert [proxy.is_secure(peer, "http", told) for peer in ("10.0.0.2", "10.0.0.3")] == [True, False]
    assert Proxy(("10.0.0.2",)).account("10.0.0.2", told) == ""
    for addresses, header in (((), "X-Remote-User"), (("somewhere",), ""), (("0.0.0.0/33",), "")):
        with pytest.raises(AccountError):
            Proxy(addresses, header)
    assert crosses_a_network("192.0.2.1", Proxy())
    assert not crosses_a_network("192.0.2.1", proxy)
