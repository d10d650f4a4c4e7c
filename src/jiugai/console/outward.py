"""Messages on their way out (消息外发): asked for by the worker, each minute."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from jiugai.console.founding import now
from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor
from jiugai.services.messages import sending
from jiugai.storage.accounts import queries

log = logging.getLogger("jiugai.messages")


def send_waiting() -> int:
    """Send what waits on the channels that the administrator named; return how many tries were made.

    A file that cannot be followed is told in the log, and nothing leaves.
    """
    try:
        channels = sending.read_channels(settings.CHANNELS_FILE)
    except sending.UnreadableChannels as wrong:
        log.warning("%s", wrong)
        return 0
    receipts = sending.send_all(
        channels, actor_of=officer_of, mail=mail, now=now(), days=settings.MESSAGE_DAYS
    )
    return len(receipts)


def officer_of(account: str) -> Actor | None:
    """Return the officer of an account in the post held longest; None if there is no such today."""
    today = now().date()
    try:
        posts = queries.posts_held(queries.user_id_of(account), day=today)
    except queries.NoSuchAccount:
        log.warning("外发通道写的账号“%s”不在册，这个通道没有外发。", account)
        return None
    return signing_in.actor_in(posts[0], day=today) if posts else None


def mail(address: str, text: str) -> str:
    """Mail a text; return what went wrong, empty if nothing did."""
    try:
        send_mail("旧改通消息", text, None, [address])
    except (SMTPException, OSError) as error:
        return f"邮件没有发出（{error}）"[:200]
    return ""
