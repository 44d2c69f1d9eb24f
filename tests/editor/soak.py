"""Types ten thousand letters into an entry and watches what the server needs for it.

    EVENKEEL=path/to/evenkeel python soak.py

Ends with 1 where a target is missed: memory of at most 30 MB that does not grow while one types, and
2 ms of processor time for a change. Reads /proc, so it runs on Linux alone.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from wire import Server

KEYSTROKES, PAUSE, SINGLE, STARTS = 10_000, 50, 300, 5
MEGABYTES, MILLISECONDS, GROWTH = 30, 2.0, 1.0
TICK = os.sysconf("SC_CLK_TCK")

WHO = ["The bus", "The neighbour", "A cat", "The heating", "The baker", "My sister", "The post"]
DID = ["was late", "came early", "made some noise", "stood by the door", "was there again", "left at noon"]
THEN = [
    "and I read two chapters of the book",
    "so I walked along the canal instead",
    "and the kitchen smelled of onions",
    "while I sorted the letters on the desk",
    "and I wrote a list for Thursday",
    "but the soup was still warm",
]
MORE = [
    "It rained until four.",
    "I slept seven hours.",
    "We talked about the garden for a while.",
    "The report is half done.",
    "Tomorrow there is more time for the piano.",
    "I bought potatoes and a ball of string.",
]
HARSH = [
    "I'm such a failure.",
    "I should have known better.",
    "I can't do anything right.",
    "I'm so stupid.",
    "I missed the tram, I'm such a failure.",
]


def entry(words=2000):
    """An entry of about that many words, a harsh sentence now and then."""
    rand = random.Random(3)
    paragraphs, count = ["---\nmood: 6\ntags: work, garden\n---\n# An ordinary day"], 0
    while count < words:
        lines = []
        for _ in range(rand.randint(3, 6)):
            told = f"{rand.choice(WHO)} {rand.choice(DID)}, {rand.choice(THEN)}."
            lines += [told, rand.choice(MORE)]
        if rand.random() < 0.25:
            lines.insert(rand.randrange(len(lines)), rand.choice(HARSH))
        paragraph = " ".join(lines)
        count += len(paragraph.split())
        paragraphs.append(f"- {paragraph}" if rand.random() < 0.2 else paragraph)
    return "\n\n".join(paragraphs) + "\n"


def memory(server, kind):
    """Kilobytes, as the system counts them."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(kind))
    return int(line.split()[1])


def processor(server):
    """Seconds of processor time, of all threads."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Typist:
    """Types a sentence at the end of some line, takes it back letter by letter, goes on elsewhere.

    So the entry stays as long as it is, and what grows is the server's own.
    """

    def __init__(self, server, uri, text):
        self.server, self.uri, self.version = server, uri, 1
        self.lines, self.rand = text.split("\n"), random.Random(5)
        self.typed, self.waiting = 0, ""

    def begin(self):
        self.line = self.rand.choice([at for at, line in enumerate(self.lines) if len(line) > 40])
        told = f"{self.rand.choice(WHO)} {self.rand.choice(DID)}, {self.rand.choice(THEN)}."
        self.waiting = f" {self.rand.choice(HARSH) if self.rand.random() < 0.2 else told}"

    def press(self):
        """One key: a letter, or the last one back."""
        if not self.waiting and not self.typed:
            self.begin()
        line = self.lines[self.line]
        end = len(line)
        start, letter = (end, self.waiting[0]) if self.waiting else (end - 1, "")
        self.waiting = self.waiting[1:]
        self.typed += 1 if letter else -1
        self.lines[self.line] = line[:start] + letter
        self.version += 1
        place = {
            "start": {"line": self.line, "character": start},
            "end": {"line": self.line, "character": end},
        }
        self.server.change(self.uri, self.version, [{"range": place, "text": letter}])

    def told(self):
        return self.server.diagnostics(self.uri, self.version)


def start_up(folder):
    """Milliseconds from the start of the program until it answered the greeting."""
    begun = time.perf_counter()
    server = Server(folder)
    server.initialize([folder])
    took = (time.perf_counter() - begun) * 1000
    server.end()
    server.stop()
    return took


def main():
    missed = []

    def target(name, value, limit, unit):
        ok = value <= limit
        print(f"{name}: {value:.2f} {unit} (at most {limit} {unit}){'' if ok else ' MISSED'}")
        if not ok:
            missed.append(name)

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder).resolve()
        (folder / "evenkeel.yaml").write_text("title: Soak\n")
        uri, text = (folder / "2026-03-02.md").as_uri(), entry()
        starts = [start_up(folder) for _ in range(STARTS)]
        print(f"start-up until initialized: {statistics.median(starts):.1f} ms, median of {STARTS}")
        server = Server(folder)
        try:
            server.initialize([folder])
            server.open(uri, text)
            found = len(server.diagnostics(uri, 1))
            print(f"entry: {len(text.split())} words, {found} findings")
            typist, resident = Typist(server, uri, text), {}
            begun, used = time.perf_counter(), processor(server)
            for number in range(1, KEYSTROKES + 1):
                typist.press()
                if number % PAUSE == 1:
                    typist.told()
                if number in (1000, KEYSTROKES):
                    typist.told()
                    resident[number] = memory(server, "VmRSS:")
                    peak = memory(server, "VmHWM:")
                    print(f"after {number} keystrokes: VmRSS {resident[number] / 1024:.1f} MB, VmHWM {peak / 1024:.1f} MB")
            took, used = time.perf_counter() - begun, processor(server) - used
            print(f"{KEYSTROKES} keystrokes in {took:.1f} s, {used * 1000 / KEYSTROKES:.2f} ms of processor time for each")
            used, waits = processor(server), []
            for _ in range(SINGLE):
                begun = time.perf_counter()
                typist.press()
                typist.told()
                waits.append((time.perf_counter() - begun) * 1000)
            used = (processor(server) - used) * 1000 / SINGLE
            waits.sort()
            print(f"change to diagnostics, waited for: median {waits[SINGLE // 2]:.2f} ms, slowest {waits[-1]:.2f} ms")
            # The server has read what was typed: the same text, opened anew, has the same findings.
            typed, whole = "\n".join(typist.lines), (folder / "2026-03-03.md").as_uri()
            server.change(uri, typist.version + 1, [{"text": typed}])
            now = server.diagnostics(uri, typist.version + 1)
            server.open(whole, typed)
            if len(now) < found or now != server.diagnostics(whole, 1):
                missed.append("findings")
                print("the findings after typing are not those of the text MISSED")
            target("processor time for a change", used, MILLISECONDS, "ms")
            target("memory at its highest", memory(server, "VmHWM:") / 1024, MEGABYTES, "MB")
            growth = (resident[KEYSTROKES] - resident[1000]) / 1024
            target("growth between 1,000 and 10,000 keystrokes", growth, GROWTH, "MB")
            if server.end() != 0:
                missed.append("goodbye")
        finally:
            server.stop()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
