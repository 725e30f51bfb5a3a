"""Reads and writes objects of one realm by path through Keycloak's admin API, and counts both."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakGetError, KeycloakPostError, KeycloakPutError, raise_error_from_response

# As many objects as one answer may hold; 640 tenants' clients are seven answers.
PAGE = 100


class RealmApi:
    """The realm at Keycloak. Paths are below `/admin/realms/{realm}`; use it inside `asking`."""

    def __init__(self, admin: KeycloakAdmin) -> None:
        self._connection = admin.connection
        self.realm = str(admin.connection.realm_name)
        self.reads = 0
        self.writes = 0

    def get(self, path: str, **query: object) -> Any:  # noqa: ANN401 - any JSON
        """The object there, or None."""
        self.reads += 1
        response = self._connection.raw_get(self._path(path), **query)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        return _object(response)

    def server_info(self) -> Any:  # noqa: ANN401 - any JSON
        """What this server can do, whatever the realm."""
        self.reads += 1
        return _object(self._connection.raw_get("admin/serverinfo"))

    def pages(self, path: str, **query: object) -> Iterator[Any]:
        """Every object of a long list."""
        first = 0
        while page := self.get(path, first=first, max=PAGE, **query):
            yield from page
            if len(page) < PAGE:
                return
            first += PAGE

    def post(self, path: str, body: object) -> str:
        """Make an object; its id, if Keycloak says one."""
        self.writes += 1
        response = self._connection.raw_post(self._path(path), data=_json(body))
        raise_error_from_response(response, KeycloakPostError)
        return str(response.headers.get("Location", "")).rpartition("/")[2]

    def put(self, path: str, body: object) -> None:
        self.writes += 1
        raise_error_from_response(self._connection.raw_put(self._path(path), data=_json(body)), KeycloakPutError)

    def delete(self, path: str, body: object | None = None) -> None:
        self.writes += 1
        response = self._connection.raw_delete(self._path(path), data=_json(body) if body is not None else None)
        raise_error_from_response(response, KeycloakPutError)

    def create_realm(self, body: dict[str, Any]) -> None:
        self.writes += 1
        raise_error_from_response(self._connection.raw_post("admin/realms", data=_json(body)), KeycloakPostError)

    def _path(self, path: str) -> str:
        return f"admin/realms/{quote(self.realm)}/{path}".rstrip("/")


def segment(name: str) -> str:
    """A name as one segment of a path."""
    return quote(name, safe="")


def _object(response: Any) -> Any:  # noqa: ANN401 - any JSON
    found = raise_error_from_response(response, KeycloakGetError)
    if isinstance(found, bytes):
        raise ValueError("not JSON")  # noqa: TRY004 - see `asking`
    return found


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)
