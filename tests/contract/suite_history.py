"""Lost cursors, restored sites, closed streams: what every tenant must say then. Needs the fixtures `tenant` and `centre`."""


def test_without_a_cursor_the_reader_is_sent_to_a_snapshot(tenant, centre):
    assert centre.changes("catalogue", None).head["refused"] == "pruned"


def test_a_cursor_older_than_the_log_is_refused(tenant, centre):
    tenant.make_course("Satu")
    old = centre.head()
    tenant.make_course("Dua")
    centre.head()
    tenant.prune_log()
    assert centre.changes("catalogue", old).head["refused"] == "pruned"


def test_the_newest_entry_survives_pruning_as_a_cursor(tenant, centre):
    tenant.make_course("Satu")
    head = centre.head()
    tenant.prune_log()
    assert centre.changes("catalogue", head).head["refused"] is None


def test_a_cursor_beyond_the_head_is_refused(tenant, centre):
    tenant.make_course("Satu")
    seq, mark = centre.head()
    assert centre.changes("catalogue", [seq + 7, mark]).head["refused"] == "ahead"


def test_a_cursor_with_another_mark_is_refused(tenant, centre):
    tenant.make_course("Satu")
    seq, _mark = centre.head()
    tenant.make_course("Dua")
    assert centre.changes("catalogue", [seq, "000000000000"]).head["refused"] == "history"


def test_a_restored_site_that_has_grown_past_the_cursor_is_noticed(tenant, centre):
    tenant.make_course("Sebelum")
    centre.head()
    tenant.back_up()
    tenant.make_course("Hilang")
    cursor = centre.head()
    tenant.restore()
    for number in range(3):
        tenant.make_course(f"Sesudah {number}")
    centre.head()
    assert centre.changes("catalogue", cursor).head["refused"] == "history"


def test_a_declared_restore_gives_a_new_epoch(tenant, centre):
    before = centre.ask()[0]["epoch"]
    tenant.declare_restored()
    after = centre.ask()[0]["epoch"]
    assert before != after
    assert len(after) == 32


def test_a_stream_that_is_off_is_refused_for_every_operation(tenant, centre):
    tenant.set_streams("catalogue")
    asks = [
        {"operation": "changes", "stream": "learning", "cursor": None, "limit": 10},
        {"operation": "snapshot", "stream": "badges", "kind": "assertion", "after": 0, "limit": 10},
        {"operation": "digest", "stream": "learning", "buckets": True},
    ]
    handshake, pages = centre.ask(*asks)
    assert handshake["streams"] == ["catalogue"]
    assert [page.head["refused"] for page in pages] == ["off", "off", "off"]


def test_a_paused_tenant_refuses_every_page_and_says_so(tenant, centre):
    tenant.set_paused(True)
    handshake, (page,) = centre.ask({"operation": "digest", "stream": "catalogue", "buckets": False})
    assert handshake["paused"] is True
    assert page.head["refused"] == "paused"
    tenant.set_paused(False)
    assert centre.ask()[0]["paused"] is False
