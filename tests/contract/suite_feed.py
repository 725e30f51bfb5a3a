"""How every tenant is read, said as tests: handshake, snapshot, digest, changes. Needs the fixtures `tenant` and `centre`."""

import json
import re
from base64 import b64decode
from hashlib import sha256

import pytest

from syncd.model.digest import BUCKETS, KindDigest, Sums
from syncd.model.kinds import KINDS, LEARNER_PATTERN, STREAMS, TEXTS
from syncd.model.profile import MEMBERS, of_wire
from syncd.model.wire import CONTRACTS
from syncd.validate.image import redrawn
from tests.contract.content import seed
from tests.contract.uploads import GOOD, HOSTILE, PROGRAM

PEOPLE = ("enrolment", "completion", "assertion", "rating")


def _current(centre):
    """The central copy a reader would have after reading everything."""
    return {kind.name: centre.snapshot(kind.stream, kind.name) for kind in KINDS.values()}


def test_a_handshake_names_the_site_and_what_is_switched_on(tenant, centre):
    handshake, pages = centre.ask()
    members = {"contract", "site", "url", "epoch", "nonce", "plugin", "release", "moodle", "php"}
    # Whether people sign in there is said by newer plugins only.
    assert handshake.get("sign_in", False) is False
    assert set(handshake) - {"sign_in"} == members | {"contracts", "clock", "streams", "log", "paused", "profile"}
    assert handshake["contracts"] == [1, 2, 3]
    assert pages == []
    assert sorted(handshake["streams"]) == ["badges", "catalogue", "learning", "ratings"]
    assert handshake["paused"] is False
    assert len(handshake["site"]) == len(handshake["epoch"]) == 32
    assert abs(handshake["clock"] - centre.now) < 60


def test_a_snapshot_holds_every_kind_with_the_contracts_columns(tenant, centre):
    ids = seed(tenant)
    for name, kind in KINDS.items():
        rows = centre.snapshot(kind.stream, name)
        assert ids[name] in rows
        row = rows[ids[name]]
        assert tuple(row) == kind.column_names
        for column in kind.columns:
            value = row[column.name]
            assert value is not None or column.nullable, column.name
            if value is not None:
                assert type(value) is (str if column.type in TEXTS else int), column.name


def test_rows_point_at_each_other(tenant, centre):
    ids = seed(tenant)
    rows = _current(centre)
    enrolment, completion = rows["enrolment"][ids["enrolment"]], rows["completion"][ids["completion"]]
    badge, assertion = rows["badge_class"][ids["badge_class"]], rows["assertion"][ids["assertion"]]
    assert enrolment["course"] == completion["course"] == badge["course"] == ids["course"]
    assert assertion["badge"] == ids["badge_class"]
    rating = rows["rating"][ids["rating"]]
    assert rating["course"] == ids["course"]
    assert enrolment["learner"] == completion["learner"] == assertion["learner"] == rating["learner"]
    assert enrolment["status"] == "active"


def test_a_snapshot_in_pages_of_one_is_the_same_snapshot(tenant, centre):
    for number in range(5):
        tenant.make_course(f"Pelatihan {number}")
    assert centre.snapshot("catalogue", "course", limit=1) == centre.snapshot("catalogue", "course")


def test_a_snapshot_of_named_buckets_has_only_their_rows(tenant, centre):
    wanted, other = (tenant.make_course(title) for title in ("Satu", "Dua"))
    rows = centre.snapshot("catalogue", "course", buckets=[wanted % BUCKETS])
    assert wanted in rows
    assert other not in rows


def test_a_request_is_answered_in_its_own_version_of_the_contract(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.rename_course(ids["course"], "Judul baru")
    for centre.contract in CONTRACTS:
        for name, kind in KINDS.items():
            columns = kind.column_names[: kind.width(centre.contract)]
            assert tuple(centre.snapshot(kind.stream, name)[ids[name]]) == columns
        row = centre.changes("catalogue", head).table("course")[ids["course"]]
        assert tuple(row) == KINDS["course"].column_names[: KINDS["course"].width(centre.contract)]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_digest_is_that_of_the_snapshot(tenant, centre, contract):
    centre.contract = contract
    seed(tenant)
    odd = tenant.make_course("~|3:x|~ é 碁 💻")
    assert centre.snapshot("catalogue", "course")[odd]["title"] == "~|3:x|~ é 碁 💻"
    for stream, kinds in STREAMS.items():
        reported = centre.digest(stream)
        assert set(reported) == {kind.name for kind in kinds}
        for kind in kinds:
            truth = KindDigest.of_rows((tuple(row.values()) for row in centre.snapshot(stream, kind.name).values()), contract)
            said = reported[kind.name]
            assert Sums(said["count"], said["high"], said["low"]) == truth.total
            assert {bucket: Sums(*sums) for bucket, *sums in said["buckets"]} == truth.buckets


def test_a_course_says_when_learners_can_enrol_themselves_whatever_the_time_is(tenant, centre):
    """Over, not begun, without end: the row is the same tomorrow, and the course is offered all the time."""
    over, early, always = (tenant.make_course(title) for title in ("Sudah lewat", "Belum mulai", "Selalu"))
    head = centre.head()
    tenant.open_between(over, 1_700_000_000, 1_700_086_400, None)
    tenant.open_between(early, 4_000_000_000, None, None)
    rows = centre.changes("catalogue", head).table("course")
    assert set(rows) == {over, early}
    rows = centre.snapshot("catalogue", "course")
    for course, window in ((over, (1_700_000_000, 1_700_086_400)), (early, (4_000_000_000, None)), (always, (None, None))):
        assert (rows[course]["enrol_from"], rows[course]["enrol_until"], rows[course]["places"]) == (*window, None)
        assert rows[course]["self_enrol"] == 1


def test_each_enrolment_takes_a_place_and_a_full_course_is_still_offered(tenant, centre):
    course = tenant.make_course("Sedikit tempat")
    tenant.open_between(course, None, None, 2)
    assert centre.snapshot("catalogue", "course")[course]["places"] == 2
    enrolments = []
    for left in (1, 0):
        head = centre.head()
        enrolments.append(tenant.enrol_self(course, tenant.make_learner()))
        assert centre.changes("catalogue", head).table("course")[course]["places"] == left
    head = centre.head()
    tenant.unenrol(enrolments[0])
    assert centre.changes("catalogue", head).table("course")[course]["places"] == 1
    row = centre.snapshot("catalogue", "course")[course]
    assert (row["places"], row["self_enrol"]) == (1, 1)


def _image(centre, sha256):
    """The bytes of an image, or None where the site does not have it."""
    page = centre.page({"operation": "image", "stream": "catalogue", "sha256": sha256})
    assert page.tail == {"count": 0, "to": None, "more": False}
    return b64decode(page.rows["image"]["data"], validate=True) if page.rows else None


def test_topics_and_the_image_of_a_course_are_a_change_of_it_and_the_image_is_had_by_its_hash(tenant, centre):
    course = tenant.make_course("Bergambar")
    head = centre.head()
    tenant.show_on_card(course, ["Keuangan", "Etika & 碁"], "gambar.png", GOOD)
    row = centre.changes("catalogue", head).table("course")[course]
    assert row["topics"].split("\n") == ["Keuangan", "Etika & 碁"]
    image = _image(centre, row["image"])
    assert sha256(image).hexdigest() == row["image"]
    assert redrawn(image).width == 64
    assert _image(centre, "0" * 64) is None


@pytest.mark.parametrize("upload", HOSTILE)
def test_a_file_that_is_no_safe_image_never_leaves_and_its_course_does(tenant, centre, upload):
    course = tenant.make_course("Bergambar")
    tenant.show_on_card(course, [], *HOSTILE[upload])
    row = centre.snapshot("catalogue", "course")[course]
    assert (row["title"], row["image"]) == ("Bergambar", None)


def test_of_an_image_with_a_program_behind_it_the_centre_keeps_nothing_but_pixels(tenant, centre):
    course = tenant.make_course("Bergambar")
    tenant.show_on_card(course, [], "poliglot.png", GOOD + PROGRAM)
    row = centre.snapshot("catalogue", "course")[course]
    assert PROGRAM not in redrawn(_image(centre, row["image"])).data


@pytest.mark.parametrize("contract", [1, 2])
def test_an_older_version_knows_no_images_and_no_profile(tenant, centre, contract):
    centre.contract = contract
    assert "profile" not in centre.ask()[0]
    reply = centre.post(centre.request({"operation": "image", "stream": "catalogue", "sha256": "0" * 64}))
    assert (reply.status, json.loads(reply.body)["detail"]) == (400, "ask[0].operation")


def test_a_profile_is_null_or_keeps_its_lengths(tenant, centre):
    profile = centre.ask()[0]["profile"]
    assert profile is None or (set(profile) == set(MEMBERS) and not of_wire(profile).unusable)


def test_a_digest_without_buckets_is_short(tenant, centre):
    seed(tenant)
    page = centre.page({"operation": "digest", "stream": "catalogue", "buckets": False})
    assert page.rows["course"]["buckets"] is None
    assert page.rows["course"]["count"] >= 1


def test_nothing_new_is_an_empty_page(tenant, centre):
    seed(tenant)
    head = centre.head()
    page = centre.changes("catalogue", head)
    assert (page.rows, page.tail) == ({}, {"count": 0, "to": head, "more": False})


def test_new_and_renamed_courses_arrive_in_their_current_state(tenant, centre):
    head = centre.head()
    course = tenant.make_course("Lama")
    tenant.rename_course(course, "Baru < > & 碁 💻")
    page = centre.changes("catalogue", head)
    assert {row_id: row["title"] for row_id, row in page.table("course").items()} == {course: "Baru < > & 碁 💻"}


def test_a_hidden_course_leaves_the_catalogue_and_its_learning_stays(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.hide_course(ids["course"])
    assert centre.changes("catalogue", head).gone("course") == [ids["course"]]
    assert ids["course"] not in centre.snapshot("catalogue", "course")
    assert ids["enrolment"] in centre.snapshot("learning", "enrolment")
    assert ids["completion"] in centre.snapshot("learning", "completion")


def test_a_course_shown_again_comes_back(tenant, centre):
    ids = seed(tenant)
    tenant.hide_course(ids["course"])
    head = centre.head()
    tenant.show_course(ids["course"])
    assert ids["course"] in centre.changes("catalogue", head).table("course")


def test_a_deleted_course_takes_its_enrolments_and_completions_along(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.delete_course(ids["course"])
    assert centre.changes("catalogue", head).gone("course") == [ids["course"]]
    learning = centre.changes("learning", head)
    assert learning.gone("enrolment") == [ids["enrolment"]]
    assert learning.gone("completion") == [ids["completion"]]


def test_a_suspended_enrolment_says_so(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.suspend(ids["enrolment"])
    assert centre.changes("learning", head).table("enrolment")[ids["enrolment"]]["status"] == "suspended"


def test_a_removed_enrolment_is_gone(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.unenrol(ids["enrolment"])
    assert centre.changes("learning", head).gone("enrolment") == [ids["enrolment"]]


def test_a_withdrawn_completion_is_gone(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.withdraw_completion(ids["completion"])
    assert centre.changes("learning", head).gone("completion") == [ids["completion"]]


def test_a_revoked_badge_is_gone(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.revoke_badge(ids["assertion"])
    assert centre.changes("badges", head).gone("assertion") == [ids["assertion"]]


def test_a_deleted_badge_takes_its_assertions_along(tenant, centre):
    ids = seed(tenant)
    head = centre.head()
    tenant.delete_badge(ids["badge_class"])
    page = centre.changes("badges", head)
    assert page.gone("badge_class") == [ids["badge_class"]]
    assert page.gone("assertion") == [ids["assertion"]]
    assert ids["assertion"] not in centre.snapshot("badges", "assertion")


def test_a_rating_arrives_as_it_was_given_and_edited_and_as_the_owner_answered_and_flagged_it(tenant, centre):
    course, learner = tenant.make_course("Pelayanan"), tenant.make_learner()
    tenant.complete(course, learner)
    head = centre.head()
    rating = tenant.rate(course, learner, 1, None)
    row = centre.changes("ratings", head).table("rating")[rating]
    assert (row["stars"], row["text"], row["edited"], row["answer"], row["answered"]) == (1, None, None, None, None)
    assert (row["flagged"], row["reports"]) == (None, 0)
    written = "Bagus \U0001f469\U0001f3fd\u200d\U0001f3eb | ~ <b>&amp;</b>\n\u0634\u0643\u0631\u0627 \u202e\u062c\u062f\u0627"
    head = centre.head()
    assert tenant.rate(course, learner, 5, written) == rating
    tenant.answer_rating(rating, "Terima kasih 🙏")
    tenant.flag_rating(rating, "Mohon dilihat")
    tenant.report_rating(rating)
    row = centre.changes("ratings", head).table("rating")[rating]
    assert (row["stars"], row["text"], row["answer"], row["flagged"]) == (5, written, "Terima kasih 🙏", "Mohon dilihat")
    assert row["reports"] == 1
    assert row["created"] <= row["edited"] <= row["answered"]
    assert centre.snapshot("ratings", "rating")[rating] == row


def test_a_withdrawn_rating_is_gone_and_the_next_one_is_another(tenant, centre):
    course, learner = tenant.make_course("Pelayanan"), tenant.make_learner()
    tenant.complete(course, learner)
    rating = tenant.rate(course, learner, 2, "Kurang")
    head = centre.head()
    tenant.withdraw_rating(rating)
    assert centre.changes("ratings", head).gone("rating") == [rating]
    assert rating not in centre.snapshot("ratings", "rating")
    assert tenant.rate(course, learner, 3, None) != rating


def test_a_rating_leaves_only_while_its_learner_has_a_completion(tenant, centre):
    ids = seed(tenant)
    other = seed(tenant)
    head = centre.head()
    tenant.withdraw_completion(ids["completion"])
    page = centre.changes("ratings", head)
    assert (page.gone("rating"), page.table("rating")) == ([ids["rating"]], {})
    rows = centre.snapshot("ratings", "rating")
    assert ids["rating"] not in rows
    assert other["rating"] in rows
    assert centre.digest("ratings")["rating"]["count"] == len(rows)


def test_a_rating_comes_back_with_its_completion(tenant, centre):
    course, learner = tenant.make_course("Pelayanan"), tenant.make_learner()
    completion = tenant.complete(course, learner)
    rating = tenant.rate(course, learner, 4, "Baik")
    before = centre.snapshot("ratings", "rating")[rating]
    tenant.withdraw_completion(completion)
    head = centre.head()
    tenant.complete(course, learner)
    assert centre.changes("ratings", head).table("rating") == {rating: before}


def test_a_hidden_course_keeps_its_ratings_and_a_deleted_one_takes_them_along(tenant, centre):
    ids = seed(tenant)
    centre.head()  # what nobody could read as offered was not offered
    tenant.hide_course(ids["course"])
    assert ids["rating"] in centre.snapshot("ratings", "rating")
    tenant.show_course(ids["course"])
    head = centre.head()
    tenant.delete_course(ids["course"])
    assert centre.changes("ratings", head).gone("rating") == [ids["rating"]]
    assert ids["rating"] not in centre.snapshot("ratings", "rating")


def test_an_unlinked_learner_is_one_pseudonym_everywhere_and_a_linked_one_the_subject(tenant, centre):
    course, learner = tenant.make_course("Komunikasi"), tenant.make_learner()
    enrolment, completion = tenant.enrol(course, learner), tenant.complete(course, learner)
    rating = tenant.rate(course, learner, 5, None)
    before = centre.snapshot("learning", "enrolment")[enrolment]["learner"]
    assert before.startswith("anon:")
    assert centre.snapshot("learning", "completion")[completion]["learner"] == before
    assert centre.snapshot("ratings", "rating")[rating]["learner"] == before
    head = centre.head()
    tenant.link_account(learner, "8f2c-subject")
    page = centre.changes("learning", head)
    assert page.table("enrolment")[enrolment]["learner"] == "sub:8f2c-subject"
    assert page.table("completion")[completion]["learner"] == "sub:8f2c-subject"
    assert centre.changes("ratings", head).table("rating")[rating]["learner"] == "sub:8f2c-subject"


def test_learners_are_tokens_and_nothing_else(tenant, centre):
    seed(tenant)
    for kind in PEOPLE:
        for row in centre.snapshot(KINDS[kind].stream, kind).values():
            assert re.fullmatch(LEARNER_PATTERN, row["learner"])


def test_an_erased_person_is_to_be_forgotten(tenant, centre):
    course, learner = tenant.make_course("Etika"), tenant.make_learner()
    enrolment, completion = tenant.enrol(course, learner), tenant.complete(course, learner)
    rating = tenant.rate(course, learner, 5, "Data saya ada di sini")
    head = centre.head()
    known = centre.snapshot("learning", "enrolment")[enrolment]["learner"]
    tenant.erase(learner)
    page = centre.changes("learning", head)
    assert page.erased("enrolment") == [enrolment]
    assert page.erased("completion") == [completion]
    assert page.gone("enrolment") == page.gone("completion") == []
    page = centre.changes("ratings", head)
    assert (page.erased("rating"), page.gone("rating")) == ([rating], [])
    for kind, row in (("enrolment", enrolment), ("completion", completion), ("rating", rating)):
        rows = centre.snapshot(KINDS[kind].stream, kind)
        assert row not in rows
        assert known not in {other["learner"] for other in rows.values()}


def test_changes_in_pages_of_one_are_all_changes(tenant, centre):
    cursor = centre.head()
    courses = [tenant.make_course(f"Seri {number}") for number in range(4)]
    found, turns = {}, 0
    while True:
        page = centre.changes("catalogue", cursor, limit=1)
        assert len(page.table("course")) <= 1
        found |= page.table("course")
        turns += 1
        assert page.tail["to"][0] > cursor[0] or not page.tail["more"]
        cursor = page.tail["to"]
        if not page.tail["more"]:
            break
    assert sorted(found) == courses
    assert turns >= 4


def test_one_request_asks_for_all_streams(tenant, centre):
    head = centre.head()
    ids = seed(tenant)
    asks = [{"operation": "changes", "stream": stream, "cursor": head, "limit": 5000} for stream in STREAMS]
    _handshake, pages = centre.ask(*asks)
    read = {kind: list(page.table(kind)) for page in pages for kind in page.rows}
    assert read == {kind: [row_id] for kind, row_id in ids.items()}


def test_the_next_key_is_served_before_it_signs(tenant, centre):
    tenant.publish_next_key()
    centre.ask()


def test_an_answer_is_compressed_only_for_those_who_accept_it(tenant, centre):
    assert centre.post(centre.request()).headers["content-encoding"] == "gzip"
    plain = centre.post(centre.request(), **{"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(plain.lines) == 2


def test_replaying_all_changes_gives_the_snapshot(tenant, centre):
    """A reader who starts with a snapshot and follows the changes has what a new snapshot says."""
    seed(tenant)
    cursor = centre.head()
    copy = _current(centre)
    ids = seed(tenant)
    tenant.rename_course(ids["course"], "Judul baru")
    tenant.withdraw_completion(ids["completion"])
    tenant.withdraw_rating(seed(tenant)["rating"])
    second = seed(tenant)
    tenant.delete_course(second["course"])
    tenant.hide_course(ids["course"])
    for stream, kinds in STREAMS.items():
        page = centre.changes(stream, cursor)
        for kind in kinds:
            copy[kind.name] |= page.table(kind.name)
            for row_id in page.gone(kind.name) + page.erased(kind.name):
                copy[kind.name].pop(row_id, None)
    assert copy == _current(centre)
