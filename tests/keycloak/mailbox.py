"""A mail server on loopback that keeps what it is given, so that tests can open the links in it."""

import email
import email.policy
import re
import socketserver
from contextlib import contextmanager
from threading import Condition, Thread

PATIENCE_S = 60


class _Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to get rid of a message."""

    def handle(self):
        self._say("220 ready")
        for line in self.rfile:
            command = line.decode().strip().upper()
            if command == "DATA":
                self._say("354 go on")
                self.server.keep(b"".join(iter(self.rfile.readline, b".\r\n")))
            self._say("221 bye" if command == "QUIT" else "250 ok")
            if command == "QUIT":
                return

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self._messages, self._arrived = [], Condition()

    @property
    def as_keycloak_has_it(self):
        return {"host": "127.0.0.1", "port": str(self.server_address[1]), "from": "pusat@contoh.example"}

    def keep(self, raw):
        with self._arrived:
            self._messages.append(email.message_from_bytes(raw, policy=email.policy.default))
            self._arrived.notify_all()

    def link(self, address):
        """The link in the newest message to this address, once there is one; a message is read once."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: any(address in each["To"] for each in self._messages), PATIENCE_S), "no mail"
            message = next(each for each in reversed(self._messages) if address in each["To"])
            self._messages.remove(message)
        self.subject = message["Subject"]
        return re.search(r"http://\S+", message.get_body(("plain",)).get_content())[0]


@contextmanager
def mailbox():
    with Mailbox() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
