"""A web server for tests that answers as it is told, on loopback, with TLS where it gets a certificate."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: A status, headers and a body; None for the length lets the connection's end say where the body ends.
Told = tuple[int, Mapping[str, str], bytes]


@dataclass(slots=True)
class Web:
    """The running server: its port, what was asked of it (method, path, headers)."""

    port: int = 0
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    drip_seconds: float = 0.0

    def url(self, path: str = "/feed.ics", scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"


def always(status: int, body: bytes = b"", **headers: str) -> Callable[[str, Mapping[str, str]], Told]:
    """The same answer to everything; `_` in a header's name stands for `-`."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda path, asked: (status, told, body)


@contextmanager
def web(answer: Callable[[str, Mapping[str, str]], Told], context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Serve what `answer` says of a path and the request's headers."""
    state = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *args: object) -> None:
            pass

        def _all(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.asked.append((self.command, self.path, dict(self.headers)))
            status, headers, body = answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            if not state.drip_seconds:
                self.wfile.write(body)
                return
            for byte in body:
                threading.Event().wait(state.drip_seconds)
                self.wfile.write(bytes([byte]))
                self.wfile.flush()

        do_GET = do_PROPFIND = do_REPORT = do_PUT = do_OPTIONS = _all

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is no news."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        state.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
