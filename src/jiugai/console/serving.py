"""Commands that keep the platform running (运行)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from jiugai.console import founding, setting_up
from jiugai.console.answers import refuse

_OWN = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # listening everywhere is asked for at home
_PATIENCE = 20.0  # s, for the pages under way and the job in hand
DEMO_AS_OF = "2020-11-03"
"""The day on which the demo city opens: the one of the speech that it was made from."""


def serve(
    port: Annotated[int, typer.Option(envvar="JIUGAI_PORT", help="端口。")] = 8000,
    host: Annotated[str, typer.Option(help="只听本机；对外请放在反向代理后面。")] = "127.0.0.1",
    with_demo: Annotated[bool, typer.Option("--with-demo", help="空库时先装入演示城市。")] = False,
    workers: Annotated[int, typer.Option(help="网页进程数。")] = 4,
) -> None:
    """Start the database, bring it up to date, and serve the site with its worker."""
    _refuse_if_taken(host, port)
    _end_cleanly_when_told()
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    if with_demo:
        founding.load_demo()
    _collect_static()
    demo = _demo_sign_ins()
    environment = os.environ | {"JIUGAI_DB_ROLE": "application"}
    if demo:
        environment |= {"JIUGAI_DEMO": "1", "JIUGAI_AS_OF": DEMO_AS_OF}
    _run_together(
        [_web(host, port, workers), [sys.executable, "-m", "jiugai.console.main", "worker"]],
        environment,
        is_up=lambda: _answers(host, port),
        once_up=lambda: _say(host, port, demo),
    )


def _refuse_if_taken(host: str, port: int) -> None:
    if _answers(host, port):
        message = (
            f"端口 {port} 已有程序在用，也许网站已经开着：http://{host}:{port}。"
            "没有再开一个；要再开，请用 --port 换一个端口。"
        )
        raise refuse(message, code="serve.port_taken", as_json=False)


def _web(host: str, port: int, workers: int) -> list[str]:
    # One page at a time in each process: threads of one process wait for each other after every
    # answer of the database, and a process with four of them takes pages that another is idle for.
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "jiugai.config.wsgi:application",
        f"--bind={host}:{port}",
        f"--workers={workers}",
        "--worker-class=gthread",  # a browser's idle connection must not keep a process waiting
        "--threads=1",
        "--timeout=120",
        "--preload",
        "--log-level=warning",
        f"--worker-tmp-dir={_quick_folder()}",
    ]


def _quick_folder() -> str:
    return "/dev/shm" if Path("/dev/shm").is_dir() else str(setting_up.var_folder())


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def _demo_sign_ins() -> list[tuple[str, str, str]]:
    from jiugai.services import demo

    return demo.sign_ins()


def _say(host: str, port: int, demo: list[tuple[str, str, str]]) -> None:
    typer.echo(f"网站：http://{host}:{port}")
    if demo:
        typer.echo("演示城市的账号（仅供试用，人人可见）：")
        for label, username, password in demo:
            typer.echo(f"  {label}　账号 {username}　密码 {password}")
    typer.echo("按 Ctrl+C 停止。", nl=True)
    sys.stdout.flush()


def _end_cleanly_when_told() -> None:
    """Let SIGTERM end this process as Ctrl+C does, so that what it started is stopped with it."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def _answers(host: str, port: int) -> bool:
    """Say whether somebody listens."""
    try:
        with socket.create_connection((_OWN.get(host, host), port), timeout=1):
            return True
    except OSError:
        return False


def _run_together(
    commands: Sequence[Sequence[str]],
    environment: Mapping[str, str],
    *,
    is_up: Callable[[], bool],
    once_up: Callable[[], None],
) -> None:
    """Run commands until the first of them ends or we are told to stop; then stop them all.

    :param once_up: called as soon as ``is_up`` first says so.
    """
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            running.append(subprocess.Popen(command, env=environment))
        while running[0].poll() is None and not is_up():
            time.sleep(0.1)
        if running[0].poll() is None:
            once_up()
        running[0].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def worker() -> None:
    """Run the background work: reading uploads, writing them, closing months."""
    setting_up.prepare()
    from jiugai.console import background

    background.run()
