"""A database that hangs keeps no probe waiting: health answers within a moment, and one look at a time is under way."""

import threading

from syncd import clock
from syncd.serve import health


def test_health_answers_in_time_while_the_database_hangs_and_is_well_afterwards(here, monkeypatch):
    monkeypatch.setattr(health, "_PATIENCE_S", 0.3)
    let_go, looks, real = threading.Event(), [], health._look

    def hanging(centre):
        looks.append(1)
        let_go.wait(60)
        return real(centre)

    monkeypatch.setattr(health, "_look", hanging)
    for _ in range(3):
        began = clock.monotonic()
        response = here.get("/health/ready")
        assert (response.status_code, response.json()["store"]) == (503, False)
        assert clock.monotonic() - began < 10
    assert len(looks) == 1
    assert here.get("/health/live").status_code == 200
    let_go.set()
    monkeypatch.setattr(health, "_PATIENCE_S", 30)  # now it answers, however busy the machine is
    assert here.get("/health/ready").json()["store"] is True
