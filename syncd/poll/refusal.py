"""What a reply that is no feed means: status, media type and problem become a code and a sentence. Pure but for the clock."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.keys import refuses_by_clock
from syncd.model.wire import CONTRACT
from syncd.poll.transport import Reply
from syncd.strict_json import JsonError, parse

MAX_RETRY_AFTER_S = 3600
_SKEW_WORTH_A_WORD_S = 60
_DAY_S = 24 * 3600
_CONTRACT_MEMBER = re.compile(r"\bcontract\b")
_INVALID_TOKEN = re.compile(r'\s*Bearer\s.*\berror\s*=\s*"?invalid_token"?.*', re.IGNORECASE)


def refused(reply: Reply, host: str) -> TenantError:  # noqa: PLR0911 - one return for each row of the table
    """The error for a reply whose status is not 200."""
    status, code, detail = reply.status, *_problem(reply)
    wait = retry_after_s(reply.headers.get("Retry-After"))
    ahead_s = _ahead_s(reply.headers.get("Date", ""))
    if status == 401 and not _arrived_bare(reply) and ahead_s is not None and refuses_by_clock(ahead_s):  # noqa: PLR2004 - HTTP
        return wrong_clock(host, ahead_s)
    if status in (401, 403):
        return TenantError(Code.AUTH, f"{host} {_why_refused(reply, ahead_s)}.")
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
        # Moodle's own maintenance by command line comes before any plugin: a web page with Retry-After.
        page = status == 503 and wait is not None and "html" in reply.media_type  # noqa: PLR2004 - HTTP
        if page or code in ("maintenance", "upgrade_pending"):
            return TenantError(Code.DOWN, f"{host} is in maintenance: finish the upgrade or maintenance there.", wait)
        return TenantError(Code.DOWN, f"{host} answers with an error of its server ({status}): look at its error log.", wait)
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
        text = reply.beginning
        what = "Moodle's error object" if b'"exception"' in text or b'"errorcode"' in text else "another JSON document"
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
        ahead_s = _ahead_s(value)
        if ahead_s is None:
            return None
        seconds = ahead_s
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


def wrong_clock(host: str, ahead_s: int) -> TenantError:
    """The error for a site whose clock is so far from the centre's that neither side can believe the other."""
    return TenantError(
        Code.SITE_CLOCK,
        f"The clock of {host} is {_apart(ahead_s)}, so neither side can believe the other's proof: let that server follow a time"
        " server. If all sites are shown so, it is the centre's clock.",
    )


def _why_refused(reply: Reply, ahead_s: int | None) -> str:
    """Whether a proof was refused or never arrived: the challenge tells (docs/contract.md section 8), where there is one."""
    if reply.status == 401 and _arrived_bare(reply):  # noqa: PLR2004 - HTTP
        return (
            "got the request without its Authorization header (401): its web server drops it, and the row 'Web server' of the"
            " site's self-test says how to let it through"
        )
    if reply.status == 401 and _INVALID_TOKEN.fullmatch(reply.headers.get("WWW-Authenticate", "")):  # noqa: PLR2004 - HTTP
        return f"got the centre's proof and refused it (401): the site has to join again{_hint(ahead_s)}"
    return f"refused the centre ({reply.status}): the site has to join again, or a firewall is in the way{_hint(ahead_s)}"


def _arrived_bare(reply: Reply) -> bool:
    """Whether the site says that no proof arrived at all: then no clock is to blame."""
    return reply.headers.get("WWW-Authenticate", "").strip().lower() == "bearer"


def _hint(ahead_s: int | None) -> str:
    """A clock that is off may be the reason why a good token is refused."""
    if ahead_s is None or abs(ahead_s) <= _SKEW_WORTH_A_WORD_S:
        return ""
    return f", or its clock, which is {_apart(ahead_s)}, must be set"


def _apart(ahead_s: int) -> str:
    days = abs(ahead_s) // _DAY_S
    return f"{f'{days} days' if days > 1 else f'{abs(ahead_s)} s'} {'ahead' if ahead_s > 0 else 'behind'}"


def _ahead_s(value: str) -> int | None:
    """How far a date of HTTP is ahead of now; None where it says nothing usable, in whatever way it does that."""
    try:
        moment = parsedate_to_datetime(value)
        return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()) - clock.now_ms() // 1000
    except Exception:  # noqa: BLE001 - foreign text: years, zones and numbers of any size
        return None
