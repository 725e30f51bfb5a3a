"""Row K10: a program that was set up wrongly does not start, and says in one line what to mend."""

import pytest

from syncd.errors import ConfigurationError
from syncd.settings import load_settings
from syncd.store.engine import open_store

BAD = [
    pytest.param("[poll]\nworker = 3\n", "workers", id="an unknown key"),
    pytest.param("[pol]\nworkers = 3\n", "poll", id="an unknown section"),
    pytest.param("[poll]\nworkers = 0\n", "workers", id="a value out of range"),
    pytest.param('[poll]\ninterval_s = "soon"\n', "interval_s", id="a word for a number"),
    pytest.param('[centre]\nurl = "asn.example/"\n', "url", id="an address that is none"),
    pytest.param('[keycloak]\nurl = "https://sso.example"\n', "realm", id="half a pair"),
    pytest.param("[poll\n", "TOML", id="no TOML"),
]


@pytest.mark.parametrize(("content", "named"), BAD)
def test_K10_a_bad_setting_is_refused_in_one_line_that_names_it(tmp_path, content, named):
    file = tmp_path / "syncd.toml"
    file.write_text(content)
    with pytest.raises(ConfigurationError) as refused:
        load_settings(file)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_K10_a_variable_that_is_no_setting_is_refused(monkeypatch):
    monkeypatch.setenv("SYNCD_POL__WORKERS", "3")
    with pytest.raises(ConfigurationError, match="SYNCD_POL__WORKERS"):
        load_settings()


@pytest.mark.parametrize("url", ["", "nonsense", "postgresql://host/database", "sqlite://", "mysql+pymysql:/host"])
def test_K10_a_store_that_cannot_be_one_is_refused(url):
    with pytest.raises(ConfigurationError) as refused:
        open_store(url)
    assert "store.url" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_K10_a_missing_secrets_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SYNCD_SECRETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(ConfigurationError):
        load_settings()
