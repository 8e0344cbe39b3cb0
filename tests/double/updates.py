"""What moto does otherwise than AWS when a stack is updated, put right."""

import base64
import functools

from moto.awslambda import models as awslambda
from moto.cloudformation import models, parsing
from moto.cloudformation.exceptions import ValidationError
from moto.iam import models as iam
from moto.kms import models as kms
from moto.logs import models as logs

import calls
from moto_repairs import text


def install(port):
    """Puts it right for the double at this port."""
    _in_order()
    _whole_or_undone()
    _functions()
    _kept_by_their_policy()
    iam.Role.update_from_cloudformation_json = classmethod(
        lambda _, original_resource, cloudformation_json, account_id, region_name, **more: _role(
            functools.partial(calls.call, port, account_id, region_name),
            original_resource, cloudformation_json["Properties"]))
    logs.LogGroup.update_from_cloudformation_json = classmethod(
        lambda _, original_resource, cloudformation_json, account_id, region_name, **more: _log_group(
            functools.partial(calls.call, port, account_id, region_name),
            original_resource, cloudformation_json["Properties"]))
    kms.Key.update_from_cloudformation_json = classmethod(
        lambda _, original_resource, cloudformation_json, account_id, region_name, **more: _key(
            functools.partial(calls.call, port, account_id, region_name),
            original_resource, cloudformation_json["Properties"]))


def _role(call, role, properties):
    """moto changes the description alone."""
    if properties.get("RoleName", role.name) != role.name:
        raise ValidationError(role.name, message="another name makes another role")
    call("iam", "UpdateAssumeRolePolicy", RoleName=role.name,
         PolicyDocument=text(properties["AssumeRolePolicyDocument"]))
    call("iam", "UpdateRole", RoleName=role.name, Description=properties.get("Description", ""))
    wanted = {one["PolicyName"]: text(one["PolicyDocument"]) for one in properties.get("Policies", [])}
    for name in call("iam", "ListRolePolicies", RoleName=role.name)["PolicyNames"]:
        if name not in wanted:
            call("iam", "DeleteRolePolicy", RoleName=role.name, PolicyName=name)
    for name, document in wanted.items():
        call("iam", "PutRolePolicy", RoleName=role.name, PolicyName=name, PolicyDocument=document)
    attached = call("iam", "ListAttachedRolePolicies", RoleName=role.name)["AttachedPolicies"]
    attached = {one["PolicyArn"] for one in attached}
    managed = set(properties.get("ManagedPolicyArns", []))
    for arn in attached - managed:
        call("iam", "DetachRolePolicy", RoleName=role.name, PolicyArn=arn)
    for arn in managed - attached:
        call("iam", "AttachRolePolicy", RoleName=role.name, PolicyArn=arn)
    return role


def _functions():
    """moto makes an archive of inline code when it makes a function, and none when that changes."""
    update = awslambda.LambdaFunction.update_from_cloudformation_json.__func__

    def update_with_archive(cls, *, cloudformation_json, **more):
        properties = cloudformation_json["Properties"]
        archive = cls._create_zipfile_from_plaintext_code(properties["Code"]["ZipFile"])
        properties["Code"] = {"ZipFile": base64.b64encode(archive)}
        return update(cls, cloudformation_json=cloudformation_json, **more)

    awslambda.LambdaFunction.update_from_cloudformation_json = classmethod(update_with_archive)


def _log_group(call, group, properties):
    """moto changes no group."""
    call("logs", "PutRetentionPolicy", logGroupName=group.name,
         retentionInDays=properties["RetentionInDays"])
    return group


def _key(call, key, properties):
    """moto changes no key."""
    call("kms", "PutKeyPolicy", KeyId=key.id, PolicyName="default", Policy=text(properties["KeyPolicy"]))
    return key


def _whole_or_undone():
    """moto takes a stack whose update failed for one that has come to its new template, and keeps what has left
    one for what is to come again."""
    update = models.Stack.update

    def updated(stack, *arguments, **more):
        resources = stack.resource_map
        before = stack.template, stack.template_dict, resources._resource_json_map
        try:
            update(stack, *arguments, **more)
        except Exception:
            stack.template, stack.template_dict, resources._resource_json_map = before
            raise
        for gone in set(before[2]) - set(resources._resource_json_map):
            resources._parsed_resources.pop(gone, None)

    models.Stack.update = updated


def _kept_by_their_policy():
    """moto deletes what leaves a template, whatever its DeletionPolicy says."""
    delete = parsing.ResourceMap._delete_resource

    def deleted(self, resource, document):
        if not document.get("DeletionPolicy", "").startswith("Retain"):
            delete(self, resource, document)

    parsing.ResourceMap._delete_resource = deleted


def _in_order():
    """moto goes on with an update when a resource fails, also with those that depend on it."""
    update = parsing.parse_and_update_resource

    def in_order(logical_id, resource_json, resources_map, **more):
        failed = resources_map.__dict__.setdefault("failed", {})
        for one in sorted(_needs(resources_map, logical_id) & set(failed)):
            raise failed[one]
        try:
            changed = update(logical_id, resource_json, resources_map, **more)
        except Exception as error:
            failed[logical_id] = error
            raise
        if changed is None:
            raise ValidationError(logical_id, message=f"{logical_id} is not updated here")
        failed.pop(logical_id, None)
        return changed

    parsing.parse_and_update_resource = in_order


def _needs(resources_map, logical_id):
    """What a resource depends on, and what that depends on."""
    found, left = set(), [logical_id]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            needed = resources_map._resource_json_map.get(one, {}).get("DependsOn", [])
            left.extend([needed] if isinstance(needed, str) else needed)
    return found - {logical_id}
