"""The centre's own RSA keys: PEM files and `ring.json` in one directory (0700, files 0600). Touches only that directory."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from joserfc.jwk import RSAKey

from syncd import clock
from syncd.errors import ConfigurationError
from syncd.keys.sign import Scope, Signer, generate_key

# A tenant learns a new key when it is next polled; a day covers everything but a site that is down.
SWITCH_AFTER_MS = 24 * 3600 * 1000
_RING = "ring.json"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Which key has which part. One small file, replaced as a whole: a rotation cannot stop half-way."""

    signing: str
    next: str | None = None
    retiring: str | None = None
    changed_at: int = 0

    @property
    def kids(self) -> list[str]:
        return [kid for kid in (self.signing, self.next, self.retiring) if kid]


class KeyRing:
    """The centre's keys, made where there are none unless `make` is off.

    Safe for several threads and processes: a rotation by one is seen by all at their next signature.
    """

    def __init__(self, directory: Path, issuer: str, *, make: bool = True) -> None:
        self._directory = directory
        self._issuer = issuer
        if not make and not self._path.exists():
            raise ConfigurationError(
                f"There is no key set in {directory}: let [centre] keys_dir name the directory of this centre's keys, or restore"
                " it from its backup. A new centre makes its keys with: syncd keys init"
            )
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._lock():
                if not self._path.exists():
                    self._save(Rotation(self._write_key(generate_key()), changed_at=clock.now_ms()))
        except OSError as error:
            raise ConfigurationError(
                f"The key directory {directory} cannot be used ({error.strerror}): set [centre] keys_dir to one syncd may write."
            ) from None
        self._loaded = self._load()

    @property
    def issuer(self) -> str:
        return self._issuer

    def jwks_document(self) -> bytes:
        """The key set document exactly as it is to be served."""
        return self._signer().jwks_document()

    def jwks_sha256(self) -> str:
        return self._signer().jwks_sha256()

    def rotation(self) -> Rotation:
        """Which key has which part now."""
        with self._lock():
            return self._read()

    def kids(self) -> frozenset[str]:
        """The thumbprints of all keys of the set; two sets that share one are the same set before and after a rotation."""
        return frozenset(self.rotation().kids)

    def sign_bearer(self, audience: str, scope: Scope) -> str:
        return self._signer().sign_bearer(audience, scope)

    def sign_client_assertion(self, client_id: str, issuer: str) -> str:
        return self._signer().sign_client_assertion(client_id, issuer)

    def publish_next(self) -> str:
        """Step 1 of a rotation: show a new key, keep signing with the old one. Returns the new key's `kid`."""
        with self._lock():
            ring = self._read()
            if ring.next or ring.retiring:
                raise ConfigurationError(
                    "A rotation is already under way: finish it first; `syncd keys show` says the next step."
                )
            kid = self._write_key(generate_key())
            self._save(Rotation(ring.signing, next=kid, changed_at=clock.now_ms()))
        return kid

    def switch(self, *, force: bool = False) -> None:
        """Step 2, at least a day later: sign with the new key, still show the old one."""
        with self._lock():
            ring = self._read()
            if not ring.next:
                raise ConfigurationError("There is no published next key to switch to: run `syncd keys publish`, and wait a day.")
            if not force and clock.now_ms() - ring.changed_at < SWITCH_AFTER_MS:
                raise ConfigurationError("The next key has been public for less than a day: tenants may not have seen it yet.")
            self._save(Rotation(ring.next, retiring=ring.signing, changed_at=clock.now_ms()))

    def retire(self) -> None:
        """Step 3, when what the old key signed has ended: stop showing it and destroy it."""
        with self._lock():
            ring = self._read()
            if not ring.retiring:
                raise ConfigurationError("There is no old key to retire.")
            self._save(Rotation(ring.signing, changed_at=clock.now_ms()))
            self._pem(ring.retiring).unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return self._directory / _RING

    def _pem(self, kid: str) -> Path:
        return self._directory / f"{kid}.pem"

    def _signer(self) -> Signer:
        """The signer of the ring as it is on disk now; reading a file's stamp costs microseconds."""
        stamp, signer = self._loaded
        if _stamp(self._path) != stamp:
            self._loaded = self._load()
            signer = self._loaded[1]
        return signer

    def _load(self) -> tuple[tuple[int, int], Signer]:
        with self._lock():
            ring = self._read()
            stamp = _stamp(self._path)
            keys = []
            for kid in ring.kids:
                pem = self._pem(kid)
                if not pem.is_file():
                    raise ConfigurationError(f"The key file {pem} is missing: restore the key directory from its backup.")
                if pem.stat().st_mode & 0o077:
                    raise ConfigurationError(
                        f"The key file {pem} is readable by others: run chmod 600 on it, and rotate it if they may have."
                    )
                keys.append(RSAKey.import_key(pem.read_bytes(), {"kid": kid}))
        return stamp, Signer(self._issuer, keys, ring.signing)

    def _read(self) -> Rotation:
        try:
            return Rotation(**json.loads(self._path.read_text()))
        except (ValueError, TypeError):
            raise ConfigurationError(f"{self._path} is damaged: restore the key directory from its backup.") from None

    def _save(self, ring: Rotation) -> None:
        self._write(self._path, json.dumps(asdict(ring)).encode())

    def _write_key(self, key: RSAKey) -> str:
        kid = str(key.kid)
        self._write(self._pem(kid), key.as_pem(private=True))
        return kid

    def _write(self, path: Path, content: bytes) -> None:
        """Replaces a file in one step, on disk before it counts, and never readable by others, not even for a moment."""
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One process at a time."""
        with os.fdopen(os.open(self._directory / ".lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_ino
