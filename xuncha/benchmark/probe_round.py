"""One round of availability samples over TLS, three in a hundred of them on servers that never answer."""

from __future__ import annotations

import csv
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xuncha.benchmark.contenders import site_list
from xuncha.benchmark.measuring import Cost, measure
from xuncha.benchmark.serving import ServingError, free_port, nginx_path, wait_for
from xuncha.benchmark.truth import HOST

_DEAD_EVERY = 33
_CONF = """daemon off; master_process off; worker_processes 1; pid @FOLDER@/tls.pid; error_log @FOLDER@/tls.log crit;
events { worker_connections 4096; }
http { access_log off; client_body_temp_path @FOLDER@; proxy_temp_path @FOLDER@; fastcgi_temp_path @FOLDER@;
uwsgi_temp_path @FOLDER@; scgi_temp_path @FOLDER@;
server { listen 127.0.0.1:@PORT@ ssl backlog=4096; ssl_certificate @FOLDER@/tls.pem; ssl_certificate_key @FOLDER@/tls.key;
ssl_session_cache off; ssl_session_tickets off; default_type text/html; location / { return 200 "<!DOCTYPE html><p>@WORDS@</p>"; } } }
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round cost, and the outcomes in the file by number."""

    cost: Cost
    outcomes: dict[str, int]
    dead: int


def play_round(folder: Path, sites: int) -> Round:
    """Sample so many sites once by the real command.

    Raises:
        ServingError: nginx or openssl is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _tls_server(folder) as port, _silent_server() as silent:
        urls = [
            f"https://{HOST}:{silent if n % _DEAD_EVERY == 0 else port}/{n}/" for n in range(1, sites + 1)
        ]
        (folder / "sites.csv").write_text(site_list(urls), encoding="utf-8")
        out = folder / "probes.csv"
        out.unlink(missing_ok=True)
        command = [sys.executable, "-m", "xuncha", "probe", "--once", "--sites", str(folder / "sites.csv")]
        command += ["--out", str(out), "--allow-net", "127.0.0.0/8", "--rate", "100000"]
        command += ["--reference", f"https://{HOST}:{port}/"]
        cost = measure(command, folder / "output.txt", 1200, {"SSL_CERT_FILE": str(folder / "tls.pem")})
        with out.open(encoding="utf-8", newline="") as file:
            outcomes = Counter(row["状态"] for row in csv.DictReader(file))
    return Round(cost, dict(outcomes), sites // _DEAD_EVERY)


@contextmanager
def _tls_server(folder: Path) -> Iterator[int]:
    nginx = nginx_path()
    if nginx is None:
        raise ServingError("拨测基准需要 nginx")
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=benchmark",
    ]
    make += [
        "-addext",
        f"subjectAltName=IP:{HOST}",
        "-keyout",
        str(folder / "tls.key"),
        "-out",
        str(folder / "tls.pem"),
    ]
    if subprocess.run(make, capture_output=True, check=False).returncode:
        raise ServingError("拨测基准需要 openssl")
    port = free_port()
    text = _CONF.replace("@FOLDER@", str(folder)).replace("@PORT@", str(port)).replace("@WORDS@", "x" * 3000)
    (folder / "tls.conf").write_text(text, encoding="utf-8")
    server = subprocess.Popen(
        [nginx, "-p", str(folder), "-c", str(folder / "tls.conf"), "-e", str(folder / "tls.log")]
    )
    try:
        wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _silent_server() -> Iterator[int]:
    """Accepts connections and never says a word."""
    with socket.create_server((HOST, 0), backlog=1024) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        for one in held:
            one.close()
