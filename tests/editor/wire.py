"""The language server over its own pipes, without any library: one message at a time."""

import json
import os
import queue
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = os.path.abspath(os.environ.get("EVENKEEL") or HERE / "../../target/release/evenkeel")
# What is due does not depend on the day of the run.
COMMAND = [PROGRAM, "lsp", "--today", "2026-06-05"]
PUBLISH = "textDocument/publishDiagnostics"


class Gone(Exception):
    """The server ended, or says nothing for too long."""


class Server:
    """A running server. What it sends is gathered by a thread, so that it never waits for us."""

    def __init__(self, folder, command=COMMAND):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)
        self.messages = queue.Queue()
        self.errors = b""
        self.last = 0
        for read in (self._read, self._read_errors):
            threading.Thread(target=read, daemon=True).start()

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while line := out.readline().strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                break
            self.messages.put(json.loads(out.read(length)))
        self.messages.put(None)

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors += line

    def send_bytes(self, body, header=None):
        header = header or f"Content-Length: {len(body)}\r\n\r\n".encode()
        self.process.stdin.write(header + body)
        self.process.stdin.flush()

    def send(self, **message):
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method, params=None):
        self.send(method=method, params=params)

    def receive(self, timeout=20):
        try:
            message = self.messages.get(timeout=timeout)
        except queue.Empty:
            raise Gone("nothing was sent") from None
        if message is None:
            self.messages.put(None)
            raise Gone("the server ended")
        return message

    def until(self, wanted, timeout=20):
        """The next message that is wanted; those before it are left aside."""
        end = time.monotonic() + timeout
        while True:
            message = self.receive(max(0.01, end - time.monotonic()))
            if wanted(message):
                return message

    def response(self, method, params=None, timeout=20):
        """The whole response to a request, be it a result or an error."""
        self.last += 1
        number = self.last
        self.send(id=number, method=method, params=params)
        return self.until(lambda sent: sent.get("id") == number and "method" not in sent, timeout)

    def ask(self, method, params=None, timeout=20):
        response = self.response(method, params, timeout)
        if "error" in response:
            raise AssertionError(f"{method}: {response['error']}")
        return response["result"]

    def initialize(self, folders, capabilities=None):
        folders = [{"uri": Path(folder).as_uri(), "name": "journal"} for folder in folders]
        result = self.ask(
            "initialize",
            {"processId": None, "rootUri": None, "workspaceFolders": folders, "capabilities": capabilities or {}},
        )
        self.notify("initialized", {})
        return result

    def open(self, uri, text, version=1):
        document = {"uri": uri, "languageId": "markdown", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri, version, changes):
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def diagnostics(self, uri, version=None, timeout=20):
        """The diagnostics that are published next about a text, or about that version of it."""

        def wanted(message):
            about = message.get("params") or {}
            return (
                message.get("method") == PUBLISH
                and about["uri"] == uri
                and version in (None, about.get("version"))
            )

        return self.until(wanted, timeout)["params"]["diagnostics"]

    def wait(self, timeout=10):
        """How the server ended."""
        return self.process.wait(timeout)

    def end(self):
        """Says goodbye as an editor does; the exit code."""
        self.ask("shutdown")
        self.notify("exit")
        return self.wait()

    def stop(self):
        """Whatever happened, nothing keeps running."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except OSError:
                pass
