"""What moto's CloudFormation does otherwise than AWS, put right."""

import copy
import functools
import json
import os
import types
import unittest.mock

from moto.cloudformation import models, responses
from moto.cloudformation.exceptions import ValidationError
from moto.events import models as events
from moto.iam import models as iam
from moto.kms import models as kms
from moto.sqs import models as sqs

import calls


def install(port):
    """Puts it right for the double at this port."""
    # moto hands the `Ref` of a bus to other resources as an object.
    events.EventBus.physical_resource_id = property(lambda bus: bus.name)
    # moto keeps these documents as they are in a template, where its own API has texts.
    _with_texts(kms.Key, lambda properties: {
        **properties, "KeyPolicy": text(properties["KeyPolicy"])})
    _with_texts(iam.Role, lambda properties: {
        **properties, "Policies": [{**policy, "PolicyDocument": text(policy["PolicyDocument"])}
                                   for policy in properties.get("Policies", [])]})
    _with_managed_policies(port)
    _with_idle_updates()
    _with_conditions()
    _with_documents_without_blanks()


def text(document):
    """A policy document as the text that APIs take."""
    return document if isinstance(document, str) else json.dumps(document)


def _with_texts(model, change):
    create = model.create_from_cloudformation_json.__func__

    def create_with_texts(cls, name, document, *place, **more):
        properties = change(document["Properties"])
        return create(cls, name, {**document, "Properties": properties}, *place, **more)

    model.create_from_cloudformation_json = classmethod(create_with_texts)


def _with_managed_policies(port):
    """moto leaves a role's managed policies out, without a word, and then cannot delete it with them."""
    create = iam.Role.create_from_cloudformation_json.__func__

    def create_with_policies(cls, name, document, account, region, **more):
        role = create(cls, name, document, account, region, **more)
        for policy in document["Properties"].get("ManagedPolicyArns", []):
            calls.call(port, account, region, "iam", "AttachRolePolicy",
                  RoleName=role.name, PolicyArn=policy)
        return role

    delete = iam.Role.delete_from_cloudformation_json.__func__

    def delete_with_policies(cls, name, document, account, region):
        for policy in document["Properties"].get("ManagedPolicyArns", []):
            calls.call(port, account, region, "iam", "DetachRolePolicy", RoleName=name, PolicyArn=policy)
        delete(cls, name, document, account, region)

    iam.Role.create_from_cloudformation_json = classmethod(create_with_policies)
    iam.Role.delete_from_cloudformation_json = classmethod(delete_with_policies)


def _with_idle_updates():
    """moto updates a stack to what it is already, unless it has parameters."""
    def check(self, parameters, template, stack):
        tags = {one["Key"]: one["Value"] for one in self._get_param("Tags", [])}
        same = all(stack.stack_parameters.get(one["ParameterKey"]) == one.get("ParameterValue")
                   for one in parameters or [])
        if same and template == stack.template and (not tags or tags == stack.tags):
            raise ValidationError(stack.name, message="No updates are to be performed.")

    responses.CloudFormationResponse._validate_different_update = check


def _with_conditions():
    """moto reads `!Condition` as a function that it does not know."""
    construct = models.yaml_tag_constructor

    def constructed(loader, tag, node):
        return {"Condition": node.value} if tag == "!Condition" else construct(loader, tag, node)

    models.yaml_tag_constructor = constructed


def _with_documents_without_blanks():
    """moto gives the redrive policy of a queue with blanks in it, which Terraform takes for another one."""
    attributes = sqs.Queue.attributes.fget

    def compact(queue):
        found = attributes(queue)
        if found.get("RedrivePolicy"):
            policy = json.loads(found["RedrivePolicy"])
            found["RedrivePolicy"] = json.dumps(policy, separators=(",", ":"))
        return found

    sqs.Queue.attributes = property(compact)


def spare_work():
    """What moto makes anew for each key and each account is made once: nothing is encrypted here, and
    AWS's own policies are the same in all accounts. Comes before the first account."""
    kms.generate_private_key = _private_key
    iam.IAMBackend._init_aws_policies = _copied_policies


def prepare():
    """Makes now what is made once."""
    _private_key("SYMMETRIC_DEFAULT")
    _policies()


_private_key = functools.cache(kms.generate_private_key)


@functools.cache
def _policies():
    """AWS's own policies, which are moto's when it is told so."""
    settings = {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
    with unittest.mock.patch.dict(os.environ, settings):
        return _moto_policies(types.SimpleNamespace(account_id="", region_name="aws"))


_moto_policies = iam.IAMBackend._init_aws_policies


def _copied_policies(backend):
    policies = [copy.copy(policy) for policy in _policies()]
    for policy in policies:
        policy.account_id = backend.account_id
    return policies
