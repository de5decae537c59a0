"""An end to exchanges over HTTP that a server draws out."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def cut_off(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Ends the connection after so long. Raises TimeoutError where it had to.

    A server may drip its headers, or say "100 Continue" for ever: no read of those runs into its own timeout, and
    nobody but another thread can end them.
    """
    plain, is_over = connection.sock, threading.Event()

    def end() -> None:
        is_over.set()
        with suppress(OSError):
            # The plain socket's own: that of TLS is not for a second thread.
            socket.socket.shutdown(plain, socket.SHUT_RDWR)

    watch = threading.Timer(seconds, end)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()
    if is_over.is_set():
        raise TimeoutError
