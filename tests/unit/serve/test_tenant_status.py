"""Leaving and the tenant status as a tenant sees them."""

import json

import pytest
from joserfc.jwk import RSAKey
from structlog.testing import capture_logs

from syncd import clock
from syncd.keys import Signer, sha256_hex
from syncd.log import Event
from syncd.model.curated import By
from syncd.model.kinds import COURSE, KINDS
from syncd.poll.client import FeedClient
from syncd.store import curation, removal, tenants
from syncd.store.engine import reading, transaction
from syncd.store.schema import kind_tables, rejection, stream, sync
from tests.unit.poll.servers import CENTRE, SITE, tenant_keys
from tests.unit.serve.answers import JOIN, nobody_joined, problem


class TestLeaving:
    """Disconnecting deletes and says what was deleted."""

    def test_every_row_goes_and_the_receipt_counts_them(self, api, site, joined, engine):
        with transaction(engine) as conn:
            tenant_id = tenants.by_slug(conn, "balai-uji").id
            for number in range(3):
                values = {"course": 1, "learner": "anon:" + "0" * 32, "completed": 1}
                conn.execute(
                    kind_tables["completion"].insert().values(tenant_id=tenant_id, id=number + 1, changed_at=1, **values)
                )
        with capture_logs() as logged:
            response = api.post("/api/v1/leave", json={"site": SITE}, headers=site.token("leave"))
        receipt = response.json()
        assert response.status_code == 200
        assert receipt["tenant"] == "balai-uji"
        assert receipt["deleted"] == dict.fromkeys(KINDS, 0) | {"completion": 3}
        assert 0 <= clock.now_ms() // 1000 - receipt["left"] < 60
        # What the receipt stands for is in the centre's log, so that both sides can compare it later.
        (line,) = [one for one in logged if one["event"] == Event.TENANT_LEFT]
        facts = {name: line[name] for name in ("tenant", "site", "left", "deleted", "receipt")}
        assert facts == receipt | {"site": SITE}
        evidence = json.dumps(["balai-uji", SITE, receipt["left"], receipt["deleted"]], sort_keys=True, separators=(",", ":"))
        assert receipt["receipt"] == sha256_hex(evidence.encode())
        assert nobody_joined(engine)
        problem(api.post("/api/v1/leave", json={"site": SITE}, headers=site.token("leave")), 404, "not_member")

    def test_another_scope_or_site_deletes_nothing(self, api, site, joined, engine):
        problem(api.post("/api/v1/leave", json={"site": SITE}, headers=site.token("status")), 401, "unauthorised")
        problem(api.post("/api/v1/leave", json={"site": "6" * 32}, headers=site.token("leave")), 400, "bad_request")
        problem(api.post("/api/v1/leave", json={}, headers=site.token("leave")), 400, "bad_request")
        assert not nobody_joined(engine)

    def test_a_tenant_cannot_make_another_leave(self, api, site, joined, new_site, invite, engine):
        other = new_site(Signer.generate("x"))
        assert api.post(JOIN, json=other.body(invite(), site="6" * 32), headers=other.token("join")).status_code == 200
        problem(api.post("/api/v1/leave", json={"site": SITE}, headers=other.token("leave")), 400, "bad_request")
        with reading(engine) as conn:
            assert len(tenants.list_tenants(conn)) == 2

    @pytest.mark.parametrize(("begun", "status", "code"), [(False, 404, "not_member"), (True, 429, "rate_limited")])
    def test_who_leaves_while_lan_removes_it_is_told_that_it_is_gone_or_when_to_look_again(  # noqa: PLR0917
        self, api, site, joined, engine, monkeypatch, begun, status, code
    ):
        real = removal.run_transaction

        def run(engine, work):
            monkeypatch.setattr(removal, "run_transaction", real)
            done = real(engine, work) if begun else None
            with reading(engine) as conn:
                tenant_id = tenants.by_slug(conn, "balai-uji").id
            removal.remove(engine, tenant_id)
            return done or real(engine, work)

        monkeypatch.setattr(removal, "run_transaction", run)
        response = api.post("/api/v1/leave", json={"site": SITE}, headers=site.token("leave"))
        problem(response, status, code)
        assert response.headers.get("retry-after") == ("30" if begun else None)
        assert nobody_joined(engine)


class TestTheReport:
    """What a tenant admin sees of the centre's work."""

    def test_the_owner_reads_what_lan_says_about_its_courses_and_why(self, api, site, joined, engine):
        with transaction(engine) as conn:
            tenant = tenants.by_slug(conn, joined["tenant"])
            row = dict.fromkeys(COURSE.column_names) | {"id": 7, "title": "Tujuh", "audience": "all", "self_enrol": 1}
            values = row | {"tracks_completion": 1, "created": 5, "generation": 0, "changed_at": 5, "tenant_id": tenant.id}
            conn.execute(kind_tables[COURSE.name].insert().values(**values))
            curation.say(conn, tenant.id, 7, {"withheld": "1"}, By("petugas", "Isinya kosong", 5_000))
        (said,) = api.get("/api/v1/status", headers=site.token("status")).json()["curation"]
        assert said.pop("decision") > 0
        assert [said] == [{"course": 7, "field": "withheld", "value": 1, "why": "Isinya kosong", "since": 5}]

    def test_a_new_tenant_has_an_empty_status(self, api, site, joined):
        status = api.get("/api/v1/status", headers=site.token("status")).json()
        assert abs(status.pop("as_of") - clock.now_ms() // 1000) < 60
        assert status == {
            "tenant": "balai-uji",
            "state": "new",
            "streams": [],
            "rejections": [],
            "curation": [],
            "objections": [],
            "review": [],
            "syncs": [],
        }

    def test_it_shows_streams_rejections_and_syncs_newest_first(self, api, site, joined, engine):
        with transaction(engine) as conn:
            tenant_id = tenants.by_slug(conn, "balai-uji").id
            shared = {"tenant_id": tenant_id, "digest_high": 1, "digest_low": 1}
            for number in range(60):
                conn.execute(
                    rejection.insert().values(
                        kind="course",
                        row_id=number,
                        field="title",
                        reason="too_long",
                        detail="",
                        **shared,
                        first_seen_at=number * 1000,
                        last_seen_at=number * 1000,
                    )
                )
                conn.execute(
                    sync.insert().values(
                        tenant_id=tenant_id,
                        fence=number,
                        owner="d",
                        started_at=number * 1000,
                        ended_at=None,
                        outcome="ok",
                        rows=number,
                    )
                )
            conn.execute(
                stream.insert().values(
                    tenant_id=tenant_id, name="catalogue", last_ok_at=5000, verified_at=6000, verified_equal=True
                )
            )
        status = api.get("/api/v1/status", headers=site.token("status")).json()
        assert status["streams"] == [{"stream": "catalogue", "last_ok": 5, "rows": 0, "verified": True, "verified_at": 6}]
        assert len(status["rejections"]) == len(status["syncs"]) == 50
        assert status["rejections"][0] == {
            "kind": "course",
            "id": 59,
            "field": "title",
            "reason": "too_long",
            "detail": "",
            "first_seen": 59,
        }
        first = {"started": 59, "ended": None, "outcome": "ok", "rows": 59, "gone": 0, "rejected": 0, "error": None}
        assert status["syncs"][0] == first

    def test_nobody_else_gets_it(self, api, site, joined, new_site):
        problem(api.get("/api/v1/status"), 401, "unauthorised")
        problem(api.get("/api/v1/status", headers=site.token("leave")), 401, "unauthorised")
        stranger = new_site()
        problem(api.get("/api/v1/status", headers=stranger.token("status")), 404, "not_member")
        impostor = Signer.generate(site.url)
        headers = {"Authorization": f"Bearer {impostor.sign_bearer(CENTRE, 'status')}"}
        problem(api.get("/api/v1/status", headers=headers), 401, "unauthorised")

    def test_a_rotated_key_set_is_fetched_and_pinned_after_a_token_of_a_pinned_key(self, api, site, joined, engine):
        rotated = tenant_keys().published_with(Signer.generate("x"))
        site.signer = rotated.for_issuer(site.url)
        with capture_logs() as logged:
            assert api.get("/api/v1/status", headers=site.token("status")).status_code == 200
        with reading(engine) as conn:
            row = tenants.by_slug(conn, "balai-uji")
        assert row.jwks_sha256 == rotated.jwks_sha256() != tenant_keys().jwks_sha256()
        assert row.jwks.encode() == rotated.jwks_document()
        assert [one["tenant"] for one in logged if one["event"] == Event.KEYS_PINNED] == ["balai-uji"]

    def test_a_key_set_that_does_not_prove_its_own_announcement_is_not_pinned(self, api, site, joined, engine):
        """Else the site, which goes on signing as before, would be locked out."""
        foreign = Signer.generate(site.url)
        same_name = Signer(
            site.url, [RSAKey.import_key(foreign._key.as_pem(private=True), {"kid": tenant_keys().kid})], tenant_keys().kid
        )
        for served in (foreign, same_name):
            site.signer = tenant_keys().for_issuer(site.url)
            site.signer._document, site.signer._sha256 = served.jwks_document(), served.jwks_sha256()
            assert api.get("/api/v1/status", headers=site.token("status")).status_code == 200
            with reading(engine) as conn:
                assert tenants.by_slug(conn, "balai-uji").jwks_sha256 == tenant_keys().jwks_sha256()
        site.signer = tenant_keys().for_issuer(site.url)
        assert api.get("/api/v1/status", headers=site.token("status")).status_code == 200

    def test_a_key_set_that_is_not_the_announced_one_is_not_pinned(self, api, site, joined, engine, monkeypatch):
        rotated = tenant_keys().published_with(Signer.generate("x"))
        headers = {"Authorization": f"Bearer {rotated.for_issuer(site.url).sign_bearer(CENTRE, 'status')}"}
        assert api.get("/api/v1/status", headers=headers).status_code == 200
        with reading(engine) as conn:
            assert tenants.by_slug(conn, "balai-uji").jwks_sha256 == tenant_keys().jwks_sha256()

    def test_keys_that_were_announced_by_a_site_that_has_left_are_not_pinned_for_who_joined_after_it(  # noqa: PLR0917
        self, api, site, joined, engine, new_site, invite, monkeypatch
    ):
        """SQLite gives the number of a tenant that is gone to the next one."""
        rotated = tenant_keys().published_with(Signer.generate("x"))
        honest = new_site(Signer.generate("https://unused.example"))
        real = FeedClient.refresh_jwks

        def leaves_meanwhile(*asked):
            found = real(*asked)
            left = api.post("/api/v1/leave", json={"site": site.body("")["site"]}, headers=site.token("leave"))
            came = api.post("/api/v1/join", json=honest.body(invite(), site="6" * 32), headers=honest.token("join"))
            assert (left.status_code, came.status_code) == (200, 200)
            return found

        monkeypatch.setattr(FeedClient, "refresh_jwks", leaves_meanwhile)
        leaving, site.signer = site.signer, rotated.for_issuer(site.url)
        api.get("/api/v1/status", headers=site.token("status"))
        assert leaving.jwks_sha256() != site.signer.jwks_sha256()
        with reading(engine) as conn:
            (row,) = tenants.list_tenants(conn)
        assert (row.site, row.jwks_sha256) == ("6" * 32, honest.signer.jwks_sha256())
