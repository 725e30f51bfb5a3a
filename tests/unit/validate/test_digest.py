"""The digests of a proven page, and every way in which they can be unusable."""

import re

import pytest

from syncd.errors import Code, TenantError
from syncd.model.digest import KindDigest, Sums
from syncd.model.wire import NO_ENTRY, DigestPage
from syncd.validate.digest import validate_digest

WHOLE = {"count": 3, "high": 5, "low": 7, "buckets": [[0, 1, 2, 3], [255, 2, 3, 4]]}
TOTAL_ONLY = {"count": 3, "high": 5, "low": 7, "buckets": None}


def page(**digests):
    return DigestPage("learning", NO_ENTRY, digests)


def refused(**digests):
    with pytest.raises(TenantError) as caught:
        validate_digest(page(**digests))
    assert caught.value.code == Code.BAD_PAYLOAD
    return caught.value.detail


def test_a_digest_is_its_total_and_its_buckets():
    found = validate_digest(page(enrolment=WHOLE, completion=TOTAL_ONLY))
    assert found["enrolment"].total == Sums(3, 5, 7)
    assert found["enrolment"].buckets == {0: Sums(1, 2, 3), 255: Sums(2, 3, 4)}
    assert found["completion"] == KindDigest(Sums(3, 5, 7))


def test_a_kind_that_is_missing_is_named():
    assert refused(enrolment=WHOLE) == "the digest of learning lacks the kind completion"


@pytest.mark.parametrize(
    "change",
    [
        {"count": -1},
        {"count": 2**63},
        {"count": "3"},
        {"count": True},
        {"count": 3.0},
        {"high": None},
        {"buckets": 1},
        {"buckets": [[0, 1, 2]]},
        {"buckets": [[256, 3, 5, 7]]},
        {"buckets": [[-1, 3, 5, 7]]},
        {"buckets": [[0, 3, 5, 2**63]]},
        {"buckets": [["0", 3, 5, 7]]},
        {"buckets": [[False, 3, 5, 7]]},
    ],
)
def test_a_digest_of_another_shape_is_refused_by_the_name_of_its_stream(change):
    assert refused(enrolment=WHOLE | change, completion=TOTAL_ONLY) == "the digest of learning does not have the agreed shape"


@pytest.mark.parametrize("buckets", [[], [[0, 3, 5, 8]], [[0, 1, 2, 3], [0, 2, 3, 4]]])
def test_buckets_that_are_not_the_total_contradict_it(buckets):
    assert re.fullmatch("the digest of enrolment contradicts its own buckets", refused(enrolment=WHOLE | {"buckets": buckets}))
