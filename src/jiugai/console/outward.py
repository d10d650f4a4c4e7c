"""Messages on their way out (消息外发): asked for by the worker, each minute."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from jiugai.console.founding import now
from jiugai.services.messages import sending
from jiugai.services.messages.addressees import Addressee, NoSuchAddressee, addressees_of

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
        channels, told=told, mail=mail, now=now(), days=settings.MESSAGE_DAYS
    )
    return len(receipts)


def told(account: str) -> tuple[Addressee, ...]:
    """Return the posts whose messages an account is told today; none if there is no such account."""
    try:
        return addressees_of(account, day=now().date())
    except NoSuchAddressee:
        log.warning("外发通道写的账号“%s”不在册，这个通道没有外发。", account)
        return ()


def mail(address: str, text: str) -> str:
    """Mail a text; return what went wrong, empty if nothing did."""
    try:
        send_mail("旧改通消息", text, None, [address])
    except (SMTPException, OSError) as error:
        return f"邮件没有发出（{error}）"[:200]
    return ""
