"""The log: one JSON object a line, nothing secret or personal in it, and never a reason to stop."""

import io
import json
import logging

import pytest
import structlog

from syncd import clock, log
from syncd.log import Event, configure, redacted

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl"


@pytest.fixture
def stream():
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    before = structlog.get_config()
    output = io.StringIO()
    configure("info", "json", output)
    yield output
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    structlog.configure(**before)


def fail(text: str) -> None:
    hidden = "local" + "_value"
    raise RuntimeError(text if hidden else "")


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_with_its_facts(stream):
    structlog.get_logger().info(Event.SYNC_FINISHED, tenant="balai", rows=5)
    (line,) = lines(stream)
    assert line.pop("time").endswith("+00:00")
    assert line == {"event": "sync.finished", "level": "info", "tenant": "balai", "rows": 5}


def test_records_of_libraries_have_the_same_form(stream):
    logging.getLogger("library").warning("it is %s", "late")
    assert lines(stream)[0]["event"] == "it is late"


def test_libraries_that_talk_of_addresses_are_silenced(stream):
    logging.getLogger("urllib3.connectionpool").info("https://lms.example")
    assert stream.getvalue() == ""


def test_a_command_that_logs_errors_only_hears_no_warning_of_a_library(stream):
    configure("error", "json", stream)
    logging.getLogger("urllib3.connectionpool").warning("Retrying")
    assert stream.getvalue() == ""


def test_a_level_hides_what_is_below(stream):
    structlog.get_logger().debug(Event.SYNC_FINISHED)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    "secret",
    [
        JWT,
        f"Authorization: Bearer {JWT}",
        "bearer abc.def",
        "ASN1.aHR0cHM6Ly9jZW50cmU.c2VjcmV0",
        "mysql+pymysql://syncd:hunter2@db/asn",
        "198001012005011001",
        "19800101 200501 1 001",
        "19800101.200501.1.001",
        "NIP 198001012005011001, see there",
    ],
)
def test_a_secret_or_a_nip_in_any_text_is_hidden(stream, secret):
    structlog.get_logger().info(secret, note=secret, deep={"list": [secret]})
    logging.getLogger("library").warning("%s", secret)
    try:
        fail(secret)
    except RuntimeError:
        structlog.get_logger().exception(Event.SYNC_CRASHED)
    text = stream.getvalue()
    for part in (JWT, "abc.def", "c2VjcmV0", "hunter2", "198001012005011001", "200501 1 001", "200501.1.001"):
        assert part not in text
    assert text.count("[redacted]") >= 4


@pytest.mark.parametrize("name", ["token", "Authorization", "client_secret", "password", "Cookie", "private_key", "join_code"])
def test_a_field_that_is_named_like_a_secret_is_hidden(stream, name):
    structlog.get_logger().info(Event.SYNC_FINISHED, **{name: "plain"})
    assert lines(stream)[0][name] == "[redacted]"


@pytest.mark.parametrize("harmless", ["2026-11-23", "1795480000000", 1_795_480_000_000, "a" * 64, 17, None, True, "catalogue"])
def test_what_is_harmless_stays(harmless):
    assert redacted(harmless) == harmless


def test_a_number_as_long_as_a_nip_is_hidden():
    assert redacted(198001012005011001) == "[redacted]"


def test_one_event_is_one_line_whatever_is_in_it(stream):
    structlog.get_logger().info('a\r\n{"event":"forged"}\x1b[31m', note="\n\n")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


def test_columns_show_no_local_variables():
    output = io.StringIO()
    configure("info", "columns", output)
    try:
        fail("gone " + "wrong")
    except RuntimeError:
        structlog.get_logger().exception(Event.SYNC_CRASHED, tenant="balai")
    assert "gone wrong" in output.getvalue()
    assert "local_value" not in output.getvalue()


def test_k09_a_log_that_cannot_be_written_does_not_stop_the_work(stream):
    class Closed(io.StringIO):
        def write(self, _text):
            raise BrokenPipeError

    configure("info", "json", Closed())
    structlog.get_logger().info(Event.SYNC_FINISHED)
    logging.getLogger("library").error("x")


def test_every_event_is_a_noun_and_a_verb():
    assert all(len(event.value.split(".")) == 2 for event in Event)
    assert log.Event("sync.finished") is Event.SYNC_FINISHED


FOREIGN = {
    "a text": "x" * 5_000_000,
    "a list": ["x" * 10_000] * 500,
    "names of members": {"k" * 100_000 + str(number): number for number in range(60)},
    "depth": json.loads("[" * 500 + "]" * 500),
    "a number": 7**30_000,
    "an object": ValueError("y" * 5_000_000),
    "bytes": b"\xff" * 5_000_000,
}


@pytest.mark.parametrize("value", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("where", ["event", "fact", "library", "traceback"])
def test_no_foreign_value_makes_a_line_of_megabytes(stream, value, where):
    match where:
        case "event":
            structlog.get_logger().warning(value)
        case "fact":
            structlog.get_logger().warning(Event.SYNC_FAILED, detail=value)
        case "library":
            logging.getLogger("urllib3.connection").error("Failed to parse headers: %s", str(type(value)) + "z" * 5_000_000)
        case _:
            try:
                fail(f"{type(value)}" + "w" * 5_000_000)
            except RuntimeError:
                structlog.get_logger().exception(Event.SYNC_CRASHED)
    assert 0 < len(stream.getvalue()) < 16 * 1024
    assert len(stream.getvalue().splitlines()) == 1


def test_a_long_text_keeps_its_beginning_and_its_end(stream):
    structlog.get_logger().warning(Event.SYNC_FAILED, detail="begin" + "x" * 10_000 + "end")
    found = str(lines(stream)[0]["detail"])
    assert found.startswith("begin")
    assert found.endswith("end")
    assert "characters left out" in found


def test_a_secret_behind_a_long_text_is_hidden_too(stream):
    structlog.get_logger().warning(Event.SYNC_FAILED, detail="x" * 10_000 + f" {JWT}")
    structlog.get_logger().warning(Event.SYNC_FAILED, detail="x " * 50_000 + JWT)
    assert JWT[:20] not in stream.getvalue()


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x9b31m", "a\r\nb", "\u202egnp.exe", "\x07", "\ud800", "x\nsync.finished tenant=balai"]
)
def test_columns_on_a_terminal_show_no_escape_and_no_second_line(text):
    output = io.StringIO()
    configure("info", "columns", output)
    structlog.get_logger().info(text, note=text)
    shown = output.getvalue()
    assert len(shown.splitlines()) == 1
    assert not set(shown) & set("\x1b\x9b\r\u202e\x07\ud800")


def test_what_anybody_can_cause_is_told_so_often_a_minute_and_then_how_often_it_was_not(stream, monkeypatch):
    monkeypatch.setattr(clock, "monotonic", lambda: 1000.0)
    for _ in range(150):
        structlog.get_logger().warning(Event.JOIN_REFUSED, code="code_expired")
        structlog.get_logger().warning(Event.SYNC_FAILED, tenant="balai")
    told = [line["event"] for line in lines(stream)]
    assert (told.count("join.refused"), told.count("sync.failed")) == (100, 150)
    monkeypatch.setattr(clock, "monotonic", lambda: 1060.0)
    structlog.get_logger().warning(Event.REQUEST_REFUSED, reason="form")
    structlog.get_logger().warning(Event.REQUEST_REFUSED, reason="form")
    assert [line.get("left_out") for line in lines(stream)[-2:]] == [50, None]


def test_requests_that_are_no_http_write_no_lines(stream):
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert stream.getvalue() == ""
