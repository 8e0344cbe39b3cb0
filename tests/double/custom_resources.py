"""Custom resources whose Lambda function is inline Python: the code runs in a process of its own, as the
function's account, with the double as AWS.
"""

import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import uuid
import zipfile

from moto.awslambda import lambda_backends
from moto.cloudformation import custom_model
from moto.cloudformation.exceptions import ValidationError

import warm

# Where they send what they did.
ANSWERS_PATH = "/_double/answer/"

_answers = {}  # by request id


def install(port):
    """Runs functions against the double at this port."""
    custom_model.CustomModel.create_from_cloudformation_json = classmethod(
        lambda _, *arguments, **more: create(port, *arguments, **more))


def answered(request, body):
    """Takes what a function sent."""
    _answers[request] = json.loads(body)


class _Functions:
    """The program that runs functions; started by the first that is called."""

    def __init__(self):
        self.lock, self.handing = threading.Lock(), None

    def _caller(self):
        """A socket at whose other end a process of its own waits for what to run."""
        with self.lock:
            if self.handing is None:
                self.handing, theirs = socket.socketpair()
                program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "functions.py")
                subprocess.Popen([sys.executable, program], stdin=theirs)
                theirs.close()
            ours, theirs = socket.socketpair()
            socket.send_fds(self.handing, [b"."], [theirs.fileno()])
            theirs.close()
            return ours

    def run(self, handler, environment, folder):
        """Runs a function in a folder with its code; gives what it printed."""
        with self._caller() as caller, tempfile.TemporaryFile() as printed, open(os.devnull) as nothing:
            warm.ask(caller, [handler], environment, folder,
                     [nothing.fileno(), printed.fileno(), printed.fileno()])
            printed.seek(0)
            return printed.read().decode(errors="replace")


_functions = _Functions()


def create(port, name, document, account, region, **more):
    properties = document["Properties"]
    function = lambda_backends[account][region].get_function(properties["ServiceToken"])
    request, here = str(uuid.uuid4()), f"http://127.0.0.1:{port}"
    event = {
        "RequestType": "Create", "RequestId": request, "StackId": more["StackId"],
        "ResponseURL": here + ANSWERS_PATH + request, "ResourceType": more["ResourceType"],
        "LogicalResourceId": more["LogicalId"], "ResourceProperties": _strings(properties)}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    environment.update(
        AWS_ENDPOINT_URL=here, AWS_ACCESS_KEY_ID=account, AWS_SECRET_ACCESS_KEY="double",
        AWS_DEFAULT_REGION=region, AWS_REGION=region)
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(folder)
        with open(os.path.join(folder, "event.json"), "w") as out:
            json.dump(event, out)
        printed = _functions.run(function.handler, environment, folder)
    answer = _answers.pop(request, {"Status": "SILENT", "Reason": printed})
    if answer["Status"] != "SUCCESS":
        raise ValidationError(
            name, message=f"{more['LogicalId']}: {answer['Status']}: {answer['Reason']}")
    resource = custom_model.CustomModel(
        region, request, more["LogicalId"], answer["PhysicalResourceId"])
    resource.set_data(answer.get("Data") or {})
    return resource


def _strings(value):
    """CloudFormation hands scalars to custom resources as texts."""
    if isinstance(value, dict):
        return {name: _strings(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_strings(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
