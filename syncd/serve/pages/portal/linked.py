"""A course as search engines read it: schema.org's Course as JSON-LD, which nothing in it can end. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from jinja2.utils import htmlsafe_json_dumps

from syncd.foreign_text import escaped
from syncd.index.document import Card
from syncd.index.facets import language_of
from syncd.serve.pages.texts import WIB

_CONTEXT = "https://schema.org"
_MODES = {"mandiri": "asynchronous", "sinkron": "synchronous", "campuran": "blended"}
_LAST_SECOND = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def linked(card: Card, address: str) -> str:
    """The content of the script element; `address`: of the page that shows the course."""
    row = card.course
    run = {
        "@type": "CourseInstance",
        "courseMode": _MODES.get(row["format"]),
        "courseWorkload": None if row["minutes"] is None else f"PT{row['minutes']}M",
        "startDate": _day(row["starts"]),
        "endDate": _day(row["ends"]),
    }
    stars = card.standing.stars
    about = {
        "@context": _CONTEXT,
        "@type": "Course",
        "url": address,
        "name": row["title"],
        "description": row["summary"],
        "inLanguage": next(iter(language_of(row)), None),
        "educationalLevel": row["level"],
        "provider": {"@type": "GovernmentOrganization", "name": card.agency},
        "hasCourseInstance": _known(run),
        "aggregateRating": stars
        and {"@type": "AggregateRating", "ratingValue": stars, "ratingCount": card.standing.votes, "bestRating": 5},
    }
    return htmlsafe_json_dumps(_known(about), lambda values: escaped(json.dumps(values, ensure_ascii=False)))


def _known(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _day(seconds: int | None) -> str | None:
    if seconds is None or seconds > _LAST_SECOND:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone(WIB).date().isoformat()
