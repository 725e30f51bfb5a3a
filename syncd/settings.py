"""Every setting, read once: `syncd.toml` < secret files < `SYNCD_SECTION__KEY`. Reads these files and the environment."""

import difflib
import os
import re
import tomllib
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from syncd.errors import ConfigurationError

# Where settings are looked for if nobody names a file: here, and where an installation keeps them.
DEFAULT_FILES = (Path("syncd.toml"), Path("/etc/asn-unggul/syncd.toml"))
# These two say where settings are; they are not settings themselves.
FILE_VARIABLE = "SYNCD_CONFIG"
SECRETS_VARIABLE = "SYNCD_SECRETS_DIR"
_PREFIX = "SYNCD_"
_SQLITE = "sqlite:///"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _public_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*[^/\s?#])?", value):
        raise ValueError("must look like https://asn-unggul.example.go.id, without a slash at the end")
    return value


Address = Annotated[str, AfterValidator(_public_address)]
Port = Annotated[int, Field(ge=1, le=65535)]
Network = IPv4Network | IPv6Network


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSection(_Section):
    """Where the centre keeps what it read."""

    url: str = Field(
        default="sqlite:///syncd.db", repr=False, description="SQLite file, or mysql+pymysql://user:password@host/database"
    )


class CentreSection(_Section):
    """Who this centre is."""

    url: Address = Field(
        default="http://127.0.0.1:8640", description="public address; tenants know the centre by it, so it never changes"
    )
    name: str = Field(default="ASN Unggul", min_length=1, max_length=100, description="name on pages")
    demo_agency: str | None = Field(
        default=None, min_length=1, max_length=255, description="whoever signs in is a made-up person of this agency; for demos"
    )
    keys_dir: Path = Field(
        default=Path("keys"), description="directory of the private keys, mode 0700; back it up; see `syncd keys`"
    )


class PollSection(_Section):
    """How tenants are asked."""

    interval_s: int = Field(default=300, ge=1, le=86_400, description="seconds between two turns of a healthy tenant")
    workers: int = Field(default=32, ge=1, le=256, description="tenants asked at the same time")
    page_size: int = Field(default=5000, ge=1, le=5000, description="rows per page")
    turn_budget_s: int = Field(default=60, ge=1, le=3600, description="a turn that takes longer goes on at the next")
    connect_timeout_s: float = Field(default=5, gt=0, le=60, description="to look up the name, connect and agree on TLS")
    total_timeout_s: float = Field(default=30, gt=0, le=600, description="for one whole request, however slowly bytes arrive")
    allowed_networks: tuple[Network, ...] = Field(
        default=(), description='private networks that may be asked, also without TLS; for tests, for example ["127.0.0.0/8"]'
    )
    allowed_ports: tuple[Port, ...] = Field(default=(443, 8443), description="ports of tenants outside allowed_networks")
    ca_file: Path | None = Field(default=None, description="extra certificate authorities (PEM), beside those of the system")


class GuardSection(_Section):
    """When deletions are held back: if more than both limits would vanish from one kind of one tenant in one turn."""

    rows: int = Field(default=20, ge=0, description="this many rows may always vanish")
    percent: int = Field(default=10, ge=0, le=100, description="this share of the live rows may always vanish")
    confirm_after_s: int = Field(
        default=3600, ge=0, description="a second snapshot at least this much later releases the deletion"
    )


class LimitsSection(_Section):
    """What one tenant may take over many turns; `syncd tenant limit` gives one tenant others."""

    rows: int = Field(default=2_000_000, ge=1, description="rows stored of a tenant, those that are gone among them")
    bytes: int = Field(default=1 << 30, ge=1, description="bytes of these rows")
    new_rows: int = Field(default=500_000, ge=1, description="new rows in one turn; the next turn goes on")
    requests: int = Field(default=1000, ge=10, description="requests in one turn; the next turn goes on, after interval_s")
    unfinished: int = Field(
        default=10, ge=1, description="turns in a row that did not come to their end, until that is a failure"
    )
    rejections: int = Field(default=10_000, ge=1, description="rejections of a tenant that are kept; more are only counted")


class ApiSection(_Section):
    """Where `syncd serve` listens."""

    host: str = Field(default="127.0.0.1", min_length=1, description="address to listen on; put a TLS proxy before it")
    port: Port = Field(default=8640, description="port to listen on")


class IndexSection(_Section):
    """The search index: made from the store, on each machine of its own."""

    folder: Path = Field(
        default=Path("index"), description="folder of the search index; it can be deleted and made again, so needs no backup"
    )


class LogSection(_Section):
    """What is logged, on standard output."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="debug, info, warning or error")
    format: Literal["auto", "json", "columns"] = Field(
        default="auto", description="auto: columns on a terminal, else one JSON object a line"
    )


class KeycloakSection(_Section):
    """The realm tenants sign in with; leave url and realm out to run without."""

    url: Address | None = Field(default=None, description="address of Keycloak")
    realm: str | None = Field(default=None, pattern="^[a-z0-9-]{1,60}$", description="name of the realm")
    realm_dir: Path = Field(default=Path("keycloak-realm"), description="directory of the realm as reviewed text")
    ca_file: Path | None = Field(default=None, description="extra certificate authority (PEM) of Keycloak's certificate")
    timeout_s: int = Field(default=10, ge=1, le=120, description="for one answer of Keycloak")
    people_interval_s: int = Field(
        default=240, ge=10, le=3600, description="seconds between two looks for people who were disabled"
    )
    people_full_hour: int = Field(default=18, ge=0, le=23, description="hour, UTC, at which all people are read once a day")
    statuses_allowed: tuple[str, ...] = Field(
        default=("aktif", "cpns"), description="who has another status than these (status_asn) is signed out everywhere"
    )
    admin_user: str | None = Field(default=None, description="Keycloak's first administrator, for the first `realm apply` only")
    admin_password: str | None = Field(default=None, repr=False, description="its password, in a secret file")

    @model_validator(mode="after")
    def _both_or_none(self) -> "KeycloakSection":
        if (self.url is None) != (self.realm is None):
            raise ValueError("url and realm belong together: set both or none")
        if (self.admin_user is None) != (self.admin_password is None):
            raise ValueError("admin_user and admin_password belong together: set both or none")
        return self

    @property
    def issuer(self) -> str | None:
        """The OIDC issuer of the realm."""
        return f"{self.url}/realms/{self.realm}" if self.url else None


class Settings(BaseSettings):
    """All sections. Made by `load_settings`."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    store: StoreSection = StoreSection()
    centre: CentreSection = CentreSection()
    poll: PollSection = PollSection()
    guard: GuardSection = GuardSection()
    limits: LimitsSection = LimitsSection()
    api: ApiSection = ApiSection()
    index: IndexSection = IndexSection()
    log: LogSection = LogSection()
    keycloak: KeycloakSection = KeycloakSection()

    @model_validator(mode="after")
    def _nobody_is_made_up_in_earnest(self) -> "Settings":
        here = {urlsplit(self.centre.url).hostname, self.api.host} <= _LOOPBACK
        if self.centre.demo_agency is not None and (self.keycloak.url is not None or not here):
            raise ValueError("[centre] demo_agency is for demos: it needs a centre on 127.0.0.1 and no [keycloak]; leave it out")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        secrets = (
            NestedSecretsSettingsSource(
                file_secret_settings, secrets_dir_missing="error", secrets_prefix="", secrets_nested_delimiter="__"
            )
            if os.environ.get(SECRETS_VARIABLE)
            else ()
        )
        return (init_settings, env_settings, *((secrets,) if secrets else ()), TomlConfigSettingsSource(settings_cls))

    def shown(self) -> dict[str, dict[str, object]]:
        """Every value as it may be shown: passwords are masked."""
        values = self.model_dump(mode="json")
        values["store"]["url"] = re.sub(r"(://[^:/@]*:)[^@]*@", r"\1***@", values["store"]["url"])
        if values["keycloak"]["admin_password"] is not None:
            values["keycloak"]["admin_password"] = "***"  # noqa: S105 - a mask
        return values


def load_settings(path: Path | None = None) -> Settings:
    """The settings, or ConfigurationError with one sentence that names the setting and how to mend it.

    `path` is the TOML file; without it the one that `SYNCD_CONFIG` names, else the first of `DEFAULT_FILES` that exists.
    A relative path in the settings counts from the file's own directory, so that it names the same place wherever one stands.
    """
    file = path or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    if file is None:
        file = next((one for one in DEFAULT_FILES if one.exists()), None)
    if file is not None and not file.is_file():
        raise ConfigurationError(f"The settings file {file} does not exist.")
    _refuse_unknown_variables()
    secrets = os.environ.get(SECRETS_VARIABLE)

    class _Located(Settings):
        model_config = SettingsConfigDict(toml_file=file, secrets_dir=secrets)

    try:
        return _anchored(_Located(), file.parent if file else Path())
    except ValidationError as error:
        raise ConfigurationError(_sentence(error)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file} is not valid TOML: {error}.") from None
    except SettingsError as error:
        raise ConfigurationError(f'The settings cannot be read: {error} (a list in a variable is written ["a", "b"]).') from None
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"The settings cannot be read: {error}.") from None


def _anchored(settings: Settings, base: Path) -> Settings:
    """The settings with every relative path below `base`."""
    database = settings.store.url.removeprefix(_SQLITE)
    below = settings.store.url != database and database and database != ":memory:"
    url = f"{_SQLITE}{base / database}" if below else settings.store.url
    sections = {
        name: section.model_copy(update={key: base / value for key, value in section if isinstance(value, Path)})
        for name, section in settings
    }
    sections["store"] = settings.store.model_copy(update={"url": url})
    return settings.model_copy(update=sections)


def _refuse_unknown_variables() -> None:
    """Variables of unknown sections are ignored by pydantic; a misspelt one would silently do nothing."""
    for variable in sorted(os.environ):
        if not variable.upper().startswith(_PREFIX) or variable in (FILE_VARIABLE, SECRETS_VARIABLE):
            continue
        section, separator, _key = variable.upper().removeprefix(_PREFIX).lower().partition("__")
        if not separator or section not in Settings.model_fields:
            raise ConfigurationError(
                f"The environment variable {variable} is not a setting: names look like SYNCD_POLL__INTERVAL_S"
                f" (sections: {', '.join(Settings.model_fields)})."
            )


def _sentence(error: ValidationError) -> str:
    """The first problem in words."""
    problem = error.errors(include_url=False, include_input=False)[0]
    location = [str(part) for part in problem["loc"] if not (isinstance(part, str) and "[" in part)]
    said = problem["msg"].removeprefix("Value error, ")
    if not location:  # about several sections
        return f"The settings are not usable: {said}."
    section, key = location[0], location[1] if len(location) > 1 else None
    name = f"[{section}] {key}" if key else f"[{section}]"
    if problem["type"] == "extra_forbidden":
        known = _keys_of(section) if key else list(Settings.model_fields)
        near = difflib.get_close_matches((key or section).lower(), known, 1)
        guess = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}."
        return f"Unknown setting {name}: {guess}"
    variable = f" (or {_PREFIX}{section}__{key})".upper().replace("(OR", "(or") if key else ""
    return f"The setting {name}{variable} is not usable: {said}."


def _keys_of(section: str) -> list[str]:
    annotation = Settings.model_fields[section].annotation if section in Settings.model_fields else None
    model = next(
        (part for part in (annotation, *get_args(annotation)) if isinstance(part, type) and issubclass(part, BaseModel)), None
    )
    return list(model.model_fields) if model else []
