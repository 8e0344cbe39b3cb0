"""Custom resources whose Lambda function is inline Python: the code runs in a process of its own, as the
function's account, with the double as AWS.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import uuid
import zipfile

from moto.awslambda import lambda_backends
from moto.cloudformation import custom_model
from moto.cloudformation.exceptions import ValidationError

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


_RUNNER = """
import importlib, json, sys
class Context:
    log_stream_name = function_name = aws_request_id = "double"
    def get_remaining_time_in_millis(self):
        return 60000
module, function = sys.argv[1].rsplit(".", 1)
with open("event.json") as file:
    event = json.load(file)
getattr(importlib.import_module(module), function)(event, Context())
"""


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
        for file, text in (("run.py", _RUNNER), ("event.json", json.dumps(event))):
            with open(os.path.join(folder, file), "w") as out:
                out.write(text)
        done = subprocess.run([sys.executable, "run.py", function.handler], cwd=folder,
                              env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    answer = _answers.pop(request, {"Status": "SILENT", "Reason": done.stdout})
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
