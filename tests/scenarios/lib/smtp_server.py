"""Debian's python3-aiosmtpd as somebody's mail server: STARTTLS and a password are required. Prints its port, then each letter as a
line of JSON. Ends with its standard input.

smtp_server.py CERTIFICATE KEY USER PASSWORD"""
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Letters:
    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "subject": letter["subject"],
                          "text": letter.get_content(), "tls": session.ssl is not None}), flush=True)
        return "250 taken"


certificate, key, user, password = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)


def make_server():
    return SMTP(Letters(), tls_context=context, require_starttls=True, auth_required=True,
                authenticator=lambda server, session, envelope, mechanism, data:
                AuthResult(success=(data.login, data.password) == (user.encode(), password.encode())))


async def serve():
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(make_server, host="127.0.0.1", port=0)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    listener.close()

asyncio.run(serve())
