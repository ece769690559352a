"""A hub on loopback that speaks what `huggingface_hub` asks, and can fail in the ways hubs do."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

LARGE = (
    ".safetensors",
    ".bin",
)  # kept apart from git and served by another host, as on the real hub


@dataclass
class Hub:
    """Repositories by name, and what goes wrong with their files.

    Args:
        url: Of the hub.
        storage: Of the host that keeps the large files: the same by another name.
        cut: File → byte after which the connection always breaks.
        claimed: File → hash that is claimed for it.
        requests: "METHOD path [range]" of everything that was asked.
        web: Files that lie under /web, as on any other host.
    """

    url: str = ""
    storage: str = ""
    repositories: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    web: dict[str, bytes] = field(default_factory=dict)

    def commit(self, repository: str) -> str:
        return hashlib.sha1(repository.encode()).hexdigest()

    def hash(self, name: str, content: bytes) -> str:
        if name.endswith(LARGE):
            return self.claimed.get(name, hashlib.sha256(content).hexdigest())
        blob = b"blob %d\0" % len(content) + content
        return self.claimed.get(name, hashlib.sha1(blob).hexdigest())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        asked = f"{self.command} {self.path} {self.headers.get('Range', '')}"
        self.hub.requests.append(asked.strip())
        parts = unquote(self.path.partition("?")[0]).strip("/").split("/")
        if parts[0] == "datasets":
            parts = parts[1:]
        if parts[:2] in (["api", "models"], ["api", "datasets"]):
            self._info("/".join(parts[2:4]), parts[5] if len(parts) > 5 else "main")
        elif parts[0] == "cdn":
            name = "/".join(parts[3:])
            self._send(name, self.hub.repositories["/".join(parts[1:3])][name], {})
        elif parts[0] == "web" and (name := "/".join(parts[1:])) in self.hub.web:
            self._send(name, self.hub.web[name], {})
        elif parts[2:3] == ["resolve"]:
            self._resolve("/".join(parts[:2]), parts[3], "/".join(parts[4:]))
        else:
            self._refuse(404, "EntryNotFound")

    def _known(self, repository: str, revision: str) -> bool:
        if repository not in self.hub.repositories:
            self._refuse(404, "RepoNotFound")
        elif revision not in ("main", self.hub.commit(repository)):
            self._refuse(404, "RevisionNotFound")
        else:
            return True
        return False

    def _info(self, repository: str, revision: str) -> None:
        if self._known(repository, revision):
            names = self.hub.repositories[repository]
            siblings = [{"rfilename": name} for name in names]
            info = {"id": repository, "sha": self.hub.commit(repository), "siblings": siblings}
            self._send("info", json.dumps(info).encode(), {"Content-Type": "application/json"})

    def _resolve(self, repository: str, revision: str, name: str) -> None:
        if not self._known(repository, revision):
            return
        content = self.hub.repositories[repository].get(name)
        if content is None:
            self._refuse(404, "EntryNotFound")
            return
        digest = f'"{self.hub.hash(name, content)}"'
        headers = {"X-Repo-Commit": self.hub.commit(repository), "ETag": digest}
        if not name.endswith(LARGE):
            self._send(name, content, headers)
            return
        headers |= {"X-Linked-Etag": digest, "X-Linked-Size": str(len(content))}
        headers |= {
            "Location": f"{self.hub.storage}/cdn/{repository}/{name}",
            "Content-Length": "0",
        }
        self._head(302, headers)

    def _send(self, name: str, content: bytes, headers: dict[str, str]) -> None:
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        rest = content[start:]
        headers = {**headers, "Content-Length": str(len(rest))}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._head(206 if start else 200, headers)
        if self.command == "HEAD":
            return
        if name in self.hub.cut:
            rest = rest[: max(self.hub.cut[name] - start, 0)]
            self.close_connection = True
        self.wfile.write(rest)

    def _refuse(self, status: int, code: str) -> None:
        self._head(status, {"X-Error-Code": code, "Content-Length": "0"})

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def conversions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Converted weights, which are kept by the hash of their files: made once for all tests."""
    return tmp_path_factory.mktemp("ct2")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, conversions: Path) -> Iterator[Hub]:
    """An empty hub that is asked instead of the real one; the shelf is empty too."""
    served = Hub()
    handler = type("Handler", (_Handler,), {"hub": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    served.storage = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", served.url)
    monkeypatch.setenv("MTKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MTKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "ct2").symlink_to(conversions)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("mtkit.store.hub._PAUSE", 0.0)
    yield served
    server.shutdown()
    thread.join()
    server.server_close()
