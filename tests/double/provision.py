#!/usr/bin/env python3
"""Makes the Python environment of the engine tests, once.

    python3 provision.py DIRECTORY REQUIREMENTS

Prints the interpreter to use: of a virtual environment in DIRECTORY, made with
pip when it is not there yet, or this very one when it has the exact versions.
Otherwise says on standard error why there is none, and exits with 1.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys


def lacking(requirements):
    for line in requirements.split():
        name, version = re.match(r"([\w-]+)(?:\[\w+\])?==(.+)", line).groups()
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "none"
        if found != version:
            yield f"{name} {version} (found: {found})"


def main():
    directory, path = sys.argv[1:]
    with open(path) as file:
        requirements = file.read()
    made_for = f"{sys.version_info[0]}.{sys.version_info[1]}\n{requirements}"
    digest = hashlib.sha256(made_for.encode()).hexdigest()[:12]
    os.makedirs(directory, exist_ok=True)
    environment = os.path.join(os.path.abspath(directory), f"venv-{digest}")
    interpreter = os.path.join(environment, "bin", "python")
    ready = os.path.join(environment, "ready")
    # Tests of several runs may come here at once; the first makes it, the others wait.
    with open(os.path.join(directory, "provision.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(ready):
            shutil.rmtree(environment, ignore_errors=True)
            steps = [[sys.executable, "-m", "venv", environment],
                     [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                      "--requirement", path]]
            for step in steps:
                try:
                    done = subprocess.run(step, capture_output=True, text=True)
                    failure = done.stderr.strip() if done.returncode else None
                except OSError as error:
                    failure = str(error)
                if failure is not None:
                    missing = list(lacking(requirements))
                    if not missing:
                        interpreter = sys.executable
                        break
                    sys.exit(f"{' '.join(step)} failed: {failure[-600:]}\n"
                             f"{sys.executable} lacks {', '.join(missing)}")
            else:
                open(ready, "w").close()
    print(interpreter)


if __name__ == "__main__":
    main()
