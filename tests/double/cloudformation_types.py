"""The CloudFormation resource types that offsite emits and moto lacks, and custom
resources whose Lambda function is inline Python.

Each type is turned into the API calls that AWS makes for it, to the double
itself, so that the double's checks apply. A custom resource runs its code in a
Python process of its own, as the function's account, with the double as AWS.
"""

import functools
import io
import json
import os
import subprocess
import sys
import tempfile
import uuid
import zipfile

import boto3
from botocore import xform_name
from botocore.config import Config
from moto.awslambda import lambda_backends
from moto.cloudformation import custom_model, parsing
from moto.cloudformation.exceptions import ValidationError
from moto.core.common_models import CloudFormationModel
from moto.events import models as events
from moto.iam import models as iam
from moto.kms import models as kms

# Where custom resources send what they did.
ANSWERS_PATH = "/_double/answer/"

_answers = {}  # by request id
_made = []  # `__subclasses__`, where moto looks for types, holds weak references only


def answered(request, body):
    """Takes what a custom resource sent."""
    _answers[request] = json.loads(body)


def known_to_moto():
    """The types that moto itself has, where nothing is installed."""
    return set(parsing.get_model_map())


def install(port):
    """Registers the types; they call the double at this port."""
    for kind, (create, attributes) in TYPES.items():
        _made.append(_model(port, kind, create, attributes))
    custom_model.CustomModel.create_from_cloudformation_json = classmethod(
        lambda _, *arguments, **more: _custom_resource(port, *arguments, **more))
    # moto hands the `Ref` of a bus to other resources as an object.
    events.EventBus.physical_resource_id = property(lambda bus: bus.name)
    # moto keeps these documents as they are in a template, where its own API has texts.
    _with_texts(kms.Key, lambda properties: {
        **properties, "KeyPolicy": _text(properties["KeyPolicy"])})
    _with_texts(iam.Role, lambda properties: {
        **properties, "Policies": [{**policy, "PolicyDocument": _text(policy["PolicyDocument"])}
                                   for policy in properties.get("Policies", [])]})
    _with_managed_policies(port)
    for cached in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        cached.cache_clear()


def _with_texts(model, change):
    create = model.create_from_cloudformation_json.__func__

    def create_with_texts(cls, name, document, *place, **more):
        properties = change(document["Properties"])
        return create(cls, name, {**document, "Properties": properties}, *place, **more)

    model.create_from_cloudformation_json = classmethod(create_with_texts)


def _with_managed_policies(port):
    """moto leaves a role's managed policies out, without a word."""
    create = iam.Role.create_from_cloudformation_json.__func__

    def create_with_policies(cls, name, document, account, region, **more):
        role = create(cls, name, document, account, region, **more)
        for policy in document["Properties"].get("ManagedPolicyArns", []):
            _call(port, account, region, "iam", "AttachRolePolicy",
                  RoleName=role.name, PolicyArn=policy)
        return role

    iam.Role.create_from_cloudformation_json = classmethod(create_with_policies)


@functools.lru_cache(maxsize=None)
def _client(port, account, region, service):
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{port}", region_name=region,
                        aws_access_key_id=account, aws_secret_access_key="double",
                        config=Config(retries={"total_max_attempts": 1}))


def _call(port, account, region, service, operation, **parameters):
    given = {name: value for name, value in parameters.items() if value is not None}
    return getattr(_client(port, account, region, service), xform_name(operation))(**given)


def _model(port, kind, create, attributes):
    """moto's view of one type; `create` makes the calls and gives the id and the attributes."""

    class Type(CloudFormationModel):
        __module__ = "moto.backup.double"  # moto reads the name of the service from here

        def __init__(self, identity, values):
            self.physical_resource_id, self.values = identity, values

        @staticmethod
        def cloudformation_name_type():
            return ""

        @staticmethod
        def cloudformation_type():
            return kind

        @classmethod
        def has_cfn_attr(cls, name):
            return name in attributes

        def get_cfn_attribute(self, name):
            return self.values[name]

        def is_created(self):
            return True

        @classmethod
        def create_from_cloudformation_json(cls, name, document, account, region, **more):
            try:
                call = functools.partial(_call, port, account, region)
                return cls(*create(call, document["Properties"], name))
            except Exception as error:
                raise ValidationError(name, message=f"{kind} {more.get('LogicalId')}: {error}")

    Type.__name__ = kind.replace("::", "")
    return Type


def _text(document):
    return document if isinstance(document, str) else json.dumps(document)


def _backup_vault(call, properties, _):
    name = properties["BackupVaultName"]
    made = call("backup", "CreateBackupVault", BackupVaultName=name,
                BackupVaultTags=properties.get("BackupVaultTags"),
                EncryptionKeyArn=properties.get("EncryptionKeyArn"))
    if "AccessPolicy" in properties:
        call("backup", "PutBackupVaultAccessPolicy", BackupVaultName=name,
             Policy=_text(properties["AccessPolicy"]))
    if "LockConfiguration" in properties:
        call("backup", "PutBackupVaultLockConfiguration", BackupVaultName=name,
             **properties["LockConfiguration"])
    return name, {"BackupVaultArn": made["BackupVaultArn"], "BackupVaultName": name}


def _backup_plan(call, properties, _):
    plan = dict(properties["BackupPlan"])
    # The one name that CloudFormation spells differently.
    rules = [{"TargetBackupVaultName" if name == "TargetBackupVault" else name: value
              for name, value in rule.items()} for rule in plan.pop("BackupPlanRule")]
    made = call("backup", "CreateBackupPlan", BackupPlan={**plan, "Rules": rules},
                BackupPlanTags=properties.get("BackupPlanTags"))
    return made["BackupPlanId"], made


def _backup_selection(call, properties, _):
    made = call("backup", "CreateBackupSelection", BackupPlanId=properties["BackupPlanId"],
                BackupSelection=properties["BackupSelection"])
    return f"{made['SelectionId']}_{properties['BackupPlanId']}", made


def _organization_policy(call, properties, _):
    made = call("organizations", "CreatePolicy", Name=properties["Name"], Type=properties["Type"],
                Content=_text(properties["Content"]),
                Description=properties.get("Description", ""))["Policy"]["PolicySummary"]
    for target in properties.get("TargetIds", []):
        call("organizations", "AttachPolicy", PolicyId=made["Id"], TargetId=target)
    return made["Id"], made


def _organization_resource_policy(call, properties, _):
    made = call("organizations", "PutResourcePolicy", Content=_text(properties["Content"]))
    summary = made["ResourcePolicy"]["ResourcePolicySummary"]
    return summary["Id"], summary


def _event_bus_policy(call, properties, _):
    statement = {"Sid": properties["StatementId"], **properties["Statement"]}
    call("events", "PutPermission", EventBusName=properties.get("EventBusName"),
         Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return properties["StatementId"], {}


def _topic_policy(call, properties, name):
    for topic in properties["Topics"]:
        call("sns", "SetTopicAttributes", TopicArn=topic, AttributeName="Policy",
             AttributeValue=_text(properties["PolicyDocument"]))
    return name, {}


def _subscription(call, properties, _):
    made = call("sns", "Subscribe", TopicArn=properties["TopicArn"], ReturnSubscriptionArn=True,
                Protocol=properties["Protocol"], Endpoint=properties["Endpoint"])
    return made["SubscriptionArn"], {}


def _queue_policy(call, properties, name):
    for queue in properties["Queues"]:
        call("sqs", "SetQueueAttributes", QueueUrl=queue,
             Attributes={"Policy": _text(properties["PolicyDocument"])})
    return name, {}


# By type: what makes it, and the attributes that it has for `Fn::GetAtt`.
TYPES = {
    "AWS::Backup::BackupVault": (_backup_vault, ["BackupVaultArn", "BackupVaultName"]),
    "AWS::Backup::BackupPlan": (_backup_plan, ["BackupPlanArn", "BackupPlanId", "VersionId"]),
    "AWS::Backup::BackupSelection": (_backup_selection, ["BackupPlanId", "SelectionId"]),
    "AWS::Organizations::Policy": (_organization_policy, ["Id", "Arn"]),
    "AWS::Organizations::ResourcePolicy": (_organization_resource_policy, ["Id", "Arn"]),
    "AWS::Events::EventBusPolicy": (_event_bus_policy, []),
    "AWS::SNS::TopicPolicy": (_topic_policy, []),
    "AWS::SNS::Subscription": (_subscription, []),
    "AWS::SQS::QueuePolicy": (_queue_policy, []),
}

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


def _custom_resource(port, name, document, account, region, **more):
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
                              env=environment, timeout=120, text=True,
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
