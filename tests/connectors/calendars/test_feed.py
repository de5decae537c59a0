"""A published feed is read within limits, from where its address says and nowhere else."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import pytest

from officebot.connectors.calendars.feed import FeedCalendar
from officebot.connectors.workers import WorkerPool
from officebot.core.problems import Unavailable, UserError
from officebot.testing.calendarcontract import event
from tests.connectors.calendars.conftest import site
from tests.connectors.webserver import Told, Web, always, web

FEED = (event("a") + event("b", "Other")).encode()


def answering(status: int = 200, body: bytes = FEED, **headers: str) -> Callable[[str, Mapping[str, str]], Told]:
    return always(status, body, **headers)


def feed(served: Web, workers: WorkerPool, **changes: object) -> FeedCalendar:
    largest = changes.pop("largest", 50_000_000)
    assert isinstance(largest, int)
    return FeedCalendar(site(served.url(), **changes), workers, largest=largest)


def refusal(calendar: FeedCalendar) -> str:
    with pytest.raises(UserError) as refused:
        calendar.read()
    calendar.close()
    return refused.value.problems[0].what.render()


def test_each_uid_of_a_feed_is_one_object(workers: WorkerPool) -> None:
    with web(answering()) as served:
        calendar = feed(served, workers)
        assert [(one.calendar, one.href) for one in calendar.read()] == [("anna", "a"), ("anna", "b")]
        assert calendar.read()[0] == calendar.get("a")
        calendar.close()


def test_a_feed_that_did_not_change_is_not_sent_again(workers: WorkerPool) -> None:
    def answer(path: str, asked: Mapping[str, str]) -> Told:
        is_known = asked.get("If-None-Match") == '"7"' and asked.get("If-Modified-Since", "").startswith("Mon")
        return (
            (304, {}, b"")
            if is_known
            else (200, {"ETag": '"7"', "Last-Modified": "Mon, 23 Nov 2026 08:00:00 GMT"}, FEED)
        )

    with web(answer) as served:
        calendar = feed(served, workers)
        assert calendar.read() == calendar.read()
        assert len(calendar.read()) == 2
        calendar.close()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (answering(404), "127.0.0.1 no longer publishes this calendar: ask for the new url."),
        (answering(403), "127.0.0.1 does not give this calendar (status 403): ask for the url."),
        (answering(401, WWW_Authenticate="Basic"), "127.0.0.1 wants a login: write user and password."),
        (answering(body=b"<html>Please log in</html>"),
         "127.0.0.1 is not an iCalendar file, or is damaged: export it again."),
        (answering(body=FEED[:-20]), "127.0.0.1 is not an iCalendar file, or is damaged: export it again."),
        (answering(body=b""), "127.0.0.1 is not an iCalendar file, or is damaged: export it again."),
        (answering(body=gzip.compress(FEED), Content_Encoding="gzip"),
         "127.0.0.1 sends packed bytes that were not asked for: ask whoever runs it to send them unpacked."),
        (answering(302, Location="https://evil.example/x"),
         "127.0.0.1 sends on to another place (https://evil.example): if you trust it, write that as the url."),
        (answering(302, Location="//127.0.0.1:1/x"),
         "127.0.0.1 sends on to another place (http://127.0.0.1:1): if you trust it, write that as the url."),
        (answering(302, Location="file:///etc/passwd"),
         "127.0.0.1 sends on to another place (file://): if you trust it, write that as the url."),
        (answering(301, Location="/feed.ics"), "127.0.0.1 sends in circles: check the url."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_feed_is_one_sentence(
    answer: Callable[[str, Mapping[str, str]], Told], sentence: str, workers: WorkerPool
) -> None:
    with web(answer) as served:
        assert refusal(feed(served, workers)) == sentence


def test_a_redirect_on_the_same_host_is_followed(workers: WorkerPool) -> None:
    with web(
        lambda path, _: (200, {}, FEED) if path == "/new.ics?k=1" else (307, {"Location": "/new.ics?k=1"}, b"")
    ) as served:
        calendar = feed(served, workers)
        assert len(calendar.read()) == 2
        calendar.close()


def test_a_redirect_to_another_protocol_is_another_place(workers: WorkerPool) -> None:
    with web(lambda path, asked: (302, {"Location": f"https://{asked['Host']}/x"}, b"")) as served:
        assert "sends on to another place (https://127.0.0.1" in refusal(feed(served, workers))


@pytest.mark.parametrize("length", ["said", "not said", "a lie"])
def test_a_feed_that_is_too_large_is_not_read_to_its_end(length: str, workers: WorkerPool) -> None:
    said = {
        "said": {},
        "not said": {"Content-Length": "", "Connection": "close"},
        "a lie": {"Content-Length": "99999999"},
    }
    with web(lambda path, _: (200, said[length], b"x" * 2_000_001)) as served:
        assert refusal(feed(served, workers, largest=2_000_000)) == (
            "The feed is larger than 2 MB: ask for one with fewer events."
        )


def test_a_server_that_drips_is_left(workers: WorkerPool) -> None:
    with web(answering()) as served:
        served.drip_seconds = 0.2
        calendar = feed(served, workers, timeout=0.3)
        began = time.monotonic()
        with pytest.raises(Unavailable, match="in time"):
            calendar.read()
        assert time.monotonic() - began < 4
        calendar.close()


def test_a_server_in_trouble_is_tried_again_later(workers: WorkerPool) -> None:
    with web(answering(503)) as served:
        calendar = feed(served, workers)
        with pytest.raises(Unavailable, match="has trouble"):
            calendar.read()
        calendar.close()


def test_an_answer_that_ends_early_is_no_calendar(workers: WorkerPool) -> None:
    with web(answering(Content_Length=str(len(FEED) + 5), Connection="close")) as served:
        calendar = feed(served, workers)
        with pytest.raises(Unavailable):
            calendar.read()
        calendar.close()


def test_a_feed_in_a_private_network_needs_a_word_in_the_settings(workers: WorkerPool) -> None:
    with web(answering()) as served:
        assert refusal(feed(served, workers, anywhere=False)) == (
            "127.0.0.1 lies in a private network: write local = true if that is meant."
        )
        named = FeedCalendar(site(served.url().replace("127.0.0.1", "localhost"), anywhere=False), workers)
        assert "private network" in refusal(named)
        assert served.asked == []


# ── hostile servers ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", ["http://[", "http://127.0.0.1:port/", "//[x"])
def test_a_redirect_to_what_is_no_address_is_refused(workers: WorkerPool, place: str) -> None:
    with web(answering(302, b"", Location=place)) as served:
        assert "another place" in refusal(feed(served, workers))


def test_a_redirect_whose_query_holds_letters_with_accents_is_followed(workers: WorkerPool) -> None:
    def answer(path: str, asked: Mapping[str, str]) -> Told:
        return (302, {"Location": "/moved?name=Zo\xeb&x=%20"}, b"") if path == "/feed.ics" else (200, {}, FEED)

    with web(answer) as served:
        calendar = feed(served, workers)
        assert len(calendar.read()) == 2
        assert served.asked[-1][1] == "/moved?name=Zo%C3%AB&x=%20"
        calendar.close()


def test_a_login_of_no_kind_is_asked_for_by_name_and_password(workers: WorkerPool) -> None:
    with web(answering(401, b"", WWW_Authenticate="\x0b")) as served:
        assert "user and password" in refusal(feed(served, workers))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="it says for ever to go on"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a", id="its headers never end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"a", id="its chunk never begins"),
    ],
)
def test_a_server_that_never_comes_to_its_answer_is_left_in_time(
    workers: WorkerPool, first: bytes, then: bytes
) -> None:
    with dripping(first, then) as port:
        calendar = FeedCalendar(site(f"http://127.0.0.1:{port}/", timeout=0.2), workers)
        began = time.monotonic()
        with pytest.raises(Unavailable) as lost:
            calendar.read()
        assert "in time" in lost.value.what.render()
        assert time.monotonic() - began < 3
        calendar.close()


@contextmanager
def dripping(first: bytes, then: bytes) -> Iterator[int]:
    """A server on this port that begins so, and goes on with the same until nobody listens."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client, suppress(OSError):
                client.recv(4096)
                client.sendall(first)
                while not over.wait(0.01):
                    client.sendall(then)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize(
    ("path", "asked"), [("/Büro.ics", "/B%C3%BCro.ics"), ("/a.ics?name=Büro", "/a.ics?name=B%C3%BCro")]
)
def test_an_address_with_letters_of_any_alphabet_is_asked_for(path: str, asked: str, workers: WorkerPool) -> None:
    with web(answering()) as served:
        calendar = FeedCalendar(site(served.url(path)), workers)
        assert len(calendar.read()) == 2
        assert served.asked[0][1] == asked
        calendar.close()
