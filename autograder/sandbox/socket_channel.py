"""Grader side: bytes to and from a candidate over a stream socket, each piece by a deadline."""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Iterator

_SMALL = 1 << 16  # bytes; what is smaller is taken together with all that is there
_AT_ONCE = 1 << 20  # bytes


class SocketChannel:
    """A `candidate.Channel`. Ancillary data is never asked for, so never taken."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self._socket = sock
        self._ahead = b""  # what came together with the bytes that were asked for
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(sock, select.POLLIN)
        self._writable.register(sock, select.POLLOUT)

    def send(self, pieces: list[bytes | memoryview], deadline: float) -> None:
        """Write all pieces or raise TimeoutError or EOFError."""
        with _gone_is_eof():
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[self._send_some(rest, deadline) :]

    def receive(self, size: int, deadline: float) -> bytearray:
        """Exactly `size` bytes or TimeoutError or EOFError."""
        data = bytearray(size)
        view = memoryview(data)
        with _gone_is_eof():
            while view:
                view = view[self._receive_some(view, deadline) :]
        return data

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _send_some(self, piece: memoryview, deadline: float) -> int:
        try:
            return self._socket.send(piece)  # mostly there is room, so nothing has to be waited for
        except BlockingIOError:
            _wait(self._writable, deadline)
            return 0

    def _receive_some(self, view: memoryview, deadline: float) -> int:
        """Fill the beginning of `view`, from what is there already if there is any."""
        if not self._ahead:
            _wait(self._readable, deadline)
            if len(view) >= _SMALL:
                return _not_none(self._socket.recv_into(view[:_AT_ONCE]))
            self._ahead = self._socket.recv(_SMALL)
        count = min(len(self._ahead), len(view))
        view[:count], self._ahead = self._ahead[:count], self._ahead[count:]
        return _not_none(count)


def _wait(poll: select.poll, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError


def _not_none(count: int) -> int:
    if not count:
        raise EOFError
    return count


@contextlib.contextmanager
def _gone_is_eof() -> Iterator[None]:
    """Whatever else is wrong with a socket: there is nobody at its other end any more."""
    try:
        yield
    except TimeoutError:
        raise
    except OSError:
        raise EOFError from None
