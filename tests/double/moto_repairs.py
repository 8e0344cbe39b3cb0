"""What moto's CloudFormation does otherwise than AWS, put right."""

import json

from moto.cloudformation import models, responses
from moto.events import models as events
from moto.iam import models as iam
from moto.kms import models as kms

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
    _with_idle_change_sets()
    _with_conditions()


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
    """moto leaves a role's managed policies out, without a word."""
    create = iam.Role.create_from_cloudformation_json.__func__

    def create_with_policies(cls, name, document, account, region, **more):
        role = create(cls, name, document, account, region, **more)
        for policy in document["Properties"].get("ManagedPolicyArns", []):
            calls.call(port, account, region, "iam", "AttachRolePolicy",
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
