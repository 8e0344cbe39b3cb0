#!/usr/bin/env python3
"""Runs a program that ends when its starter does, however the starter ends.

    python3 supervise.py [--idle LOOKS] [--used SECONDS] [--by-hand] PROGRAM ARGUMENT...

The starter holds this program's standard input. When that closes, the program and everything
that it started is killed.

How long a program takes says nothing about it on a busy machine, so that is bounded by no option.
What bounds it begins anew with each sign of progress: a call that arrives at the double, when the
variable SUPERVISED_CALLS names the double's journal, and otherwise a byte that the program writes.
(Terraform writes every ten seconds that it is still waiting, which is no progress.) Without such a
sign, `--idle` is how many looks, one every five seconds, may find the program at rest, and `--used`
is how many seconds of processor time it may use. So a program that waits for ever is given up, and
one that computes for ever; but not one that a busy machine keeps from working.

With `--by-hand` a look is taken for each byte that arrives on standard input, and answered by a line
on standard error, so that a test needs no clock. What programs do is read in /proc; where there is
none, they are not bounded.
"""

import argparse
import glob
import os
import queue
import signal
import subprocess
import sys
import threading

GAVE_UP = 124
EVERY = 5  # seconds
# A program that uses less processor time than this between two looks is at rest.
REST = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
LOOK, CLOSED, ENDED = "look", "closed", "ended"


class Watch:
    """What the processes of a session do, since their last sign of progress."""

    def __init__(self, session, journal):
        self.session, self.journal = session, journal
        self.sign, self.now = self._state()
        self.idle, self.before = 0, self.now

    def _state(self):
        """What has to change for a sign, and the processor time that was used until now."""
        used, written = 0, {}
        for path in glob.glob("/proc/[0-9]*"):
            try:
                with open(f"{path}/stat") as file:
                    # The name, in brackets, may hold anything.
                    fields = file.read().rpartition(")")[2].split()
                if int(fields[3]) != self.session:
                    continue
                # Its own, and that of its children that have ended.
                used += sum(map(int, fields[11:15]))
                with open(f"{path}/io") as file:
                    written[path] = next(line for line in file if line.startswith("wchar:"))
            except (OSError, StopIteration, IndexError):
                continue  # It has ended meanwhile.
        if self.journal:
            written = os.path.getsize(self.journal) if os.path.exists(self.journal) else 0
        return written, used / TICKS

    def look(self):
        sign, now = self._state()
        if sign != self.sign:
            self.idle, self.before = 0, now
        # The time of a child that has ended is missing until its parent asks for it: less is no rest.
        elif 0 <= now - self.now < REST:
            self.idle += 1
        self.sign, self.now = sign, now

    def used(self):
        return self.now - self.before


def watched(session, options, happened):
    """Waits until the program has ended; gives what is wrong with it when it has to be given up."""
    journal = os.environ.get("SUPERVISED_CALLS")
    sign = "a call" if journal else "a word"
    watch = Watch(session, journal)
    while True:
        try:
            event = happened.get(timeout=None if options.by_hand else EVERY)
        except queue.Empty:
            event = LOOK
        if event in (CLOSED, ENDED):
            return None
        if options.idle is None or not os.path.exists("/proc/self/stat"):
            continue
        watch.look()
        if options.by_hand:
            print(f"at rest {watch.idle}", file=sys.stderr, flush=True)
        if watch.idle >= options.idle:
            return f"was found at rest {watch.idle} times without {sign}"
        if watch.used() >= options.used:
            return f"used {watch.used():.1f} s of processor time without {sign}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--idle", type=int, help="bounds nothing when left out")
    parser.add_argument("--used", type=float, default=float("inf"))
    parser.add_argument("--by-hand", action="store_true")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    happened = queue.SimpleQueue()  # A signal may come while it is read.
    child = subprocess.Popen(options.program, stdin=subprocess.DEVNULL, start_new_session=True)

    def kill():
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def listen():
        while given := os.read(0, 4096):
            for _ in given:
                happened.put(LOOK)
        happened.put(CLOSED)

    def await_end():
        child.wait()
        happened.put(ENDED)

    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda *_: happened.put(CLOSED))
    for task in (listen, await_end):
        threading.Thread(target=task, daemon=True).start()
    gave_up = watched(child.pid, options, happened)
    kill()
    status = child.wait()
    if gave_up:
        print(f"{options.program[0]} {gave_up}", file=sys.stderr, flush=True)
        status = GAVE_UP
    os._exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    main()
