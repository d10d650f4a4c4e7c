"""The worker's tasks (后台任务): each calls one service."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DeleteJobCondition

from jiugai.console import outward
from jiugai.console.founding import now
from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor
from jiugai.services.audit import sealing
from jiugai.services.funding.plan_studio import running
from jiugai.services.reporting import uploads
from jiugai.services.supervision.evidence import sending
from jiugai.storage.accounts import queries


def actor_of(user_id: int, post_id: int) -> Actor:
    """Return an officer as the post stands now: whoever lost it meanwhile writes nothing."""
    today = now().date()
    for post in queries.posts_held(user_id, day=today):
        if post.post_id == post_id:
            return signing_in.actor_in(post, day=today)
    raise LookupError(f"user {user_id} no longer holds post {post_id}")


@app.task(name="read_upload", queue="desk")
def read_upload(upload_id: int) -> None:
    """Read a file that came in."""
    uploads.read_upload(upload_id, actor_of=actor_of)


@app.task(name="write_upload", queue="desk")
def write_upload(upload_id: int) -> None:
    """Write the plan of a file that came in."""
    uploads.write_upload(upload_id, actor_of=actor_of)


@app.task(name="solve_plan", queue="desk")
def solve_plan(run_id: int) -> None:
    """Compute a plan case."""
    running.solve_run(run_id, actor_of=actor_of)


@app.periodic(cron="* * * * *")
@app.task(name="seal_trace", queue="desk", queueing_lock="seal_trace")
def seal_trace(timestamp: int) -> None:
    """Seal what was recorded since the last minute; one that is still waiting counts for the next."""
    del timestamp  # when it was due: what has committed since is sealed as well
    sealing.seal_all()


@app.periodic(cron="17 * * * *")
@app.task(name="forget_photos", queue="desk", queueing_lock="forget_photos")
def forget_photos(timestamp: int) -> None:
    """Forget the pieces of photos that never came whole and are no longer taken in."""
    del timestamp  # when it was due: whatever is past its hours by now goes as well
    sending.forget_abandoned(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="send_messages", queue="desk", queueing_lock="send_messages")
def send_messages(timestamp: int) -> None:
    """Send what waits on the channels that were named; without any, nothing."""
    del timestamp  # when it was due: what has happened since goes along
    outward.send_waiting()


def run() -> None:
    """Work until told to stop."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    worker_app = app.with_connector(connector.get_worker_connector())
    worker_app.run_worker(
        queues=["desk"],
        concurrency=1,
        install_signal_handlers=True,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,  # a job a minute would fill the table
    )
