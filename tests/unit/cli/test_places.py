"""A command means the same centre wherever one stands, and one that only looks begins no second centre."""

import shutil

import pytest
from typer.testing import CliRunner

from syncd import settings as settings_module
from syncd.cli import app
from syncd.cli.runtime import Runtime
from syncd.settings import load_settings
from tests.unit.cli.test_command import ALL

RELATIVE = (
    '[store]\nurl = "sqlite:///data/syncd.db"\n[centre]\nkeys_dir = "keys"\n[keycloak]\nrealm_dir = "text"\nca_file = "ca.pem"\n'
)
# What a command is for, or a process that goes on; each of the others makes nothing, whatever is missing.
MAKING = {("db", "upgrade"), ("keys", "init"), ("tenant", "invite"), ("index", "rebuild"), ("index", "follow")}
MAKING |= {("run",), ("serve",), ("demo",)} | {
    path for path in ALL if path[:1] == ("simulator",) or hasattr(ALL[path], "commands")
}
WITHOUT_STORE = {("config", "show"): 0, ("config", "check"): 0, ("search",): 69}
# What these need to be told beyond what they cannot be called without.
BESIDES = {("sync",): ("--all",), ("verify",): ("--all",), ("search",): ("x",), ("tenant", "remove"): ("--yes",)}
BESIDES |= {("curate", "set"): ("--jp", "2"), ("compare", "confirm"): ("--group", "1")}


def told(path, file):
    """The command with something for each thing it must be told."""
    words = []
    for one in ALL[path].params:
        if one.required:
            value = {"file": str(file), "fields": "withheld"}.get(one.name, "1")
            words += [value] if one.param_type_name == "argument" else [one.opts[0], value]
    return [*path, *words, *BESIDES.get(path, ())]


def test_relative_paths_count_from_the_settings_file_not_from_where_one_stands(tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "syncd.toml").write_text(RELATIVE)
    monkeypatch.chdir(elsewhere)
    read = load_settings(tmp_path / "syncd.toml")
    assert read.store.url == f"sqlite:///{tmp_path}/data/syncd.db"
    assert (read.centre.keys_dir, read.keycloak.realm_dir) == (tmp_path / "keys", tmp_path / "text")
    assert read.keycloak.ca_file == tmp_path / "ca.pem"


def test_without_a_file_here_the_installation_s_file_is_read(tmp_path, monkeypatch):
    monkeypatch.delenv("SYNCD_CONFIG", raising=False)
    installed = tmp_path / "etc" / "syncd.toml"
    installed.parent.mkdir()
    installed.write_text("[api]\nport = 9\n")
    monkeypatch.setattr(settings_module, "DEFAULT_FILES", (settings_module.DEFAULT_FILES[0], installed))
    monkeypatch.chdir(tmp_path)
    assert load_settings().api.port == 9
    (tmp_path / "syncd.toml").write_text("[api]\nport = 8\n")
    assert load_settings().api.port == 8


def test_an_address_of_a_database_server_is_not_taken_for_a_path(tmp_path):
    (tmp_path / "syncd.toml").write_text('[store]\nurl = "mysql+pymysql://syncd:word@db/asn"\n')
    assert load_settings(tmp_path / "syncd.toml").store.url == "mysql+pymysql://syncd:word@db/asn"


@pytest.mark.parametrize("path", sorted(ALL.keys() - MAKING), ids=" ".join)
def test_a_command_that_makes_nothing_by_its_purpose_creates_nothing(syncd, path):
    folder, command = syncd.config.parent, told(path, syncd.config)
    for made in folder.iterdir():
        if made != syncd.config:
            shutil.rmtree(made) if made.is_dir() else made.unlink()
    syncd(*command, code=WITHOUT_STORE.get(path, 78))
    assert list(folder.iterdir()) == [syncd.config]
    # With a store, but without keys, it makes no keys either.
    syncd("db", "upgrade")
    CliRunner().invoke(app, ["--config", str(syncd.config), *command])
    assert not [made for made in folder.iterdir() if not made.name.startswith(("syncd.toml", "syncd.db"))]


def test_what_is_missing_is_named_with_the_command_that_makes_it(syncd):
    folder = syncd.config.parent
    shutil.rmtree(folder / "keys")
    syncd("sync", "--all", code=78)
    assert str(folder / "keys") in syncd.complaint
    assert "syncd keys init" in syncd.complaint
    for file in folder.glob("syncd.db*"):
        file.unlink()
    syncd("status", code=78)
    assert str(folder / "syncd.db") in syncd.complaint
    assert "syncd db upgrade" in syncd.complaint


def test_a_database_in_a_directory_that_does_not_exist_is_named(syncd, tmp_path):
    syncd.config.write_text(f'[store]\nurl = "sqlite:///{tmp_path}/nowhere/syncd.db"\n')
    syncd("db", "upgrade", code=78)
    assert f"{tmp_path}/nowhere/syncd.db" in syncd.complaint


@pytest.mark.parametrize("command", [("db", "upgrade"), ("db", "check"), ("status",), ("sync", "--all"), ("people", "summary")])
@pytest.mark.parametrize("wrong", ["a folder", "another file"])
def test_a_database_that_cannot_be_opened_is_named_with_its_cure(syncd, command, wrong):
    for file in syncd.config.parent.glob("syncd.db*"):
        file.unlink()
    database = syncd.config.parent / "syncd.db"
    if wrong == "a folder":
        database.mkdir()
    else:
        database.write_text("Ini bukan basis data. " * 100)
    syncd(*command, code=69)
    assert f"the central database {database} cannot be used now: " in syncd.complaint
    assert "store.url" in syncd.complaint
    assert syncd.complaint.count("\n") == 1


def other_keys(syncd):
    """The key directory of another centre in the place of ours; ours stays beside it."""
    keys = syncd.config.parent / "keys"
    keys.rename(keys.with_name("right"))
    Runtime(syncd.config)._ring(make=True)
    return keys


@pytest.mark.parametrize(
    "command", [("sync", "--all"), ("run",), ("serve",), ("tenant", "invite", "--name", "A", "--agency", "B"), ("keys", "init")]
)
def test_a_key_set_that_tenants_do_not_know_is_refused_and_no_tenant_turns_red(syncd, joined, command):
    keys = other_keys(syncd)
    syncd(*command, code=78)
    assert "not the one that the tenants of this store know" in syncd.complaint
    shutil.rmtree(keys)
    syncd(*command, code=78)
    assert not keys.exists(), "and no set is made in its place"
    assert {tenant["failures"] for tenant in (syncd.json("tenant", "show", slug) for slug in joined)} == {0}
    keys.with_name("right").rename(keys)
    syncd("sync", "--all")


def test_a_rotation_is_the_same_key_set_to_the_store(syncd, joined):
    first = syncd.json("keys", "show")
    assert first["next_step"] is None
    assert syncd.json("keys", "publish")["next_step"] == "syncd keys switch"
    syncd("keys", "switch", code=78)
    assert "less than a day" in syncd.complaint
    syncd("sync", "--all")  # the sites learn the next key
    assert syncd.json("keys", "switch", "--now")["next_step"] == "syncd keys retire"
    last = syncd.json("keys", "retire")
    assert last["signs"] != first["signs"]
    assert {last["next"], last["retiring"], last["next_step"]} == {None}
    syncd("keys", "init")


def test_steps_of_a_rotation_that_went_past_the_store_are_the_same_key_set_too(syncd, joined):
    ring = syncd.runtime.keys
    ring.publish_next()
    ring.switch(force=True)
    syncd("keys", "init")
    ring.retire()
    assert syncd.json("keys", "show")["signs"] == ring.rotation().signing


def test_an_operator_can_say_that_other_keys_are_right_or_that_the_old_ones_are_lost(syncd, joined):
    keys = other_keys(syncd)
    syncd("keys", "accept")
    assert syncd.json("keys", "show")["directory"] == str(keys)
    shutil.rmtree(keys)
    syncd("keys", "init", "--lost")
    assert syncd.json("keys", "show")["signs"]


def test_where_no_site_has_joined_other_keys_do_no_harm(syncd):
    other_keys(syncd)
    syncd("keys", "init")
    assert syncd("tenant", "invite", "--name", "A", "--agency", "B").startswith("ASN1.")
