"""E-mail: plain and HTML parts, charts inlined, one Message-ID for all tries."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from tracker.channels.base import ChannelError, ChannelKind, Message, Option, Surroundings, clean, picture_id
from tracker.network.cutting import Cutter, cut_after

PORTS = {"tls": 465, "starttls": 587, "plain": 25}


def send(message: Message, options: Mapping[str, Any], around: Surroundings) -> None:
    """Hand the mail to the server; a recipient refused by it is a failure that is not tried again."""
    mail = compose(message, options)
    try:
        with cut_after(around.timeout) as cutter, _server(options, around.timeout, cutter) as server:
            if options.get("user"):
                server.login(options["user"], options["password"])
            refused = server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise ChannelError(
            f"the mail server refused the recipients ({codes[0]})", permanent=all(c >= 500 for c in codes)
        ) from None
    except smtplib.SMTPResponseException as error:
        raise ChannelError(
            f"the mail server answered {error.smtp_code}", permanent=error.smtp_code >= 500
        ) from None
    except smtplib.SMTPNotSupportedError as error:
        raise ChannelError(f"the mail server cannot do that: {clean(error, 100)}", permanent=True) from None
    except (OSError, smtplib.SMTPException) as error:
        raise ChannelError(f"the mail server could not be reached ({type(error).__name__})") from None
    if refused:
        many = f"{len(refused)} of {len(options['to'])}"
        raise ChannelError(f"the mail server refused {many} recipients", permanent=True)


def compose(message: Message, options: Mapping[str, Any]) -> EmailMessage:
    """The mail. Header values are one clean line each; addresses are parsed, not pasted."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clean(message.title, 200)
    try:
        sender = Address(addr_spec=options["from"])
        mail["From"] = Address("Framework tracker", sender.username, sender.domain)
        mail["To"] = [Address(addr_spec=to) for to in options["to"]]
    except (ValueError, IndexError, MessageError):
        raise ChannelError("an address in 'from' or 'to' is not name@domain", permanent=True) from None
    mail["Message-ID"] = f"<{message.key[:32]}@framework-tracker>"
    mail["Date"] = message.at
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.plain)
    mail.add_alternative(message.html, subtype="html")
    html = mail.get_body(("html",))
    for item in message.items:
        if item.picture and html is not None:
            html.add_related(item.picture, "image", "png", cid=f"<{picture_id(item.transition)}>")
    return mail


class Timed(smtplib.SMTP):
    """Mail in the open, within one time for all of it: the library has one for each line's pieces."""

    cutter: Cutter

    def __init__(self, cutter: Cutter, host: str, port: int, timeout: float) -> None:
        self.cutter = cutter
        smtplib.SMTP.__init__(self, host, port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self.cutter.watch(connection)
        return connection


class TimedTLS(smtplib.SMTP_SSL, Timed):
    """The same over TLS; the order of bases lets the plain connection be seen before it is wrapped."""

    def __init__(self, cutter: Cutter, host: str, port: int, timeout: float, context: ssl.SSLContext) -> None:
        self.cutter = cutter
        smtplib.SMTP_SSL.__init__(self, host, port, timeout=timeout, context=context)


def _server(options: Mapping[str, Any], timeout: float, cutter: Cutter) -> smtplib.SMTP:
    security = options.get("security") or "starttls"
    host, port = options["host"], int(options.get("port") or PORTS[security])
    context = ssl.create_default_context(cafile=options.get("ca_file") or None)
    if security == "tls":
        return TimedTLS(cutter, host, port, timeout, context)
    server = Timed(cutter, host, port, timeout)
    if security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


channel = ChannelKind(
    "email",
    "E-mail",
    send,
    {
        "host": Option("the mail server", required=True),
        "port": Option("its port; 587, 465 or 25 when not given", default=0),
        "security": Option("starttls, tls or plain", default="starttls"),
        "from": Option("the sender's address", required=True),
        "to": Option("the recipients' addresses", required=True, default=()),
        "user": Option("who logs in"),
        "password": Option("the password", secret=True),
        "ca_file": Option("certificates to trust, for a server with one of its own"),
    },
)
