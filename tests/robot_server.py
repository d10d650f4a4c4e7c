"""A server on this machine that answers as a group's robot would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Robot:
    """What the robot was told, and what it is to say next."""

    address: str = ""
    says: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    status: int = 200
    told: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def refuses(self, code: int, words: str) -> None:
        """Let it answer with a code of its own from now on."""
        self.says = json.dumps({"errcode": code, "errmsg": words}).encode()


@contextmanager
def robot_server() -> Iterator[Robot]:
    """Serve until the block ends."""
    robot = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert body["msgtype"] == "text"
            robot.told.append(body["text"]["content"])
            robot.paths.append(self.path)
            self.send_response(robot.status)
            self.end_headers()
            self.wfile.write(robot.says)

        def log_message(self, *_: object) -> None:
            """Say nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        robot.address = f"http://127.0.0.1:{server.server_port}/send?key=k"
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield robot
        finally:
            server.shutdown()
            thread.join()
