"""Pages from the web, fetched politely and never from inside the reader's own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from onrecord import __version__
from onrecord.errors import ReadError
from onrecord.read import files
from onrecord.read.options import MIB, Options

if TYPE_CHECKING:
    import httpx

AGENT = f"onrecord/{__version__} (+https://pypi.org/project/onrecord/; keeps a public record)"
_TYPES = frozenset(
    [
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/json",
        "application/x-ndjson",
        "application/jsonl",
        "application/rss+xml",
        "application/atom+xml",
        "application/xml",
        "text/xml",
    ]
)
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    data: bytes
    """Decompressed."""
    url: str
    """Where it was in the end."""
    charset: str | None


def fetch(url: str, options: Options) -> Fetched:
    """What a web address answers. Raises ReadError for everything but an article's page, text or JSON.

    Redirects are followed by hand: the host of each is resolved, its address checked, and the connection made to that
    very address, so that a name that resolves differently the second time gains nothing.
    """
    import httpx

    deadline = time.monotonic() + options.timeout
    # proxies would resolve names themselves, past the check
    with httpx.Client(trust_env=False, follow_redirects=False, timeout=options.timeout) as client:
        for _ in range(options.max_redirects + 1):
            target = _parsed(url)
            with _answer(client, target, options, deadline) as response:
                if response.status_code not in _REDIRECTS:
                    return _received(response, url, options, deadline)
                location = response.headers.get("location", "")
            if not location:
                raise ReadError("a redirect to nowhere", hint="open it in a browser and give the address shown there")
            url = urljoin(url, location)
    raise ReadError(f"more than {options.max_redirects} redirects", hint="open it in a browser and save the page")


def _parsed(url: str) -> httpx.URL:
    import httpx

    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as e:
        raise ReadError("no web address", hint="write it as https://…") from e
    if target.scheme not in ("http", "https") or not target.host:
        why = "no host" if target.scheme in ("http", "https") else target.scheme or "no scheme"
        raise ReadError(f"not a web address: {why}", hint="write it as https://…")
    if target.userinfo:
        raise ReadError("an address with a password in it", hint="leave the password out")
    return target


@contextmanager
def _answer(client: httpx.Client, target: httpx.URL, options: Options, deadline: float) -> Iterator[httpx.Response]:
    import httpx

    headers = {
        "host": target.netloc.decode("ascii"),
        "user-agent": AGENT,
        "accept": "text/html, application/xhtml+xml, text/plain;q=0.8, application/json;q=0.8, */*;q=0.1",
        "accept-encoding": "gzip, identity",
    }
    error: httpx.HTTPError | None = None
    for address in _addresses(target, options.allow_private):
        request = client.build_request(
            "GET", target.copy_with(host=address), headers=headers, extensions={"sni_hostname": target.host},
            timeout=max(0.1, deadline - time.monotonic()),
        )  # fmt: skip
        try:
            response = client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as e:
            error = e
            continue
        except httpx.HTTPError as e:
            raise _failed(e, options) from e
        try:
            yield response
        except httpx.HTTPError as e:
            raise _failed(e, options) from e
        finally:
            response.close()
        return
    raise _failed(error, options) if error else ReadError("no such host", hint="check the address")


def _addresses(target: httpx.URL, allow_private: bool) -> list[str]:
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as e:
        raise ReadError(f"no such host: {target.host}", hint="check the address and the connection") from e
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if not allow_private and not all(map(is_public, addresses)):
        raise ReadError(
            f"{target.host} is an address of this machine or its own network", hint="only public pages are fetched"
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody can reach."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ipaddress.ip_address(ip.packed[12:]) if ip in ipaddress.ip_network("64:ff9b::/96") else None
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or nat64
        if ip.is_site_local or (carried is not None and not carried.is_global):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _received(response: httpx.Response, url: str, options: Options, deadline: float) -> Fetched:
    if response.status_code != 200:
        raise ReadError(
            f"the server answered {response.status_code} {response.reason_phrase}".rstrip(),
            hint="open it in a browser and save the page",
        )
    media = Message()
    media["content-type"] = response.headers.get("content-type", "")
    kind = media.get_content_type() if response.headers.get("content-type") else "text/html"
    if kind not in _TYPES:
        raise ReadError(f"{kind}, not a page", hint="give the address of an article")
    parts, size = [], 0
    for chunk in response.iter_raw():  # as it comes, so that the deadline is looked at
        parts.append(chunk)
        size += len(chunk)
        if size > options.max_fetch_bytes:
            raise ReadError(f"larger than {options.max_fetch_bytes // MIB} MiB", hint="save it and read the file")
        if time.monotonic() > deadline:
            raise ReadError(f"not finished within {options.timeout:g} seconds", hint="try again later")
    # unpacked here and not by httpx, which lets through what is cut or bent
    with files.unpacked(BufferedReader(BytesIO(b"".join(parts)))) as stream:
        data = files.read(stream, options.max_fetch_bytes)
    return Fetched(data, url, media.get_content_charset())


def _failed(error: Exception, options: Options) -> ReadError:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return ReadError(f"no answer within {options.timeout:g} seconds", hint="try again later")
    return ReadError(
        f"can't be fetched: {str(error) or type(error).__name__}", hint="check the address and the connection"
    )
