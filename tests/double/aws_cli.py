#!/usr/bin/env python3
"""The AWS CLI without its start.

    python aws_cli.py serve SOCKET               # prints a line once it answers
    python aws_cli.py call SOCKET ARGUMENT...    # as `aws ARGUMENT...`

Most of what the AWS CLI does for one call is to start. The server has its modules and the models
of AWS's services read, and forks for each call: the child takes over the caller's streams,
environment and directory, and is the AWS CLI's own program from there on. No call sees another.
It waits for an answer as long as that takes.
"""

import json
import os
import socket
import sys

# What the script calls.
SERVICES = ["cloudformation", "organizations", "s3", "sts"]
NO_ANSWER = 70


def call(path, arguments):
    server = socket.socket(socket.AF_UNIX)
    server.connect(path)
    request = json.dumps([arguments, dict(os.environ), os.getcwd()]).encode()
    socket.send_fds(server, [len(request).to_bytes(4, "big")], [0, 1, 2])
    server.sendall(request)
    answer = server.recv(1)
    if not answer:
        print("aws_cli.py: the call ended without an answer", file=sys.stderr)
    return answer[0] if answer else NO_ANSWER


def serve(path):
    import gc
    import signal

    prepare()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(64)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody asks how a child ended.
    gc.freeze()
    print("ready", flush=True)
    while True:
        client, _ = listening.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listening.close()
            client.sendall(bytes([answered(client)]))
            os._exit(0)
        client.close()


def prepare():
    """Reads what each call would read anew."""
    import functools

    from awscli import clidriver, handlers  # noqa: F401
    from botocore import loaders

    # A file is the same to every loader.
    read = functools.cache(loaders.JSONFileLoader().load_file)
    loaders.JSONFileLoader.load_file = lambda _, path: read(path)
    session = clidriver.create_clidriver().session
    for service in SERVICES:
        session.create_client(service, "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    loader = session.get_component("data_loader")
    for kind in ("paginators-1", "waiters-2"):
        for service in set(SERVICES) & set(loader.list_available_services(kind)):
            loader.load_service_model(service, kind)


def answered(client):
    """Is the AWS CLI for one call; gives its exit code."""
    size, streams, _, _ = socket.recv_fds(client, 4, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += client.recv(65536)
    arguments, environment, directory = json.loads(request)
    # Where its data is, the AWS CLI says to itself when it starts.
    data = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update(environment, AWS_DATA_PATH=data)
    os.chdir(directory)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    patient = ["--cli-connect-timeout", "0", "--cli-read-timeout", "0"]
    from awscli import clidriver
    sys.argv = ["aws", *arguments, *patient]
    try:
        code = clidriver.main()
    except SystemExit as end:
        code = end.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    command, path, *arguments = sys.argv[1:]
    sys.exit(call(path, arguments) if command == "call" else serve(path))
