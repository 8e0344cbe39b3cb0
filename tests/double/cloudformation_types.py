"""The CloudFormation resource types that offsite emits and moto lacks.

Each is turned into the API calls that AWS makes for it, to the double itself, so that the double's
checks apply.
"""

import functools
import json

from botocore.exceptions import ClientError
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.core.common_models import CloudFormationModel

import calls
import custom_resources
import imports
import moto_repairs
import stack_sets
import updates
from moto_repairs import text

_made = []  # `__subclasses__`, where moto looks for types, holds weak references only


def known_to_moto():
    """The types that moto itself has, where nothing is installed."""
    return set(parsing.get_model_map())


def install(port):
    """Registers the types; they call the double at this port."""
    for kind, (create, attributes, *more) in TYPES.items():
        _made.append(_model(port, kind, create, attributes, *more))
    custom_resources.install(port)
    moto_repairs.install(port)
    updates.install(port)
    for cached in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        cached.cache_clear()


def _model(port, kind, create, attributes, update=None, delete=None):
    """moto's view of one type; `create` makes the calls and gives the id and the attributes, `update`
    makes those that change what is there, and `delete` those that take it away. Without `update` a change
    makes another one, before the old one goes."""

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
                call = functools.partial(calls.call, port, account, region)
                return cls(*create(call, document["Properties"], name))
            except Exception as error:
                raise ValidationError(name, message=f"{kind} {more.get('LogicalId')}: {error}")

        @classmethod
        def update_from_cloudformation_json(cls, original_resource, new_resource_name,
                                            cloudformation_json, account_id, region_name):
            try:
                call = functools.partial(calls.call, port, account_id, region_name)
                if update is None:
                    made = cls(*create(call, cloudformation_json["Properties"], new_resource_name))
                    original_resource.delete(account_id, region_name)
                    return made
                update(call, cloudformation_json["Properties"], original_resource)
                return original_resource
            except Exception as error:
                raise ValidationError(new_resource_name, message=f"{kind}: {error}")

        def delete(self, account, region):
            if delete is None:
                raise ValidationError(self.physical_resource_id, message=f"{kind} is not deleted here")
            delete(functools.partial(calls.call, port, account, region), self)

    Type.__name__ = kind.replace("::", "")
    return Type


def _backup_vault(call, properties, _):
    name = properties["BackupVaultName"]
    made = call("backup", "CreateBackupVault", BackupVaultName=name,
                BackupVaultTags=properties.get("BackupVaultTags"),
                EncryptionKeyArn=properties.get("EncryptionKeyArn"))
    _of_vault(call, properties)
    return name, {"BackupVaultArn": made["BackupVaultArn"], "BackupVaultName": name}


def _of_vault(call, properties):
    name = properties["BackupVaultName"]
    if "AccessPolicy" in properties:
        call("backup", "PutBackupVaultAccessPolicy", BackupVaultName=name,
             Policy=text(properties["AccessPolicy"]))
    if "LockConfiguration" in properties:
        call("backup", "PutBackupVaultLockConfiguration", BackupVaultName=name,
             **properties["LockConfiguration"])
    if "Notifications" in properties:
        told = properties["Notifications"]
        call("backup", "PutBackupVaultNotifications", BackupVaultName=name,
             SNSTopicArn=told["SNSTopicArn"], BackupVaultEvents=told["BackupVaultEvents"])


def _updated_vault(call, properties, vault):
    name = properties["BackupVaultName"]
    if name != vault.physical_resource_id:
        raise ValueError("another name makes another vault")
    for part, operation in [("AccessPolicy", "DeleteBackupVaultAccessPolicy"),
                            ("LockConfiguration", "DeleteBackupVaultLockConfiguration"),
                            ("Notifications", "DeleteBackupVaultNotifications")]:
        if part not in properties:
            call("backup", operation, BackupVaultName=name)
    _of_vault(call, properties)


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


def _deleted_plan(call, plan):
    call("backup", "DeleteBackupPlan", BackupPlanId=plan.physical_resource_id)


def _replaced_selection(call, properties, selection):
    """AWS makes the new one first. Here the name is taken as long as the old one is there."""
    _deleted_selection(call, selection)
    selection.physical_resource_id, selection.values = _backup_selection(call, properties, None)


def _deleted_selection(call, selection):
    identity, plan = selection.physical_resource_id.split("_")
    call("backup", "DeleteBackupSelection", BackupPlanId=plan, SelectionId=identity)


def _organization_policy(call, properties, _):
    made = call("organizations", "CreatePolicy", Name=properties["Name"], Type=properties["Type"],
                Content=text(properties["Content"]),
                Description=properties.get("Description", ""))["Policy"]["PolicySummary"]
    for target in properties.get("TargetIds", []):
        call("organizations", "AttachPolicy", PolicyId=made["Id"], TargetId=target)
    return made["Id"], made


def _organization_resource_policy(call, properties, _):
    there = None
    try:
        there = call("organizations", "DescribeResourcePolicy")["ResourcePolicy"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourcePolicyNotFoundException":
            raise
    if there and not imports.is_running():
        raise ValueError("There is already a ResourcePolicy in the Organization!")
    if not there:
        there = call("organizations", "PutResourcePolicy", Content=text(properties["Content"]))["ResourcePolicy"]
    summary = there["ResourcePolicySummary"]
    return summary["Id"], summary


def _updated_resource_policy(call, properties, _):
    call("organizations", "PutResourcePolicy", Content=text(properties["Content"]))


def _event_bus_policy(call, properties, _):
    statement = {"Sid": properties["StatementId"], **properties["Statement"]}
    call("events", "PutPermission", EventBusName=properties.get("EventBusName"),
         Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    return properties["StatementId"], {}


def _topic_policy(call, properties, name):
    for topic in properties["Topics"]:
        call("sns", "SetTopicAttributes", TopicArn=topic, AttributeName="Policy",
             AttributeValue=text(properties["PolicyDocument"]))
    return name, {}


def _subscription(call, properties, _):
    made = call("sns", "Subscribe", TopicArn=properties["TopicArn"], ReturnSubscriptionArn=True,
                Protocol=properties["Protocol"], Endpoint=properties["Endpoint"])
    return made["SubscriptionArn"], {}


def _pipe(call, properties, _):
    made = call("pipes", "CreatePipe", **properties)
    return properties["Name"], made


def _updated_pipe(call, properties, pipe):
    kept = ("Source", "StartingPosition")
    call("pipes", "UpdatePipe", **{k: v for k, v in properties.items() if k not in kept})


def _deleted_pipe(call, pipe):
    call("pipes", "DeletePipe", Name=pipe.physical_resource_id)


def _unsubscribed(call, subscription):
    call("sns", "Unsubscribe", SubscriptionArn=subscription.physical_resource_id)


def _gone_with_its_owner(*_):
    """A policy of a bus, a topic or a queue: it goes with these."""


def _queue_policy(call, properties, name):
    for queue in properties["Queues"]:
        call("sqs", "SetQueueAttributes", QueueUrl=queue,
             Attributes={"Policy": text(properties["PolicyDocument"])})
    return name, {}


def _alarm(call, properties, _):
    call("cloudwatch", "PutMetricAlarm", **properties)
    return properties["AlarmName"], {}


def _deleted_alarm(call, alarm):
    call("cloudwatch", "DeleteAlarms", AlarmNames=[alarm.physical_resource_id])


# By type: what makes it, the attributes that it has for `Fn::GetAtt`, what changes it, and what takes it away.
TYPES = {
    "AWS::Backup::BackupVault": (
        _backup_vault, ["BackupVaultArn", "BackupVaultName"], _updated_vault),
    "AWS::Backup::BackupPlan": (
        _backup_plan, ["BackupPlanArn", "BackupPlanId", "VersionId"], _updated_backup_plan, _deleted_plan),
    "AWS::Backup::BackupSelection": (
        _backup_selection, ["BackupPlanId", "SelectionId"], _replaced_selection, _deleted_selection),
    "AWS::CloudFormation::StackSet": (stack_sets.create, [], stack_sets.update),
    "AWS::CloudWatch::Alarm": (_alarm, [], _alarm, _deleted_alarm),
    "AWS::Organizations::Policy": (_organization_policy, ["Id", "Arn"]),
    "AWS::Organizations::ResourcePolicy": (
        _organization_resource_policy, ["Id", "Arn"], _updated_resource_policy),
    "AWS::Events::EventBusPolicy": (_event_bus_policy, [], _event_bus_policy, _gone_with_its_owner),
    "AWS::Pipes::Pipe": (_pipe, ["Arn"], _updated_pipe, _deleted_pipe),
    "AWS::SNS::TopicPolicy": (_topic_policy, [], _topic_policy, _gone_with_its_owner),
    "AWS::SNS::Subscription": (_subscription, [], None, _unsubscribed),
    "AWS::SQS::QueuePolicy": (_queue_policy, [], _queue_policy, _gone_with_its_owner),
}
