"""The daemon is killed a few times under load; `python -m tests.faults.kills` does the same hundreds of times."""

import pytest

from tests.faults.kills import kill_again_and_again, new_lab


@pytest.mark.parametrize("store", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_killed_at_any_moment_the_daemon_loses_and_doubles_nothing_and_no_healthy_tenant_is_called_ill(
    simulator, lives, tmp_path, request, store
):
    url = f"sqlite:///{tmp_path / 'store.db'}" if store == "sqlite" else request.getfixturevalue("mariadb_url")
    lab = new_lab(url, simulator)
    report = kill_again_and_again(lab, lives, count=8, seed="eight")
    lab.close()
    lab.engine.dispose()
    assert report.good, str(report)
    assert report.met > 0
