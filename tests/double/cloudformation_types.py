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
from moto.cloudformation import custom_model, models, parsing, responses
from moto.cloudformation.exceptions import ValidationError
from moto.core.common_models import CloudFormationModel
from moto.events import models as events
from moto.iam import models as iam
from moto.kms import models as kms
from moto.organizations.models import organizations_backends

import cloudformation_service

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
    for kind, (create, attributes, *update) in TYPES.items():
        _made.append(_model(port, kind, create, attributes, *update))
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
    _with_idle_change_sets()
    _with_conditions()
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


def _with_idle_change_sets():
    """moto refuses a change set without changes where AWS makes one that fails."""
    check = responses.CloudFormationResponse._validate_different_update

    def checked(self, *arguments):
        if self._get_action() != "CreateChangeSet":
            check(self, *arguments)

    responses.CloudFormationResponse._validate_different_update = checked


def _with_conditions():
    """moto reads `!Condition` as a function that it does not know."""
    construct = models.yaml_tag_constructor

    def constructed(loader, tag, node):
        return {"Condition": node.value} if tag == "!Condition" else construct(loader, tag, node)

    models.yaml_tag_constructor = constructed


@functools.lru_cache(maxsize=None)
def _client(port, account, region, service):
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{port}", region_name=region,
                        aws_access_key_id=account, aws_secret_access_key="double",
                        config=Config(retries={"total_max_attempts": 1}))


def _call(port, account, region, service, operation, **parameters):
    given = {name: value for name, value in parameters.items() if value is not None}
    return getattr(_client(port, account, region, service), xform_name(operation))(**given)


def _model(port, kind, create, attributes, update=None):
    """moto's view of one type; `create` makes the calls and gives the id and the attributes, and
    `update` makes those that change what is there."""

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

        @classmethod
        def update_from_cloudformation_json(cls, original_resource, new_resource_name,
                                            cloudformation_json, account_id, region_name):
            if update is None:
                raise ValidationError(new_resource_name, message=f"{kind} is not updated here")
            try:
                call = functools.partial(_call, port, account_id, region_name)
                update(call, cloudformation_json["Properties"], original_resource)
                return original_resource
            except Exception as error:
                raise ValidationError(new_resource_name, message=f"{kind}: {error}")

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


def _plan(properties):
    plan = dict(properties["BackupPlan"])
    # The one name that CloudFormation spells differently.
    rules = [{"TargetBackupVaultName" if name == "TargetBackupVault" else name: value
              for name, value in rule.items()} for rule in plan.pop("BackupPlanRule")]
    return {**plan, "Rules": rules}


def _backup_plan(call, properties, _):
    made = call("backup", "CreateBackupPlan", BackupPlan=_plan(properties),
                BackupPlanTags=properties.get("BackupPlanTags"))
    return made["BackupPlanId"], made


def _updated_backup_plan(call, properties, plan):
    call("backup", "UpdateBackupPlan", BackupPlanId=plan.physical_resource_id,
         BackupPlan=_plan(properties))


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


def _stack_set(call, properties, _):
    """Stacks in every target, at once and by the management account's leave."""
    name = properties["StackSetName"]
    account = call.args[1]
    if properties["PermissionModel"] == "SERVICE_MANAGED":
        _check_service_managed(account, properties)
    instances = {}
    _deploy_instances(call, properties, instances)
    return f"{name}:{uuid.uuid4()}", {"instances": instances}


def _updated_stack_set(call, properties, stack_set):
    _deploy_instances(call, properties, stack_set.values["instances"])


def _organization(account):
    management, partition = organizations_backends.master_accounts.get(account, (account, "aws"))
    return organizations_backends[management][partition]


def _check_service_managed(account, properties):
    organization = _organization(account)
    management = organization.org.master_account_id
    if not cloudformation_service.is_trusted(management):
        raise ValueError("You must enable organizations access to operate a service managed stack set")
    administrators = {one.account.id for one in organization.admins
                      if cloudformation_service.STACK_SETS in one.services}
    calls_as = properties.get("CallAs", "SELF")
    if account not in {"SELF": {management}, "DELEGATED_ADMIN": administrators}[calls_as]:
        raise ValueError(f"account {account} cannot call as {calls_as}")


def _targets(account, properties):
    """Account and region of each stack that a stack set is to have."""
    for group in properties["StackInstancesGroup"]:
        where = group["DeploymentTargets"]
        listed = set(where.get("Accounts", []))
        accounts = listed
        if "OrganizationalUnitIds" in where:
            organization = _organization(account)
            inside = {one.id for one in organization.accounts
                      if _is_below(organization, one, set(where["OrganizationalUnitIds"]))}
            inside.discard(organization.org.master_account_id)
            accounts = {"NONE": inside, "INTERSECTION": inside & listed,
                        "DIFFERENCE": inside - listed, "UNION": inside | listed}[
                            where.get("AccountFilterType", "NONE")]
        for target in sorted(accounts):
            for region in group["Regions"]:
                yield target, region


def _is_below(organization, account, units):
    parent = account.parent_id
    while parent is not None:
        if parent in units:
            return True
        parent = next((unit.parent_id for unit in organization.ou if unit.id == parent), None)
    return False


def _deploy_instances(call, properties, instances):
    port, account, region, *_ = call.args
    template = {"TemplateBody": properties.get("TemplateBody") or _fetched(call, properties["TemplateURL"])}
    if len(template["TemplateBody"].encode()) > 51200 and "TemplateBody" in properties:
        raise ValueError("a template body has 51,200 bytes at most")
    capabilities = properties.get("Capabilities", [])
    wanted = set(_targets(account, properties))
    for target in sorted(wanted | set(instances)):
        act = functools.partial(_call, port, *target, "cloudformation")
        if target not in wanted:
            act("DeleteStack", StackName=instances.pop(target))
        elif target in instances:
            act("UpdateStack", StackName=instances[target], Capabilities=capabilities, **template)
        else:
            instances[target] = f"StackSet-{properties['StackSetName']}-{uuid.uuid4()}"
            act("CreateStack", StackName=instances[target], Capabilities=capabilities, **template)


def _fetched(call, url):
    """A template in a bucket, by its URL in the style of virtual hosts."""
    host, key = url.removeprefix("https://").split("/", 1)
    found = call("s3", "GetObject", Bucket=host.split(".s3.")[0], Key=key)
    return found["Body"].read().decode()


# By type: what makes it, the attributes that it has for `Fn::GetAtt`, and what changes it.
TYPES = {
    "AWS::Backup::BackupVault": (_backup_vault, ["BackupVaultArn", "BackupVaultName"]),
    "AWS::Backup::BackupPlan": (
        _backup_plan, ["BackupPlanArn", "BackupPlanId", "VersionId"], _updated_backup_plan),
    "AWS::Backup::BackupSelection": (_backup_selection, ["BackupPlanId", "SelectionId"]),
    "AWS::CloudFormation::StackSet": (_stack_set, [], _updated_stack_set),
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
