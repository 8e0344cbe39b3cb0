#!/usr/bin/env python3
"""Runs the inline functions of templates, each in a process of its own.

    python functions.py    # standard input is a socket that hands over one of each caller

A call's argument is its handler; the folder that it is made in holds the code and `event.json`. It
ends with the double that holds the other end of the socket.
"""

import importlib
import json
import os
import socket
import sys

import boto3
from botocore import loaders

import warm

# What the functions call.
SERVICES = ["backup", "cloudformation", "organizations"]


class Context:
    log_stream_name = function_name = aws_request_id = "double"

    def get_remaining_time_in_millis(self):
        return 60000


def function(arguments):
    module, handler = arguments[0].rsplit(".", 1)
    sys.path.insert(0, os.getcwd())
    with open("event.json") as file:
        event = json.load(file)
    getattr(importlib.import_module(module), handler)(event, Context())
    return 0


def callers():
    handing = socket.socket(fileno=0)
    while True:
        _, sockets, _, _ = socket.recv_fds(handing, 1, 1)
        if not sockets:
            return
        yield socket.socket(fileno=sockets[0])


if __name__ == "__main__":
    warm.read_models(loaders, boto3.Session()._session, SERVICES)
    warm.serve(callers(), function)
