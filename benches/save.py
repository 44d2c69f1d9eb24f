#!/usr/bin/env python3
"""How long a saved entry takes to be on disk, on its page and on its lists, while `watch` runs.

Beside it in the same run: writing one page and its lists with nothing else (the floor), and Hugo's server,
where it is installed, over the same entries with a page each and a list for each year.

usage: benches/save.py FOLDER [SAVES]    FOLDER is a journal of Markdown; it is copied, not changed
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(__file__).parent.parent / "target/release/evenkeel"
PAUSE = 1.0  # between saves, in seconds
PATIENCE = 60


def wait(condition):
    start = time.perf_counter()
    while not condition():
        if time.perf_counter() - start > PATIENCE:
            sys.exit("a save never came through")
        time.sleep(0.0005)


def holds(path, words):
    try:
        return words in path.read_text(errors="replace")
    except OSError:
        return False


def memory(process):
    status = Path(f"/proc/{process.pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return f", {int(found[1]) // 1024} MB" if found else ""


def measure(name, entry, page, lists, process, saves):
    """Saves again and again, a few words more each time; `lists` are the lists that the entry is on."""
    before = entry.read_text()
    times = []
    for number in range(saves):
        words = f"Word{number} marks it"
        old = [one.stat().st_mtime_ns for one in lists]
        start = time.perf_counter()
        entry.write_text(f"{before}\n{words * (number % 2 + 1)}.\n")
        wait(lambda: holds(page, words) and all(
            one.exists() and one.stat().st_mtime_ns != then for one, then in zip(lists, old)))
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(PAUSE)
    print(f"{name:9} median {statistics.median(times):6.1f} ms, least {min(times):6.1f} ms, "
          f"most {max(times):6.1f} ms{memory(process) if process else ''}")


def started(process, words):
    for line in process.stdout:
        if words in line:
            return
    sys.exit(f"{process.args[0]} ended")


def main():
    source = Path(sys.argv[1])
    saves = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    work = Path(tempfile.mkdtemp())
    try:
        journal = work / "journal"
        shutil.copytree(source, journal, ignore=shutil.ignore_patterns("site", ".*"))
        entries = sorted(path for path in journal.rglob("*.md") if re.match(r"\d{4}-\d\d-\d\d\.md$", path.name))
        entry = entries[len(entries) // 2]
        day = entry.stem
        print(f"{len(entries)} entries of a day; {saves} saves of {day}")

        site = work / "site"
        site.mkdir()
        floor = time.perf_counter()
        for name in ["page", "month", "year"]:
            temporary = site / f".{name}"
            temporary.write_text(entry.read_text())
            temporary.rename(site / name)
        print(f"floor     {(time.perf_counter() - floor) * 1000:.2f} ms: three files written and moved into place")
        shutil.rmtree(site)

        watch = subprocess.Popen([PROGRAM, "watch", "--output", site], cwd=journal, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        started(watch, "Watching")
        time.sleep(2)
        lists = [site / f"years/{day[:4]}.html", site / f"months/{day[:7]}.html"]
        measure("evenkeel", entry, site / f"entries/{day}.html", lists, watch, saves)
        watch.terminate()
        watch.wait()

        if not shutil.which("hugo"):
            print("hugo      is not installed")
            return
        hugo = work / "hugo"
        for path in entries:
            target = hugo / "content" / path.name[:4] / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(), flags=re.S)
            target.write_text(f"---\ntitle: {path.stem}\ndate: {path.stem}\n---\n\n{text}")
        layouts = hugo / "layouts/_default"
        layouts.mkdir(parents=True)
        (layouts / "single.html").write_text("<!doctype html><title>{{ .Title }}</title>{{ .Content }}")
        (layouts / "list.html").write_text("<!doctype html>{{ range .Pages }}<p>{{ .Title }} {{ .WordCount }}</p>{{ end }}")
        (hugo / "config.toml").write_text('baseURL = "http://localhost/"\ntitle = "journal"\n')
        serve = subprocess.Popen(["hugo", "server", "--renderToDisk", "--disableFastRender", "--port", "14313"], cwd=hugo, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        started(serve, "Press Ctrl+C")
        time.sleep(2)
        public = hugo / "public" / day[:4]
        copy = hugo / "content" / day[:4] / entry.name
        measure("hugo", copy, public / day / "index.html", [public / "index.html"], serve, saves)
        serve.terminate()
        serve.wait()
    finally:
        shutil.rmtree(work)


main()
