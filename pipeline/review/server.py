"""``jieban review``: serves the report of an output folder to this machine, and writes decisions at once.

Requests that are let in: those to this address (``Host``), below a path that begins with a token nobody else knows;
decisions only from a page of the report itself (``Origin``). No other site may read anything (no CORS). The server is
Python's own ``http.server``: it hears one person on one machine.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from pipeline.review.desk import Desk
from pipeline.review.report import scan
from pipeline.values.errors import UserError

HOST = "127.0.0.1"
LARGEST = 8 << 20
"""Bytes of a request at most: 20,000 decisions."""
TYPES = {".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json"}

log = logging.getLogger("jieban")


class Answer(NamedTuple):
    """An answer."""

    status: HTTPStatus
    body: bytes
    type: str = "text/plain; charset=utf-8"


def _told(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, f"jieban: {text}\n".encode())


def _json(value: object) -> Answer:
    return Answer(HTTPStatus.OK, json.dumps(value, ensure_ascii=False).encode(), TYPES[".json"])


class Server(ThreadingHTTPServer):
    """Serves one output folder.

    Args:
        desk: the output and its journal of decisions.
        port: 0: a free one.
        token: the beginning of every path; default: a random one.

    Raises:
        UserError: the port is in use.
    """

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0, token: str | None = None) -> None:
        self.desk = desk
        self.token = token or secrets.token_urlsafe(24)
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as problem:
            raise UserError(
                f"port {port} cannot be used ({problem.strerror}); name another with --port"
            ) from None
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        return f"http://{HOST}:{self.server_port}/{self.token}/index.html"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "jieban", ""
    timeout = 60  # seconds that a connection may say nothing

    def do_GET(self) -> None:
        """Send a file, or answer a question about decisions, search and preview."""
        self._answer(self._read)

    def do_POST(self) -> None:
        """Take decisions."""
        self._answer(self._write)

    def _answer(self, act: Callable[[str, dict[str, str]], Answer]) -> None:
        try:
            answer = self._refusal() or act(*self._asked())
        except UserError as problem:
            answer = _told(HTTPStatus.CONFLICT, str(problem))
        except Exception:
            log.exception("a defect of the program: %s was not answered", self.path.partition("?")[0][-60:])
            answer = _told(HTTPStatus.INTERNAL_SERVER_ERROR, "a defect of the program; see the terminal")
        self._send(answer)

    def _refusal(self) -> Answer | None:
        """Why a request is not heard at all."""
        if self.headers.get("Host") not in self.server.hosts:
            return _told(HTTPStatus.MISDIRECTED_REQUEST, "this address is not served here")
        given = unquote(urlsplit(self.path).path).split("/")[1]
        if not secrets.compare_digest(given.encode(), self.server.token.encode()):
            return _told(HTTPStatus.FORBIDDEN, "open the address that jieban review printed")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            return _told(HTTPStatus.FORBIDDEN, "another site asks for this")
        return None

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        name = unquote(parts.path).partition("/")[2].partition("/")[2]
        asked = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return name or "index.html", asked

    def _read(self, name: str, asked: dict[str, str]) -> Answer:
        desk = self.server.desk
        if name == "decisions":
            return _json(desk.count() if "count" in asked else desk.decisions(asked.get("doc")))
        if name == "search":
            return _json(desk.search(asked))
        if name == "preview":
            return _json(desk.preview(asked.get("doc", "")))
        if name == "scan":
            return self._scan(asked.get("doc", ""))
        known = TYPES.get(Path(name).suffix.lower())
        content = desk.file(name) if known else None
        if content is None or known is None:
            return _told(HTTPStatus.NOT_FOUND, "there is no such file")
        return Answer(HTTPStatus.OK, content, known)

    def _scan(self, doc: str) -> Answer:
        file = self.server.desk.scan(doc)
        if file is None:
            return _told(HTTPStatus.NOT_FOUND, "there is no such picture")
        return Answer(HTTPStatus.OK, file.read_bytes(), scan.TYPES[file.suffix.lower()])

    def _write(self, name: str, _: dict[str, str]) -> Answer:
        if self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts}:
            return _told(HTTPStatus.FORBIDDEN, "decisions are taken from the report alone")
        if name != "decisions":
            return _told(HTTPStatus.NOT_FOUND, "there is nothing to write to")
        if self.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            return _told(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "decisions are sent as application/json")
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > LARGEST:
            return _told(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send {LARGEST} bytes at most, and say how many"
            )
        data = self.rfile.read(int(size))
        try:
            return _json(self.server.desk.take(data))
        except ValueError as problem:
            return _told(HTTPStatus.BAD_REQUEST, f"these are no decisions ({problem})")

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        headers = {
            "Content-Type": answer.type,
            "Content-Length": str(len(answer.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "X-Frame-Options": "SAMEORIGIN",
        }
        if answer.status >= HTTPStatus.BAD_REQUEST:
            headers["Connection"] = "close"  # the body of the request may not have been read
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *values: Any) -> None:  # noqa: A002
        """Say nothing: the token stands in every path."""
