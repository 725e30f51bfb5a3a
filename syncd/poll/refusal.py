"""What a reply that is no feed means: status, media type and problem become a code and a sentence. Pure but for the clock."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.model.wire import CONTRACT
from syncd.poll.strict_json import JsonError, parse
from syncd.poll.transport import Reply

MAX_RETRY_AFTER_S = 3600
_SKEW_WORTH_A_WORD_S = 60
_CONTRACT_MEMBER = re.compile(r"\bcontract\b")


def refused(reply: Reply, host: str) -> TenantError:  # noqa: PLR0911 - one return for each row of the table
    """The error for a reply whose status is not 200."""
    status, code, detail = reply.status, *_problem(reply)
    wait = retry_after_s(reply.headers.get("Retry-After"))
    if status in (401, 403):
        return TenantError(
            Code.AUTH,
            f"{host} refused the centre ({status}): the site has to join again, or a firewall is in the way{_skew(reply)}.",
        )
    if status == 404 and code == "not_member":  # noqa: PLR2004 - HTTP
        return TenantError(Code.AUTH, f"{host} says it is no member: it was disconnected or set up anew and has to join again.")
    if status == 400 and code == "bad_request":  # noqa: PLR2004 - HTTP
        if _CONTRACT_MEMBER.search(detail):
            return TenantError(Code.PLUGIN_OLD, f"{host} does not understand contract {CONTRACT}: update local_asnunggul there.")
        return TenantError(
            Code.BAD_PAYLOAD, f"{host} did not accept the centre's request as one of contract {CONTRACT}: tell LAN."
        )
    if status == 429:  # noqa: PLR2004 - HTTP
        return TenantError(Code.RATE_LIMITED, f"{host} asks the centre to come back later (429).", wait)
    if status >= 500:  # noqa: PLR2004 - HTTP
        what = (
            "is in maintenance"
            if code in ("maintenance", "upgrade_pending")
            else f"answers with an error of its server ({status})"
        )
        mend = "finish the upgrade or maintenance there" if code else "look at its error log"
        return TenantError(Code.DOWN, f"{host} {what}: {mend}.", wait)
    if 300 <= status < 400:  # noqa: PLR2004 - HTTP
        return TenantError(
            Code.NOT_API,
            f"{host} redirects to another address ({status}), which is never followed: correct wwwroot and join again.",
        )
    return TenantError(
        Code.NOT_API, f"{host} has no learning feed at its address ({status}): install and upgrade local_asnunggul there."
    )


def not_a_feed(reply: Reply, host: str) -> TenantError:
    """The error for a reply with status 200 and another media type than asked for."""
    if reply.media_type == "application/json":
        what = (
            "Moodle's error object" if b'"exception"' in reply.body or b'"errorcode"' in reply.body else "another JSON document"
        )
    elif "html" in reply.media_type:
        what = "a web page"
    else:
        what = "another kind of document"
    return TenantError(
        Code.NOT_API,
        f"{host} answers with {what} instead of the learning feed: a proxy, a forced login or a missing plugin is in the way.",
    )


def retry_after_s(value: str | None) -> int | None:
    """The seconds of a Retry-After header, 1 to 3600; None when it says nothing usable."""
    if not value:
        return None
    value = value.strip()
    if re.fullmatch(r"-?[0-9]{1,20}", value):
        seconds = int(value)
    else:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()) - clock.now_ms() // 1000
    return max(1, min(MAX_RETRY_AFTER_S, seconds))


def _problem(reply: Reply) -> tuple[str, str]:
    """(code, detail) of a problem document, empty when there is none. For recognising, never for showing."""
    if reply.media_type != "application/problem+json":
        return "", ""
    try:
        document = parse(reply.body)
    except JsonError:
        return "", ""
    if not isinstance(document, dict):
        return "", ""
    return str(document.get("code", "")), str(document.get("detail", ""))


def _skew(reply: Reply) -> str:
    """A clock that is off is a frequent reason why a good token is refused."""
    try:
        moment = parsedate_to_datetime(reply.headers.get("Date", ""))
    except ValueError:
        return ""
    seconds = int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()) - clock.now_ms() // 1000
    if abs(seconds) <= _SKEW_WORTH_A_WORD_S:
        return ""
    return f", or its clock, which is {abs(seconds)} s {'ahead' if seconds > 0 else 'behind'}, must be set"
