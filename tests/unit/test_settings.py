"""Settings: order of sources, one clear sentence for every mistake, and an example file that says what is true."""

import re
import tomllib
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import BaseModel

from syncd.errors import ConfigurationError
from syncd.settings import FILE_VARIABLE, SECRETS_VARIABLE, Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / "syncd.example.toml"


@pytest.fixture(autouse=True)
def empty_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (FILE_VARIABLE, SECRETS_VARIABLE):
        monkeypatch.delenv(name, raising=False)


def written(text: str) -> None:
    Path("syncd.toml").write_text(text)


def mistake() -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_without_anything_the_defaults_hold():
    settings = load_settings()
    assert settings.store.url == "sqlite:///syncd.db"
    assert settings.poll.total_timeout_s == 30
    assert settings.poll.allowed_networks == ()
    assert settings.keycloak.issuer is None


def test_variables_win_over_secret_files_and_these_over_the_file(tmp_path, monkeypatch):
    written('[store]\nurl = "sqlite:///a.db"\n[poll]\nworkers = 1\ninterval_s = 1\n')
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "store__url").write_text("mysql+pymysql://syncd:word@db/asn\n")
    (secrets / "poll__workers").write_text("2")
    monkeypatch.setenv(SECRETS_VARIABLE, str(secrets))
    monkeypatch.setenv("SYNCD_POLL__WORKERS", "3")
    settings = load_settings()
    assert settings.store.url == "mysql+pymysql://syncd:word@db/asn"
    assert (settings.poll.workers, settings.poll.interval_s) == (3, 1)


def test_a_file_can_be_named(tmp_path, monkeypatch):
    (tmp_path / "other.toml").write_text("[api]\nport = 9\n")
    assert load_settings(tmp_path / "other.toml").api.port == 9
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "other.toml"))
    assert load_settings().api.port == 9


def test_lists_come_from_a_file_or_a_variable(monkeypatch):
    written('[poll]\nallowed_networks = ["127.0.0.0/8", "::1/128"]\n')
    assert load_settings().poll.allowed_networks == (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    monkeypatch.setenv("SYNCD_POLL__ALLOWED_NETWORKS", '["10.0.0.0/8"]')
    assert load_settings().poll.allowed_networks == (ip_network("10.0.0.0/8"),)


def test_the_realm_has_an_issuer(monkeypatch):
    written('[keycloak]\nurl = "https://login.example"\nrealm = "asn-unggul"\n')
    assert load_settings().keycloak.issuer == "https://login.example/realms/asn-unggul"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[poll]\nintervall_s = 3\n", r"\[poll\] intervall_s: did you mean interval_s\?"),
        ("[pol]\nx = 3\n", r"\[pol\]: did you mean poll\?"),
        ("[poll]\nfoo = 3\n", r"\[poll\] foo: known here: interval_s, workers"),
        ('[poll]\ninterval_s = "soon"\n', r"\[poll\] interval_s \(or SYNCD_POLL__INTERVAL_S\) .* integer"),
        ("[poll]\ninterval_s = 0\n", r"\[poll\] interval_s .* greater than or equal to 1"),
        ("[poll]\npage_size = 5001\n", r"\[poll\] page_size .* less than or equal to 5000"),
        ('[poll]\nallowed_networks = ["10.0.0.0/33"]\n', r"\[poll\] allowed_networks .* network"),
        ('[centre]\nurl = "https://centre.example/"\n', r"\[centre\] url .* without a slash at the end"),
        ('[centre]\nurl = "ftp://centre.example"\n', r"\[centre\] url .* must look like https://"),
        ('[log]\nlevel = "loud"\n', r"\[log\] level .* 'debug'"),
        ('[keycloak]\nurl = "https://login.example"\n', r"\[keycloak\] .* set both or none"),
        ("poll = 5\n", r"\[poll\]"),
        ("[poll\n", r"syncd.toml is not valid TOML"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_that_names_it(text, says):
    written(text)
    assert re.search(says, mistake())


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SYNCD_POL__INTERVAL_S", "3", r"SYNCD_POL__INTERVAL_S is not a setting"),
        ("SYNCD_WORKERS", "3", r"SYNCD_WORKERS is not a setting"),
        ("SYNCD_POLL__WORKRES", "3", r"did you mean workers\?"),
        ("SYNCD_POLL__WORKERS", "many", r"\[poll\] workers"),
        ("SYNCD_POLL__ALLOWED_NETWORKS", "10.0.0.0/8", r"a list in a variable is written"),
        (FILE_VARIABLE, "nowhere.toml", r"nowhere.toml does not exist"),
        (SECRETS_VARIABLE, "nowhere", r"nowhere.* does not exist"),
    ],
)
def test_a_mistake_in_the_environment_is_one_sentence_that_names_it(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)
    assert re.search(says, mistake())


def test_an_unknown_secret_file_is_a_mistake_too(tmp_path, monkeypatch):
    (tmp_path / "store__urll").write_text("x")
    monkeypatch.setenv(SECRETS_VARIABLE, str(tmp_path))
    assert "did you mean url?" in mistake()


def test_the_password_of_the_store_is_not_shown():
    written('[store]\nurl = "mysql+pymysql://syncd:a-word@db:3306/asn"\n')
    settings = load_settings()
    assert settings.shown()["store"]["url"] == "mysql+pymysql://syncd:***@db:3306/asn"
    assert "a-word" not in repr(settings)


def test_the_example_file_has_every_key_with_its_default_and_an_explanation():
    text = EXAMPLE.read_text()
    written(text)
    assert load_settings().model_dump() == Settings().model_dump()
    everything = tomllib.loads(re.sub(r"(?m)^# (?=\w+ = )", "", text))
    defaults = Settings()
    sections = {name: getattr(defaults, name) for name in Settings.model_fields}
    assert everything.keys() == sections.keys()
    for name, section in sections.items():
        assert isinstance(section, BaseModel)
        assert everything[name].keys() == type(section).model_fields.keys()
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"(# )?\w+ = ", line):
            assert lines[number - 1].startswith("# "), line


@pytest.mark.parametrize(
    "text",
    [
        '[centre]\nurl = "https://pusat.example"\ndemo_agency = "Badan Uji"\n',
        '[centre]\ndemo_agency = "Badan Uji"\n[api]\nhost = "0.0.0.0"\n',
        '[centre]\ndemo_agency = "Badan Uji"\n[keycloak]\nurl = "https://masuk.example"\nrealm = "uji"\n',
    ],
)
def test_nobody_is_made_up_where_real_people_could_come(text):
    written(text)
    with pytest.raises(ConfigurationError, match=r"demo_agency is for demos"):
        load_settings()
