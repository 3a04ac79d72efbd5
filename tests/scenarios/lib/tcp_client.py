#!/usr/bin/python3
"""Debian's python3-stomp over TCP, steered by lines of JSON.

Arguments: port, version, the heart-beats it offers and wants, in ms, and the file of a trusted certificate: then it speaks TLS.
Reads commands from standard input, one a line:
{"do": "connect" | "subscribe" | "unsubscribe" | "send" | "ack" | "nack" | "begin" | "commit" | "abort" | "disconnect", ...} and prints
what the library tells its listener, one JSON object a line:
{"on": "connected" | "message" | "receipt" | "error" | "heartbeat" | "disconnected", ...}.
"""
import json
import sys
import threading

import stomp

lock = threading.Lock()


def tell(on, headers=None, body=None):
    with lock:
        print(json.dumps({"on": on, "headers": headers or {}, "body": body}), flush=True)


class Listener(stomp.ConnectionListener):
    def on_connected(self, frame):
        tell("connected", frame.headers, frame.body)

    def on_message(self, frame):
        tell("message", frame.headers, frame.body)

    def on_receipt(self, frame):
        tell("receipt", frame.headers, frame.body)

    def on_error(self, frame):
        tell("error", frame.headers, frame.body)

    def on_heartbeat(self):
        tell("heartbeat")

    def on_disconnected(self):
        tell("disconnected")


def main():
    port, version = int(sys.argv[1]), sys.argv[2]
    kind = {"1.0": stomp.Connection10, "1.1": stomp.Connection11, "1.2": stomp.Connection12}[version]
    beats = {} if version == "1.0" else {"heartbeats": (int(sys.argv[3]), int(sys.argv[4]))}
    connection = kind([("127.0.0.1", port)], reconnect_attempts_max=1, **beats)
    if len(sys.argv) > 5:
        connection.set_ssl(for_hosts=[("127.0.0.1", port)], ca_certs=sys.argv[5])
    connection.set_listener("", Listener())
    for line in sys.stdin:
        command = json.loads(line)
        do, headers = command["do"], command.get("headers", {})
        if do == "connect":
            try:
                connection.connect(command.get("login"), command.get("passcode"), wait=False, headers=headers)
            except stomp.exception.ConnectFailedException:
                pass  # the listener hears why, from the library's own thread
        elif do == "subscribe":
            connection.subscribe(command["destination"], id=command.get("id"), ack=command.get("ack", "auto"), headers=headers)
        elif do == "unsubscribe":
            which = {"destination": command["destination"]} if version == "1.0" else {"id": command["id"]}
            connection.unsubscribe(headers=headers, **which)
        elif do in ("ack", "nack"):
            whose = {"subscription": command["subscription"]} if version == "1.1" else {}
            more = {"transaction": command.get("transaction"), "receipt": headers.get("receipt")}
            getattr(connection, do)(command["id"], **whose, **more)
        elif do in ("begin", "commit", "abort"):
            getattr(connection, do)(command["transaction"], headers=headers)
        elif do == "send":
            connection.send(command["destination"], command["body"], headers=headers)
        elif do == "disconnect":
            connection.disconnect(receipt="bye")


main()
