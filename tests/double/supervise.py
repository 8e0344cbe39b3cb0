#!/usr/bin/env python3
"""Runs a program that ends when its starter does, however the starter ends.

    python3 supervise.py SECONDS PROGRAM ARGUMENT...

The starter holds this program's standard input. When that closes, or the
seconds are over, the program and everything it started is killed.
"""

import os
import signal
import subprocess
import sys
import threading

TIMED_OUT = 124


def main():
    seconds, program = float(sys.argv[1]), sys.argv[2:]
    child = subprocess.Popen(program, stdin=subprocess.DEVNULL, start_new_session=True)

    def kill():
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def watch():
        while os.read(0, 4096):
            pass
        kill()

    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda *_: kill())
    threading.Thread(target=watch, daemon=True).start()
    try:
        status = child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        print(f"{program[0]} did not end within {seconds:g} s", file=sys.stderr, flush=True)
        status = TIMED_OUT
    kill()
    os._exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    main()
