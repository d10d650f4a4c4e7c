"""Background work (后台任务): put into the queue in the same transaction as what it is about."""

from procrastinate.contrib.django import app

READ_UPLOAD = "read_upload"
WRITE_UPLOAD = "write_upload"
SOLVE_PLAN = "solve_plan"


def defer(task: str, **arguments: int) -> None:
    """Queue a task for a worker, under its name."""
    app.configure_task(name=task, queue="desk").defer(**arguments)
