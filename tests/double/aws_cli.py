#!/usr/bin/env python3
"""The AWS CLI, started once for many calls.

    python aws_cli.py serve SOCKET               # prints a line once it answers
    python aws_cli.py call SOCKET ARGUMENT...    # as `aws ARGUMENT...`

Each call is the AWS CLI's own program, in a process of its own. It waits for an answer as long as
that takes.
"""

import os
import socket
import sys

import warm

# What the script calls.
SERVICES = ["cloudformation", "organizations", "s3", "sts"]


def call(path, arguments):
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        return warm.ask(server, arguments, dict(os.environ), os.getcwd(), [0, 1, 2])


def serve(path):
    from awscli import clidriver, handlers  # noqa: F401
    from botocore import loaders

    warm.read_models(loaders, clidriver.create_clidriver().session, SERVICES)
    # Where its data is, the AWS CLI says to itself when it starts.
    data = os.environ["AWS_DATA_PATH"]

    def aws(arguments):
        os.environ["AWS_DATA_PATH"] = data
        sys.argv = ["aws", *arguments, "--cli-connect-timeout", "0", "--cli-read-timeout", "0"]
        try:
            return clidriver.main()
        except SystemExit as end:
            return end.code or 0

    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(64)
    print("ready", flush=True)
    warm.serve((listening.accept()[0] for _ in iter(int, 1)), aws)


if __name__ == "__main__":
    command, path, *arguments = sys.argv[1:]
    sys.exit(call(path, arguments) if command == "call" else serve(path))
