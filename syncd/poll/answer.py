"""Proves that an answer is whole, the tenant's, and to this request (docs/contract.md section 3). Pure but for the clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.keys import Refusal, TokenRefusedError, sha256_hex, verify_seal
from syncd.model.kinds import MAX_ID, MAX_TIME, STREAMS
from syncd.model.profile import of_wire
from syncd.model.tenant import TenantAddress
from syncd.model.wire import CONTRACT, Answer, Ask, Handshake
from syncd.poll.address import shown_host
from syncd.poll.line import MAX_LINE, cursor_at, number
from syncd.poll.line import broken as _broken
from syncd.poll.line import members as _object
from syncd.poll.page import NAME, prove_page
from syncd.poll.refusal import wrong_clock

_HEX32 = re.compile(r"[0-9a-f]{32}")
_VERSION = re.compile(r"[\x20-\x7e]{1,40}")
_MOST_CONTRACTS = 100
_WITH_PROFILE = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it was sent."""

    address: TenantAddress
    centre: str
    nonce: str
    asks: Sequence[Ask]
    contract: int = CONTRACT


def parse_answer(body: bytes, asked: Asked, wire_bytes: int) -> Answer:
    """The proven answer, or TenantError: nothing of an answer that fails here may be used."""
    end = body.rfind(b"\n", 0, -1) + 1  # where the seal line begins
    if not end or not body.endswith(b"\n"):
        _broken("it is cut off")
    try:
        seal, served = _check_seal(body[end:], memoryview(body)[:end], asked)
    except TenantError:
        # Another contract may seal differently.
        _check_contract(_object(body[: min(body.find(b"\n"), MAX_LINE)], "handshake"), asked.contract)
        raise
    if body.count(b"\n", 0, end) != 1 + 3 * len(asked.asks):
        _broken("it does not have one page for each ask")
    content = _lines(body, end)
    greeting = _object(content[0], "handshake")
    _check_contract(greeting, asked.contract)
    handshake = _handshake(greeting, asked)
    lines_of = [content[at : at + 3] for at in range(1, len(content), 3)]
    pages = [prove_page(ask, *three, contract=asked.contract) for ask, three in zip(asked.asks, lines_of, strict=True)]
    skew = handshake.clock - clock.now_ms() // 1000
    return Answer(handshake, asked.asks, pages, served, wire_bytes, skew, seal)


def _lines(body: bytes, end: int) -> list[memoryview]:
    """The lines before the end, without a copy of any."""
    view, start, found = memoryview(body), 0, []
    while start < end:
        stop = body.index(b"\n", start)
        found.append(view[start:stop])
        start = stop + 1
    return found


def _check_contract(greeting: dict[str, object], asked: int) -> None:
    """Refuses an answer of another version than was asked for."""
    contract = greeting.get("contract")
    if type(contract) is not int:
        _broken("the handshake has no contract number")
    if contract > asked:
        raise TenantError(Code.PLUGIN_NEW, f"The plugin speaks contract {contract}, the centre {asked}: LAN must update syncd.")
    if contract < asked:
        raise TenantError(Code.PLUGIN_OLD, f"The plugin speaks contract {contract}, the centre {asked}: update local_asnunggul.")


def _check_seal(line: bytes, sealed: memoryview, asked: Asked) -> tuple[str, str]:
    """The seal, and the sha256 of the key set the tenant serves now, if the seal is the tenant's over exactly these bytes.

    Nothing but the seal is parsed before this: whoever cannot sign costs no more than the bytes that came.
    """
    seal = _object(line, "seal").get("seal")
    if not isinstance(seal, str):
        _broken("it has no seal")
    try:
        claims = verify_seal(seal, asked.address.jwks, asked.address.url, asked.centre, asked.nonce, sha256_hex(sealed))
    except TokenRefusedError as error:
        if error.reason is Refusal.CLOCK:
            # It is the answer to this very request, so no cache kept it.
            raise wrong_clock(shown_host(asked.address.url), error.ahead_s) from None
        raise _unsealed(error.reason) from None
    except ValueError:
        raise TenantError(Code.AUTH, "The key set stored for this tenant cannot be read: the tenant has to join again.") from None
    return seal, claims.jwks


def _unsealed(reason: Refusal) -> TenantError:
    """What a seal that is not believed means to the person who has to mend it."""
    match reason:
        case Refusal.KEY | Refusal.SIGNATURE:
            return TenantError(
                Code.WRONG_SITE,
                "The answer is signed with a key that is not the tenant's: another site answers at its address,"
                " or the site lost its key and has to join again.",
            )
        case Refusal.ISSUER:
            return _other_address()
        case Refusal.NONCE | Refusal.SHA256:
            return TenantError(
                Code.BAD_PAYLOAD,
                "The answer is not the one to this request: a proxy before the tenant keeps or changes answers of feed.php.",
            )
        case Refusal.AUDIENCE:
            return TenantError(
                Code.BAD_PAYLOAD, "The answer is sealed for another centre: the tenant has to join this one again."
            )
        case _:
            return TenantError(Code.BAD_PAYLOAD, "The answer is not usable: its seal is not one of this contract.")


def recognise(site: object, url: object, address: TenantAddress) -> None:
    """WRONG_SITE unless whoever answers is the site that joined, and at the address at which it joined."""
    if site != address.site:
        raise TenantError(Code.WRONG_SITE, "Another site answers at the tenant's address: its id is not the one that joined.")
    if url != address.url:
        raise _other_address()


def _handshake(greeting: dict[str, object], asked: Asked) -> Handshake:
    site, url = _text(greeting, "site", _HEX32), greeting.get("url")
    recognise(site, url, asked.address)
    if greeting.get("nonce") != asked.nonce:
        raise _unsealed(Refusal.NONCE)
    streams = greeting.get("streams")
    if not isinstance(streams, list) or not all(isinstance(name, str) and NAME.fullmatch(name) for name in streams):
        _broken("the handshake's streams are not a list of names")
    paused = greeting.get("paused")
    if not isinstance(paused, bool):
        _broken("the handshake does not say whether reading is paused")
    return Handshake(
        contract=asked.contract,
        site=site,
        url=asked.address.url,
        epoch=_text(greeting, "epoch", _HEX32),
        plugin=number(greeting, "plugin", MAX_ID),
        release=_text(greeting, "release", _VERSION),
        moodle=_text(greeting, "moodle", _VERSION),
        php=_text(greeting, "php", _VERSION),
        clock=number(greeting, "clock", MAX_TIME),
        # A newer plugin may offer streams this centre does not know yet.
        streams=tuple(name for name in STREAMS if name in streams),
        log=cursor_at(greeting.get("log"), "the handshake's log"),
        paused=paused,
        contracts=_contracts(greeting, asked),
        sign_in=_sign_in(greeting),
        profile=of_wire(greeting.get("profile")) if asked.contract >= _WITH_PROFILE else None,
    )


def _contracts(greeting: dict[str, object], asked: Asked) -> tuple[int, ...]:
    """All versions the site speaks; a plugin that does not say so speaks that of its answer only."""
    said = greeting.get("contracts", [asked.contract])
    numbers = isinstance(said, list) and len(said) <= _MOST_CONTRACTS and all(type(one) is int for one in said)
    if not isinstance(said, list) or not numbers or asked.contract not in said:
        _broken("the handshake's contracts are not a list of numbers with that of the answer")
    if asked.contract < asked.address.contract and asked.address.contract in said:
        # Else the columns that only the refused version has would be lost, and the copy called equal.
        _broken(f"the site refuses version {asked.address.contract} of the contract, which it says it speaks")
    return tuple(said)


def _sign_in(greeting: dict[str, object]) -> bool | None:
    said = greeting.get("sign_in")
    if said is not None and not isinstance(said, bool):
        _broken("the handshake does not say whether people sign in at the identity issuer")
    return said


def _text(members: dict[str, object], name: str, pattern: re.Pattern[str]) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _broken(f"the handshake's {name} is missing or malformed")
    return value


def _other_address() -> TenantError:
    return TenantError(
        Code.WRONG_SITE,
        "The site that answers calls itself by another address: it is a copy, or the site has moved and has to join again.",
    )
