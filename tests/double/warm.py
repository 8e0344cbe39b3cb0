"""Programs of which most is to start: a server has their modules read, and forks for each call.

    python -BES warm.py SOCKET ARGUMENT...    # a call of the server at a socket

The child takes over the caller's streams, environment and directory, and is the program from there
on: no call sees another. It ends when its caller does, however that ends.
"""

import gc
import json
import os
import signal
import socket
import sys
import threading

# What a call ends with that gives no answer, since the child has crashed.
NO_ANSWER = 70


def ask(server, arguments, environment, directory, streams):
    """Makes a call of a server, and gives the exit code."""
    request = json.dumps([arguments, environment, directory]).encode()
    socket.send_fds(server, [len(request).to_bytes(4, "big")], streams)
    server.sendall(request)
    answer = server.recv(1)
    return answer[0] if answer else NO_ANSWER


def serve(clients, program):
    """Answers each client by a process of its own, which gives `program` its arguments and takes the
    exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody asks how a child ended.
    gc.freeze()  # What is there by now is never looked at again, so children share it.
    for client in clients:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            arguments = _taken_over(client)
            threading.Thread(target=_end_with, args=[client], daemon=True).start()
            code = program(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
            client.sendall(bytes([code]))
            os._exit(0)
        client.close()


def listen(path):
    """Says by a line that calls are answered; gives who calls at this socket."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(64)
    print("ready", flush=True)
    while True:
        yield listening.accept()[0]


def _end_with(client):
    """A caller sends nothing more, but its end is seen."""
    client.recv(1)
    os._exit(NO_ANSWER)


def _taken_over(client):
    """Puts this process in the client's place; gives its arguments."""
    size, streams, _, _ = socket.recv_fds(client, 4, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += client.recv(65536)
    arguments, environment, directory = json.loads(request)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(directory)
    # As in any Python: kept open, and errors are written at once.
    sys.stdin = sys.__stdin__ = open(0)
    sys.stdout = sys.__stdout__ = open(1, "w")
    sys.stderr = sys.__stderr__ = open(2, "w", buffering=1)
    return arguments


def read_models(loaders, session, services):
    """Has botocore read what clients of services read anew, and every later loader find it read."""
    import functools

    read = functools.cache(loaders.JSONFileLoader().load_file)
    loaders.JSONFileLoader.load_file = lambda _, path: read(path)
    listed = functools.cache(session.get_component("data_loader").list_available_services)
    loaders.Loader.list_available_services = lambda _, type_name: list(listed(type_name))
    for service in services:
        session.create_client(service, "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    loader = session.get_component("data_loader")
    for kind in ("paginators-1", "waiters-2"):
        for service in set(services) & set(loader.list_available_services(kind)):
            loader.load_service_model(service, kind)


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(sys.argv[1])
        sys.exit(ask(server, sys.argv[2:], dict(os.environ), os.getcwd(), [0, 1, 2]))
