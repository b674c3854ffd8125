"""What functions of exported programs in Python do when they run: batches, notes of what was done, calls out.

PROGRAMS is a folder with exports of designs, as NAME/typescript: the functions of a design's two projects
are the same files.
"""

import importlib
import json
import os
import sys
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from table import ClientError, Table, stand_in

TABLE = Table("messageId")


def load(design: str, function: str, *names: str) -> list[ModuleType]:
    """Import modules of a function as Lambda would, alone."""
    folder = Path(os.environ["PROGRAMS"]) / design / "typescript/functions" / function
    own = {path.stem for path in folder.glob("*.py")}
    for name in own:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(folder))
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        sys.path.remove(str(folder))


os.environ["HANDLED_TABLE"] = "handled"
stand_in(TABLE)
batch, correlation, flows, index = load("messaging", "work/by-jobs-log", "batch", "correlation", "flows", "index")
breaker, calls = load("shop", "orders/settle-payment", "breaker", "calls")


class Cloud(NamedTuple):
    """What calls out and what stops calling on a cloud."""

    ask: Callable[..., bytes]
    guard: Callable[[str, Callable[[], object]], object]
    time: ModuleType


def on_aws() -> Cloud:
    """On AWS there is a class for each system outside."""
    circuits: dict[str, Any] = {}

    def guard(name: str, work: Callable[[], object]) -> object:
        circuits.setdefault(name, breaker.Breaker(name))
        return circuits[name].guard(work)

    return Cloud(calls.request, guard, breaker.time)


def on(design: str) -> Cloud:
    """Elsewhere there are functions beside the code."""
    guarding, asking = load(design, "orders/settle-payment", "breaker", "calls")
    return Cloud(asking.ask, guarding.guard, guarding.time)


CLOUDS = {"AWS": on_aws(), "Azure": on("orders.azure"), "Google Cloud": on("orders.gcp")}


@pytest.fixture(params=list(CLOUDS))
def cloud(request: pytest.FixtureRequest) -> Cloud:
    """Return each cloud in turn."""
    return CLOUDS[request.param]


def message(name: str, body: object, correlation_id: str | None = None) -> dict[str, Any]:
    """Return a message of a queue."""
    attributes = {"correlationId": {"stringValue": correlation_id}} if correlation_id else {}
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": name, "body": text, "messageAttributes": attributes}


def failed(*names: str) -> dict[str, Any]:
    """Return the answer that names messages."""
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


class FailedError(Exception):
    """What work fails with."""


class Work:
    """Work that fails at negative numbers, and remembers what it was given under which id."""

    def __init__(self) -> None:
        """Start with nothing done."""
        self.done: list[tuple[int, str]] = []

    def __call__(self, body: dict[str, Any]) -> None:
        """Do it."""
        self.done.append((body["n"], correlation.correlation_id()))
        if body["n"] < 0:
            raise FailedError

    @property
    def numbers(self) -> list[int]:
        """What it was given."""
        return [number for number, _ in self.done]


def test_messages_that_fail_are_named_and_no_others() -> None:
    work = Work()
    records = [message("a", {"n": 1}), message("b", {"n": -1}), message("c", "no JSON"), message("d", {"n": 2})]
    assert batch.each(records, work) == failed("b", "c")
    assert work.numbers == [1, -1, 2]


def test_in_order_the_first_that_fails_comes_again_with_all_that_follow_it() -> None:
    work = Work()
    records = [message("a", {"n": 1}), message("b", {"n": -1}), message("c", {"n": 2})]
    assert batch.each_in_order(records, work) == failed("b", "c")
    assert work.numbers == [1, -1]


def test_records_of_streams_come_again_from_the_first_that_fails() -> None:
    work = Work()
    records = [{"eventID": str(n), "kinesis": {"sequenceNumber": str(n)}, "n": n} for n in (1, -1, 2)]
    assert batch.until_failure(records, ("kinesis", "sequenceNumber"), work) == failed("-1")
    assert work.numbers == [1, -1]


def test_where_no_part_may_fail_all_fails() -> None:
    batch.whole(failed())
    with pytest.raises(RuntimeError):
        batch.whole(failed("a"))


def test_work_goes_on_under_the_id_that_the_message_carries_or_its_own() -> None:
    work = Work()
    inside = {"n": 2, "detail": {"correlationId": "from the event"}}
    batch.each([message("a", {"n": 1}, "from outside"), message("b", inside), message("c", {"n": 3})], work)
    assert [name for _, name in work.done] == ["from outside", "from the event", "c"]
    assert correlation.correlation_id() == "none"


@pytest.fixture
def table() -> Table:
    """Return the table, without items."""
    TABLE.items.clear()
    TABLE.fails = False
    return TABLE


class Counted:
    """Work that counts, and fails at first if told to."""

    def __init__(self, failures: int = 0) -> None:
        """Start with nothing done."""
        self.times = 0
        self.failures = failures

    def __call__(self) -> None:
        """Do it."""
        self.times += 1
        if self.times <= self.failures:
            raise FailedError


def test_the_handler_notes_each_message_that_it_has_worked_off(table: Table) -> None:
    assert index.handler({"Records": [message("a", {}), message("b", "no JSON")]}, None) == failed("b")
    assert list(table.items) == ["a"]
    assert "busyUntil" not in table.items["a"]


def test_an_event_of_a_bus_is_known_by_its_own_id(table: Table) -> None:
    event = {"id": "the event", "detail-type": "JobDone", "detail": {}}
    index.handler({"Records": [message("a", event), message("b", event)]}, None)
    assert list(table.items) == ["the event"]


def test_work_is_not_done_again(table: Table) -> None:
    work = Counted()
    for name in ("a", "a", "b"):
        flows.once(name, work)
    assert work.times == 2
    assert len(table.items) == 2


@pytest.mark.usefixtures("table")
def test_while_it_is_going_on_it_fails_so_that_the_message_comes_again() -> None:
    def again() -> None:
        with pytest.raises(RuntimeError, match="being worked on"):
            flows.once("a", Counted())

    flows.once("a", again)


@pytest.mark.usefixtures("table")
def test_work_that_failed_may_be_done_again() -> None:
    work = Counted(failures=1)
    with pytest.raises(FailedError):
        flows.once("a", work)
    flows.once("a", work)
    assert work.times == 2


def test_work_that_broke_off_may_begin_again_and_what_expired_is_forgotten(table: Table) -> None:
    now = int(time.time())
    table.items["a"] = {"messageId": "a", "expires": now + 1000, "busyUntil": now - 1}
    table.items["b"] = {"messageId": "b", "expires": now - 1}
    work = Counted()
    flows.once("a", work)
    flows.once("b", work)
    assert work.times == 2


def test_where_it_cannot_be_noted_nothing_is_done(table: Table) -> None:
    table.fails = True
    work = Counted()
    with pytest.raises(ClientError, match="Throttling"):
        flows.once("a", work)
    assert work.times == 0


class Partner(HTTPServer):
    """A system outside that answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        """Listen at any free port."""
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: list[int] = []
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Answering(BaseHTTPRequestHandler):
    """Answers with the next status."""

    server: Partner

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked.append(self.command)
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def partner() -> Iterator[Partner]:
    """Return a system outside."""
    server = Partner()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("method", "answers", "times", "well"),
    [
        pytest.param("GET", [503, 429, 200], 3, True, id="an answer that blames the other side is asked for again"),
        pytest.param("GET", [503, 503, 503, 200], 3, False, id="but no more often than said"),
        pytest.param("POST", [503, 200], 1, False, id="what may not be done twice is asked once"),
        pytest.param("GET", [404, 200], 1, False, id="an answer that blames the request stands"),
    ],
)
def test_calls_are_made_again(
    cloud: Cloud, partner: Partner, method: str, answers: list[int], times: int, *, well: bool
) -> None:
    partner.answers = list(answers)
    with nullcontext() if well else pytest.raises(urllib.error.HTTPError):
        cloud.ask(partner.url, method=method, body=None, timeout=2, retries=2)
    assert partner.asked == [method] * times


def test_after_five_failures_in_a_row_nobody_is_asked_for_a_while(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(cloud.time, "monotonic", lambda: now)
    work = Counted(failures=6)
    for _ in range(5):
        with pytest.raises(FailedError):
            cloud.guard("The partner", work)
    with pytest.raises(RuntimeError, match="The partner is not called"):
        cloud.guard("The partner", work)
    assert work.times == 5
    now += 31
    with pytest.raises(FailedError):
        cloud.guard("The partner", work)
    with pytest.raises(RuntimeError, match="The partner is not called"):
        cloud.guard("The partner", work)
    now += 31
    cloud.guard("The partner", work)
    cloud.guard("The partner", work)
    assert work.times == 8


def test_answers_that_blame_the_request_open_no_circuit(cloud: Cloud) -> None:
    refused = urllib.error.HTTPError("https://partner.example", 400, "Bad Request", None, None)  # type: ignore[arg-type]

    def work() -> None:
        raise refused

    for _ in range(9):
        with pytest.raises(urllib.error.HTTPError):
            cloud.guard("Another", work)
