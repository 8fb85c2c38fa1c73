"""Network waits that end together: however slowly the other side trickles, one call has one deadline.

An HTTP client's own timeouts hold for each read, so a server that sends a byte a second could keep a
device waiting for ever; and looking up a name has no timeout at all.
"""

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from typing import Any

import httpcore

from messaging.clock import real_monotonic_s

_Address = tuple[str, int]


class NameNotFoundInTime(httpcore.ConnectTimeout):
    """Nobody has said in time which address a name has; the machine of that name was not asked anything."""


class _Deadline(threading.local):
    """When the call that this thread is making has to be over (`real_monotonic_s`)."""

    at_s: float | None = None

    def left_s(self, timeout_s: float | None, late: type[Exception]) -> float | None:
        """The shorter of the timeout and what is left; raises `late` when nothing is."""
        if self.at_s is None:
            return timeout_s
        left_s = self.at_s - real_monotonic_s()
        if left_s <= 0:
            raise late("the answer took too long")
        return left_s if timeout_s is None else min(timeout_s, left_s)


class BoundedNetwork(httpcore.NetworkBackend):
    """TCP and TLS through httpcore, every wait of a call inside the call's deadline."""

    def __init__(self) -> None:
        self._network = httpcore.SyncBackend()
        self._deadline = _Deadline()
        self._names = _NameLookup()

    @contextmanager
    def deadline(self, within_s: float) -> Iterator[None]:
        """Everything this thread does on this network inside the block ends within `within_s` seconds."""
        self._deadline.at_s = real_monotonic_s() + within_s
        try:
            yield
        finally:
            self._deadline.at_s = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left_s = self._deadline.left_s(timeout, httpcore.ConnectTimeout)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address, address_port in self._names.addresses(host, port, left_s):
            left_s = self._deadline.left_s(timeout, httpcore.ConnectTimeout)
            try:
                stream = self._network.connect_tcp(address, address_port, left_s, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


class _BoundedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left_s(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left_s(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left_s = self._deadline.left_s(timeout, httpcore.ConnectTimeout)
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, left_s), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _NameLookup:
    """Asks the resolver on a thread that may be left behind; one question per name at a time."""

    def __init__(self) -> None:
        self._asked: dict[_Address, Future[list[_Address]]] = {}
        self._lock = threading.Lock()

    def addresses(self, host: str, port: int, timeout_s: float | None) -> list[_Address]:
        """Raises NameNotFoundInTime or httpcore.ConnectError."""
        with self._lock:
            answer = self._asked.get((host, port))
            if answer is None:
                answer = self._asked[host, port] = Future()
                threading.Thread(
                    target=self._ask, args=(host, port, answer), name=f"look up {host}", daemon=True
                ).start()
        try:
            return answer.result(timeout_s)
        except FutureTimeout:
            raise NameNotFoundInTime(f"the name {host} was not found in time") from None
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} is unknown: {error}") from error

    def _ask(self, host: str, port: int, answer: Future[list[_Address]]) -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.set_result([(str(entry[4][0]), port) for entry in found])
        except (OSError, UnicodeError) as error:
            answer.set_exception(error if isinstance(error, OSError) else OSError(str(error)))
        finally:
            with self._lock:
                del self._asked[host, port]
