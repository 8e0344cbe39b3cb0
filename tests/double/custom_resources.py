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
    custom_model.CustomModel.update_from_cloudformation_json = classmethod(
        lambda _, **given: update(port, **given))


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
    return _asked(port, name, document["Properties"], account, region, {
        "RequestType": "Create", "StackId": more["StackId"], "ResourceType": more["ResourceType"],
        "LogicalResourceId": more["LogicalId"]})


def update(port, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    """Says what it was and what it is to be. A resource that takes another id is replaced, and the old one deleted."""
    old = original_resource.event
    same = ("StackId", "ResourceType", "LogicalResourceId")
    event = {key: old[key] for key in same}
    event.update(PhysicalResourceId=original_resource.physical_resource_id)
    place = account_id, region_name
    made = _asked(port, new_resource_name, cloudformation_json["Properties"], *place, {
        **event, "RequestType": "Update", "OldResourceProperties": old["ResourceProperties"]})
    if made.physical_resource_id != event["PhysicalResourceId"]:
        _asked(port, new_resource_name, old["ResourceProperties"], *place, {**event, "RequestType": "Delete"})
    return made


def _asked(port, name, properties, account, region, event):
    """The resource that a function answers an event with."""
    function = lambda_backends[account][region].get_function(properties["ServiceToken"])
    request, here = str(uuid.uuid4()), f"http://127.0.0.1:{port}"
    event = {**event, "RequestId": request, "ResponseURL": here + ANSWERS_PATH + request,
             "ResourceProperties": _strings(properties)}
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
    logical = event["LogicalResourceId"]
    if answer["Status"] != "SUCCESS":
        raise ValidationError(name, message=f"{logical}: {answer['Status']}: {answer['Reason']}")
    resource = custom_model.CustomModel(region, request, logical, answer["PhysicalResourceId"])
    resource.set_data(answer.get("Data") or {})
    resource.event = event
    return resource


def _strings(value):
    """CloudFormation hands scalars to custom resources as texts."""
    if isinstance(value, dict):
        return {name: _strings(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_strings(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
