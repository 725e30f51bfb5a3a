"""Serves Moodle sites on loopback with nginx and PHP-FPM, or with PHP's own server, and ends what it started."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from random import SystemRandom

from tests.mariadb_server import find
from tests.moodle.site import MoodleSite

# Linux gives outgoing connections ports from 32768 on: one of those could be taken before the server that is to have it listens.
_PORTS = range(10000, 32000)
_FPM = """[global]
pid = {folder}/fpm.pid
error_log = {folder}/fpm.log
[www]
listen = {folder}/fpm.sock
{user}pm = static
pm.max_children = {workers}
clear_env = yes
catch_workers_output = yes
php_admin_value[max_input_vars] = 5000
php_admin_value[memory_limit] = 256M
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.memory_consumption] = 192
php_admin_value[opcache.max_accelerated_files] = 20000
php_admin_value[opcache.revalidate_freq] = 0
"""
_NGINX = """pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
worker_processes 1;
{user}events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log {folder}/nginx-access.log;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    client_max_body_size 64m;
{servers}}}
"""
_SERVER = """    server {{
        listen {address};
        root {root};
        index index.php;
        location ~ ^(.+\\.php)(/.*)?$ {{
            fastcgi_split_path_info ^(.+\\.php)(/.*)$;
            include /etc/nginx/fastcgi_params;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
            fastcgi_param PATH_INFO $fastcgi_path_info;
            fastcgi_param MOODLE_SITE_CONFIG {config};
            fastcgi_pass unix:{folder}/fpm.sock;
            fastcgi_read_timeout 300;
        }}
    }}
"""


def free_addresses(number: int, host: str = "127.0.0.1") -> list[str]:
    """Addresses on loopback that nothing listens on now, as `host:port`; no outgoing connection is given such a port."""
    found: list[str] = []
    with ExitStack() as stack:
        while len(found) < number:
            port = SystemRandom().choice(_PORTS)
            with suppress(OSError):
                stack.enter_context(socket.socket()).bind((host, port))
                found.append(f"{host}:{port}")
    return found


@contextmanager
def served(
    sites: Sequence[MoodleSite], folder: Path, workers: int = 4, settings: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Serve the sites at their addresses; logs are written into the folder. `settings` are PHP's, as in php.ini."""
    folder.mkdir(parents=True, exist_ok=True)
    serve = _served_by_nginx if find("nginx") and _fpm() else _served_by_php
    with serve(sites, folder, workers, settings or {}):
        yield


def _fpm() -> str | None:
    return next(filter(None, map(find, ("php-fpm", "php-fpm8.4", "php-fpm8.3", "php-fpm8.2", "php-fpm8.1"))), None)


@contextmanager
def _served_by_nginx(sites: Sequence[MoodleSite], folder: Path, workers: int, settings: Mapping[str, str]) -> Iterator[None]:
    root = os.geteuid() == 0
    servers = "".join(
        _SERVER.format(address=address, root=_root(site, path, folder), config=site.config, folder=folder)
        for site in sites
        for address, _, path in [site.wwwroot.removeprefix("http://").partition("/")]
    )
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, servers=servers, user="user root;\n" if root else ""))
    pool = _FPM.format(folder=folder, workers=workers, user="user = root\n" if root else "")
    (folder / "fpm.conf").write_text(pool + "".join(f"php_admin_value[{name}] = {settings[name]}\n" for name in settings))
    # Both go into the background only once their sockets are open, so there is nothing to wait for here.
    fpm = [str(_fpm()), *(["-R"] if root else []), "-D", "-y", str(folder / "fpm.conf")]
    nginx = [str(find("nginx")), "-e", str(folder / "nginx-error.log"), "-c", str(folder / "nginx.conf")]
    try:
        subprocess.run(fpm, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        subprocess.run(nginx, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        yield
    finally:
        for name in ("nginx.pid", "fpm.pid"):
            _end(folder / name)


def _root(site: MoodleSite, path: str, folder: Path) -> Path:
    """The folder in which the web server finds the site's tree at this path."""
    if not path:
        return site.tree
    link = folder / f"root-{site.name}" / path
    link.parent.mkdir(parents=True)
    link.symlink_to(site.tree)
    return folder / f"root-{site.name}"


def _end(pid_file: Path) -> None:
    if pid_file.is_file() and (pid := pid_file.read_text().strip()):
        os.kill(int(pid), signal.SIGTERM)


@contextmanager
def _served_by_php(sites: Sequence[MoodleSite], folder: Path, workers: int, settings: Mapping[str, str]) -> Iterator[None]:
    with ExitStack() as stack:
        for site in sites:
            log = stack.enter_context((folder / f"php-{site.name}.log").open("w", encoding="utf-8"))
            command = [
                str(find("php")),
                "-d",
                "max_input_vars=5000",
                *(word for name in settings for word in ("-d", f"{name}={settings[name]}")),
                "-S",
                site.wwwroot.removeprefix("http://"),
                "-t",
                str(site.tree),
            ]
            environment = {**site.environment, "PHP_CLI_SERVER_WORKERS": str(workers)}
            process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
            stack.callback(os.killpg, process.pid, signal.SIGTERM)
            # The server says when it listens; what it says later must be read too, or it would stop when the pipe is full.
            if process.stderr is None or "started" not in process.stderr.readline():
                raise RuntimeError(f"PHP's server did not start for {site.wwwroot}")
            threading.Thread(target=log.writelines, args=(process.stderr,), daemon=True).start()
        yield
