"""The one small pool of worker processes in which bytes from outside are parsed, with limits on time and memory.

A worker is a process of our own program, told over pipes what to call. The pipes carry pickles, and both ends
are ours: nothing from outside is ever unpickled. A batch is sent whole; when the worker dies, hangs or runs
out of a limit, the batch is halved until the one poisonous item stands alone, and only it gets a fault. Where the worker
had noted whom it was asking, whoever sent the batch may ask again without that one.
"""

from __future__ import annotations

import os
import pickle
import queue
import selectors
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from officebot.connectors.bare import bare_environment

#: Address space over what a fresh worker has: enough for the largest mail, too little for a bomb.
MEMORY_BYTES = 600 * 1024 * 1024
#: What a worker needs for the largest sheet that is read.
WORKBOOK_BYTES = 2_000_000_000
_LENGTH = struct.Struct(">Q")
_SECONDS_TO_START = 30.0
#: The variable that tells the process the handle of the file in which it may note whom it is asking, in so many bytes.
NOTED_IN = "OFFICEBOT_ASKING_IN"
_NOTED_BYTES = 200

#: A function by its name, and what it gets beside each result of the first.
Then: TypeAlias = tuple[str, Any]
#: Asked when a worker is lost: whom it was asking ("" for nobody), and how it was lost; what to ask instead, or None.
Again: TypeAlias = Callable[[str, str], Then | None]
_Call: TypeAlias = tuple[str, list[Any], Then | None]


@dataclass(frozen=True, slots=True)
class WorkerFault:
    """An item that no worker survived: "timeout", "died", or the name of the exception."""

    kind: str


class _Lost(Exception):
    """The worker is gone: it died, or it was ended because its time was up."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class WorkerPool:
    """A few worker processes, each started when first needed and ended when idle, so that waiting costs no memory.

    `at_start` names a function that each new worker calls first, with what it is given; `module` what it loads before
    anything is asked of it.
    """

    def __init__(
        self,
        *,
        size: int = 1,
        idle_seconds: float = 60.0,
        memory_bytes: int = MEMORY_BYTES,
        at_start: tuple[str, Any] | None = None,
        module: str = "",
    ) -> None:
        self._all = [_Worker(idle_seconds, memory_bytes, at_start, module) for _ in range(size)]
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._all:
            self._free.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        """How many batches it works on at once."""
        return len(self._all)

    def start(self) -> None:
        """Start the workers without waiting for them: they load what they need while the caller does."""
        for worker in self._all:
            worker.start()

    def run(self, function: str, payload: Any, timeout: float) -> Any:
        """What `function` ("module:name") returns for the payload, or a WorkerFault."""
        return self.map_batch(function, [payload], timeout)[0]

    def map_batch(
        self,
        function: str,
        payloads: Sequence[Any],
        timeout_each: float,
        then: Then | None = None,
        again: Again | None = None,
    ) -> list[Any]:
        """A result or a WorkerFault for each payload, in order.

        `then` names a second function, called with each result and a value of its own: what it returns comes back.
        `again` says what is asked in its place once a worker was lost over it.
        """
        # The one that worked last comes first: a second process is only started for work at the same time.
        worker = self._free.get()
        try:
            return worker.map(function, payloads, timeout_each, then, again)
        finally:
            self._free.put(worker)

    def start_batch(
        self,
        function: str,
        payloads: Sequence[Any],
        timeout_each: float,
        then: Then | None = None,
        again: Again | None = None,
    ) -> Callable[[], list[Any]]:
        """The same, begun now and waited for later: what is returned gives the results."""
        box: list[list[Any]] = []
        fault: list[BaseException] = []

        def work() -> None:
            try:
                box.append(self.map_batch(function, payloads, timeout_each, then, again))
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                fault.append(error)

        thread = threading.Thread(target=work, name="batch", daemon=True)
        thread.start()

        def wait() -> list[Any]:
            thread.join()
            if fault:
                raise fault[0]
            return box[0]

        return wait

    def renew(self, at_start: tuple[str, Any]) -> None:
        """Call this function with this value in every worker: in those that run now, and in each that will start."""
        for worker in self._all:
            worker.renew(at_start)

    def close(self) -> None:
        """End the workers."""
        for worker in self._all:
            worker.close()


class _Worker:
    """One worker process: asked by one thread at a time."""

    def __init__(
        self, idle_seconds: float, memory_bytes: int, at_start: tuple[str, Any] | None, module: str = ""
    ) -> None:
        self._idle_seconds = idle_seconds
        self._at_start = at_start
        self._memory_bytes = memory_bytes
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.RLock()
        self._last_use = 0.0
        self._reaper: threading.Timer | None = None
        #: In it the process notes whom it is asking, so that it is known when the process is gone.
        self._noted = tempfile.TemporaryFile(prefix="officebot-")  # noqa: SIM115 - closed with the worker

    def map(
        self,
        function: str,
        payloads: Sequence[Any],
        timeout_each: float,
        then: Then | None,
        again: Again | None = None,
    ) -> list[Any]:
        """As the pool's `map_batch`."""
        with self._lock:
            return self._map(function, payloads, timeout_each, then, again)

    def start(self) -> None:
        """As the pool's `start`."""
        with self._lock:
            if self._process is None:
                self._begin()
                self._rest()

    def renew(self, at_start: tuple[str, Any]) -> None:
        """As the pool's `renew`, once the present batch is done."""
        with self._lock:
            self._at_start = at_start
            # It starts again with the next batch, and with the new value.
            self._end()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._reaper is not None:
                self._reaper.cancel()
            self._end()
            self._noted.close()

    # ── one batch ─────────────────────────────────────────────────────────────────────────────────────────

    def _map(
        self, function: str, payloads: Sequence[Any], timeout_each: float, then: Then | None, again: Again | None
    ) -> list[Any]:
        if not payloads:
            return []
        try:
            return self._ask((function, list(payloads), then), _patience(timeout_each, len(payloads)))
        except _Lost as lost:
            instead = again(self._asked(), lost.kind) if again is not None else None
            if instead is not None:
                return self._map(function, payloads, timeout_each, instead, again)
            if len(payloads) == 1:
                return [WorkerFault(lost.kind)]
            middle = len(payloads) // 2
            first = self._map(function, payloads[:middle], timeout_each, then, again)
            return first + self._map(function, payloads[middle:], timeout_each, then, again)

    def _asked(self) -> str:
        """Whom the process was asking when it was lost."""
        return os.pread(self._noted.fileno(), _NOTED_BYTES, 0).rstrip(b"\0").decode("utf-8", "replace")

    def _ask(self, call: _Call, timeout: float) -> list[Any]:
        try:
            if self._process is None or self._process.poll() is not None:
                self._begin()
            answer = self._exchange(call, timeout)
        except (BrokenPipeError, EOFError) as error:
            self._end()
            raise _Lost("died") from error
        except TimeoutError as error:
            self._end()
            raise _Lost("timeout") from error
        self._rest()
        return answer

    def _exchange(self, call: _Call, timeout: float) -> list[Any]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        request = pickle.dumps(call, protocol=5)
        process.stdin.write(_LENGTH.pack(len(request)))
        process.stdin.write(request)
        process.stdin.flush()
        answer: list[Any] = pickle.loads(self._receive(process, timeout))  # noqa: S301 - from our own worker
        return answer

    def _receive(self, process: subprocess.Popen[bytes], timeout: float) -> bytes:
        deadline = time.monotonic() + timeout
        assert process.stdout is not None
        handle = process.stdout.fileno()
        (length,) = _LENGTH.unpack(_exactly(handle, _LENGTH.size, deadline))
        return _exactly(handle, length, deadline)

    # ── the process ───────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        self._end()
        noted = self._noted.fileno()
        os.ftruncate(noted, 0)
        command = [sys.executable, "-I", "-m", "officebot.connectors.worker", str(self._memory_bytes), self._module]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            close_fds=True,
            pass_fds=[noted],
            env={**bare_environment(), NOTED_IN: str(noted)},
        )
        if self._at_start is not None:
            function, payload = self._at_start
            self._exchange((function, [payload], None), _SECONDS_TO_START)

    def _rest(self) -> None:
        """End the worker when it has not been used for a while."""
        self._last_use = time.monotonic()
        if self._reaper is None or not self._reaper.is_alive():
            self._reaper = threading.Timer(self._idle_seconds, self._end_if_idle)
            self._reaper.daemon = True
            self._reaper.start()

    def _end_if_idle(self) -> None:
        with self._lock:
            self._reaper = None
            left = self._idle_seconds - (time.monotonic() - self._last_use)
            if left <= 0:
                self._end()
            elif self._process is not None:
                self._reaper = threading.Timer(left, self._end_if_idle)
                self._reaper.daemon = True
                self._reaper.start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except BrokenPipeError:
                continue
        process.wait()


def _patience(each: float, count: int) -> float:
    """How long a batch may take: one slow item's time, and a little for each of the others."""
    return each + 0.02 * count


def _answers(handle: int, seconds: float) -> bool:
    """Whether there is something to read within that time. `select.select` would know the first 1,024 handles only."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(handle, selectors.EVENT_READ)
        return bool(waiting.select(seconds))


def _exactly(handle: int, count: int, deadline: float) -> bytes:
    chunks: list[bytes] = []
    while count:
        left = deadline - time.monotonic()
        if left <= 0 or not _answers(handle, left):
            raise TimeoutError
        chunk = os.read(handle, min(count, 1 << 20))
        if not chunk:
            raise EOFError
        chunks.append(chunk)
        count -= len(chunk)
    return b"".join(chunks)
