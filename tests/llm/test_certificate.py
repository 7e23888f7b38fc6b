"""A server whose certificate nobody vouches for gets nothing."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from crossbearing.llm import faults
from crossbearing.llm.live import ask
from crossbearing.llm.settings import KEY_VARIABLE, Settings

from .stub import request


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate of the test")
def test_server_with_a_certificate_of_its_own_gets_no_text_and_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "sk-very-secret-0123456789")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem"
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            plain, _ = listening.accept()
            try:
                with context.wrap_socket(plain, server_side=True) as secure:
                    got.append(secure.recv(1000))
            except OSError:
                plain.close()

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"https://localhost:{listening.getsockname()[1]}/v1"
        given = Settings(url, "stub", parallel=1, connect_seconds=5.0)
        lines = list(ask([request("a", "one"), request("b", "two")], given, say=lambda line: None))
        thread.join()
    assert [line["error"]["code"] for line in lines] == [faults.CERTIFICATE, faults.STOPPED]
    assert b"".join(got) == b""
