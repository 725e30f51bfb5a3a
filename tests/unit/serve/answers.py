"""What an answer of the API must look like."""

from sqlalchemy import func, select

from syncd.store.engine import reading
from syncd.store.schema import tenant

JOIN = "/api/v1/join"


def problem(response, status: int, code: str) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert (document["type"], document["status"], document["code"]) == ("about:blank", status, code)
    assert document["title"]
    assert document["detail"].endswith(".")
    return document


def nobody_joined(engine) -> bool:
    with reading(engine) as conn:
        return conn.execute(select(func.count()).select_from(tenant)).scalar() == 0
