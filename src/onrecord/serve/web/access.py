"""Who may see the ledger where a password is set: sessions that end, and how often a password may be tried."""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import HTTPConnection

IDLE = 12 * 3600.0
"""Seconds without a request after which a session ends."""
MOST_SESSIONS = 1000
SPAN = 300.0
"""Seconds in which attempts are counted."""
OF_ONE, OF_ALL = 5, 60
"""Attempts in that time: by one client, by all together."""
MOST_CLIENTS = 10_000
WHO = "who"
"""The session's field with the name of who judges."""
_KNOWN = "known"
"""The session's field with the key of `Sessions`."""


@dataclass(slots=True)
class Sessions:
    """Who has given the password. Kept here and not in the cookie, so that a session that has ended stays ended."""

    clock: Callable[[], float] = time.monotonic
    _live: dict[str, tuple[str, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, who: str) -> str:
        """The key of a new session."""
        with self._lock:
            while len(self._live) >= MOST_SESSIONS:
                del self._live[min(self._live, key=lambda key: self._live[key][1])]
            key = secrets.token_urlsafe(24)
            self._live[key] = who, self.clock()
        return key

    def who(self, key: object) -> str | None:
        """Whose session it is; None where it has ended or never was one."""
        with self._lock:
            who, last = self._live.get(key, (None, 0.0)) if isinstance(key, str) else (None, 0.0)
            if who is None or not isinstance(key, str):
                return None
            if self.clock() - last > IDLE:
                del self._live[key]
                return None
            self._live[key] = who, self.clock()
        return who

    def end(self, key: object) -> None:
        """A second time does nothing."""
        with self._lock:
            if isinstance(key, str):
                self._live.pop(key, None)


@dataclass(slots=True)
class Attempts:
    """How often a password was tried lately. An attempt counts when it begins: many at once gain nothing."""

    clock: Callable[[], float] = time.monotonic
    _of: dict[str, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, client: str) -> int:
        """Seconds until this client may try again; 0 where it may now, and this is counted."""
        now, name = self.clock(), network_of(client)
        with self._lock:
            own = self._of.get(name) or deque(maxlen=OF_ONE)
            for times in (own, self._all):
                while times and now - times[0] >= SPAN:
                    times.popleft()
            full = [times[0] for times, most in ((own, OF_ONE), (self._all, OF_ALL)) if len(times) >= most]
            if full:
                return max(1, round(max(full) + SPAN - now))
            own.append(now)
            self._all.append(now)
            self._of[name] = own
            if len(self._of) > MOST_CLIENTS:  # those of whom nothing is counted any more
                self._of = {key: times for key, times in self._of.items() if times and now - times[-1] < SPAN}
        return 0

    def forget(self, client: str) -> None:
        """Whoever knew the password starts anew."""
        with self._lock:
            self._of.pop(network_of(client), None)


def network_of(client: str) -> str:
    """What is counted as one client: an address, of IPv6 the network that one household has."""
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return client
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def known(asked: HTTPConnection) -> str | None:
    """The name that whoever asks gave with the password; None where they did not give it."""
    who: str | None = asked.scope["app"].state.sessions.who(asked.session.get(_KNOWN))
    return who


def judge(asked: HTTPConnection) -> str:
    """Who judges: whoever logged in, else who started the program."""
    who: str = known(asked) or asked.scope["app"].state.site.who
    return who


def log_in(asked: HTTPConnection, who: str) -> None:
    """Begin a session. What was in the cookie before is dropped, so that nobody can have put it there."""
    asked.session.clear()
    asked.session[_KNOWN] = asked.scope["app"].state.sessions.begin(who)
    asked.session[WHO] = who


def log_out(asked: HTTPConnection) -> None:
    """End it, here and in the cookie."""
    asked.scope["app"].state.sessions.end(asked.session.get(_KNOWN))
    asked.session.clear()


def way_back(given: str) -> str:
    """Where to go after the login: a page of ours, else the first."""
    try:
        parts = urlsplit(given)
    except ValueError:
        return "/"
    # browsers take a backslash for a slash, and two slashes for another site
    ours = given.startswith("/") and not given.startswith("//") and "\\" not in given and given.isprintable()
    return given if ours and not parts.scheme and not parts.netloc else "/"
