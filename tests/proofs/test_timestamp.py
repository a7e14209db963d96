"""A timestamp comes from a real authority, openssl's own, over HTTP on the loopback, and openssl checks it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from hashlib import sha512
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.samples import GROUND
from timeline.cli.group import cli
from timeline.service import Timeline

CONFIG = """
[req]
distinguished_name = name
prompt = no
x509_extensions = tsa_extensions
[name]
CN = A test's own authority
[tsa_extensions]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
"""


def openssl(*arguments: str | Path) -> str:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, text=True).stdout


class Authority(ThreadingHTTPServer):
    """Answers each query as `openssl ts` does, unless `answer` is set, and keeps the media types that it was sent."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.answer: bytes | None = None
        self.asked: list[str] = []
        #: Bytes of a query that are exchanged for others before it is answered.
        self.exchanged = b"", b""
        self.configure("sha256, sha512")
        config, self.certificate = folder / "tsa.cnf", folder / "tsa.pem"
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", config, "-days", "2",
                "-keyout", folder / "tsa.key", "-out", self.certificate)  # fmt: skip
        self.url = f"http://127.0.0.1:{self.server_address[1]}/tsa"

    def configure(self, digests: str) -> None:
        """Which digests of what is to be stamped it takes."""
        (self.folder / "tsa.cnf").write_text(CONFIG.format(folder=self.folder, digests=digests), encoding="utf-8")

    def stamp(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query.replace(*self.exchanged))
        openssl("ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "authority",
                "-queryfile", self.folder / "query", "-out", self.folder / "reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()


class Handler(BaseHTTPRequestHandler):
    server: Authority

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.headers["Content-Type"])
        answer = self.server.stamp(query) if self.server.answer is None else self.server.answer
        self.send_response(200 if answer else 503)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        """Says nothing: what it was asked is in `asked`."""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with Authority(tmp_path_factory.mktemp("tsa")) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def authority(serving: Authority) -> Authority:
    serving.answer, serving.asked, serving.exchanged = None, [], (b"", b"")
    serving.configure("sha256, sha512")
    return serving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stamped") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(GROUND, recorded_by="desk")
    return folder


def checkpoint(folder: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--dir", str(folder), "checkpoint", *map(str, arguments)])


def test_openssl_verifies_the_timestamp_of_a_checkpoint(authority: Authority, folder: Path, tmp_path: Path) -> None:
    file, stamp = tmp_path / "monday.checkpoint", tmp_path / "monday.checkpoint.tsr"
    done = checkpoint(folder, file, "--timestamp", authority.url)
    assert (done.exit_code, done.stdout) == (0, "")
    assert authority.asked == ["application/timestamp-query"]
    assert file.read_bytes() == (folder / "checkpoint").read_bytes()
    check = ("ts", "-verify", "-data", file, "-in", stamp, "-CAfile", authority.certificate)
    openssl(*check)
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(subprocess.CalledProcessError):
        openssl(*check)


def test_without_the_option_nobody_is_asked(authority: Authority, folder: Path, tmp_path: Path) -> None:
    assert checkpoint(folder, tmp_path / "file").exit_code == 0
    assert authority.asked == []
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<html>", "did not answer with a timestamp"),
        (b"", "HTTP Error 503"),
        ("refusal", r"refused to give a timestamp \(status 2\)"),
        ("another", "answered with a timestamp of something else"),
        ("replayed", "answered with a timestamp of something else"),
        ("exchanged", "answered with a timestamp of something else"),
    ],
)
def test_an_answer_that_is_no_timestamp_of_it_is_told_and_nothing_written(
    authority: Authority, folder: Path, tmp_path: Path, answer: bytes | str, words: str
) -> None:
    if answer == "refusal":
        authority.configure("sha256")
    elif answer == "exchanged":
        said = checkpoint(folder).stdout_bytes
        authority.exchanged = sha512(said).digest(), sha512(b"something else").digest()
    elif answer in ("another", "replayed"):
        said = b"something else" if answer == "another" else checkpoint(folder).stdout_bytes
        (authority.folder / "data").write_bytes(said)
        openssl("ts", "-query", "-data", authority.folder / "data", "-sha512", "-cert",
                "-out", authority.folder / "other")  # fmt: skip
        authority.answer = authority.stamp((authority.folder / "other").read_bytes())
    else:
        assert isinstance(answer, bytes)
        authority.answer = answer
    done = checkpoint(folder, tmp_path / "file", "--timestamp", authority.url)
    assert done.exit_code == 1
    assert words.replace("\\", "") in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "127.0.0.1", "file:///etc/passwd", "http://127.0.0.1:1/", "http://[/"]
)
def test_an_address_where_there_is_no_authority_is_told(folder: Path, tmp_path: Path, url: str) -> None:
    done = checkpoint(folder, tmp_path / "file", "--timestamp", url)
    assert done.exit_code == 1
    assert done.output.startswith(url)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over(authority: Authority, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file.tsr").touch()
    done = checkpoint(folder, tmp_path / "file", "--timestamp", authority.url)
    assert (done.exit_code, authority.asked) == (1, [])
    assert "file.tsr is there already" in done.output
    assert checkpoint(folder, "--timestamp", authority.url).exit_code == 2
