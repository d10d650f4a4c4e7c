"""Commands that keep the platform running (运行)."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from jiugai.console import founding, setting_up

DEMO_AS_OF = "2020-11-03"
"""The day on which the demo city opens: the one of the speech that it was made from."""


def serve(
    port: Annotated[int, typer.Option(envvar="JIUGAI_PORT", help="端口。")] = 8000,
    host: Annotated[str, typer.Option(help="只听本机；对外请放在反向代理后面。")] = "127.0.0.1",
    with_demo: Annotated[bool, typer.Option("--with-demo", help="空库时先装入演示城市。")] = False,
    workers: Annotated[int, typer.Option(help="网页进程数。")] = 2,
) -> None:
    """Start the database, bring it up to date, and serve the site with its worker."""
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    if with_demo:
        founding.load_demo()
    _collect_static()
    demo = _demo_sign_ins()
    environment = os.environ | {"JIUGAI_DB_ROLE": "application"}
    if demo:
        environment |= {"JIUGAI_DEMO": "1", "JIUGAI_AS_OF": DEMO_AS_OF}
    _say(host, port, demo)
    worker_process = subprocess.Popen(
        [sys.executable, "-m", "jiugai.console.main", "worker"], env=environment
    )
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "jiugai.config.wsgi:application",
            f"--bind={host}:{port}",
            f"--workers={workers}",
            "--threads=4",
            "--timeout=120",
            "--preload",
            "--log-level=warning",
            f"--worker-tmp-dir={_quick_folder()}",
        ],
        env=environment,
    )
    _until_told(web, worker_process)


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


def _until_told(*processes: subprocess.Popen[bytes]) -> None:
    """Wait until one of the processes ends or we are told to stop; then stop them all."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        processes[0].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def worker() -> None:
    """Run the background work: reading uploads, writing them, closing months."""
    setting_up.prepare()
    from jiugai.console import background

    background.run()
