"""Import of what is there already into a stack of CloudFormation, held to what AWS asks of it.

moto makes what a change set of the type IMPORT names, whether it is there or not, and in a stack of its own.
"""

import json
import threading

from moto.cloudformation import cloudformation_backends
from moto.cloudformation.models import ChangeSet, Stack

_importing = threading.local()
# What can be imported: by type, the property that names it.
IMPORTABLE = {"AWS::Organizations::ResourcePolicy": "Id"}


class Refused(Exception):
    """Why AWS makes no such change set."""


def is_running():
    """Whether what a template has is being imported, so that nothing is made."""
    return getattr(_importing, "on", False)


def _named(parameters):
    """The resources to import: logical id, type and identifier."""
    number, found = 1, []
    while f"ResourcesToImport.member.{number}.LogicalResourceId" in parameters:
        one = f"ResourcesToImport.member.{number}."
        entry = one + "ResourceIdentifier.entry.1."
        found.append((parameters[one + "LogicalResourceId"], parameters[one + "ResourceType"],
                      {parameters[entry + "key"]: parameters[entry + "value"]}))
        number += 1
    return found


def create(account, region, organizations, parameters):
    """Makes the change set and gives its id, or says why not."""
    backend = cloudformation_backends[account][region]
    name, body = parameters["StackName"], parameters["TemplateBody"]
    stack = next((one for one in backend.stacks.values() if one.name == name), None)
    there = stack.template_dict["Resources"] if stack else {}
    if stack and not stack.status.endswith("_COMPLETE"):
        raise Refused(f"Stack {name} is in {stack.status} state")
    if len(body.encode()) > 51200:
        raise Refused("a template body has 51,200 bytes at most")
    wanted = Stack.parse_template(body)["Resources"]
    named = _named(parameters)
    if set(wanted) != set(there) | {logical for logical, _, _ in named}:
        raise Refused("a template to import with has what the stack has, and what is imported")
    if any(wanted[logical] != resource for logical, resource in there.items()):
        raise Refused("what the stack has must not change with an import")
    for logical, kind, identifier in named:
        if kind not in IMPORTABLE or list(identifier) != [IMPORTABLE[kind]]:
            raise Refused(f"ResourceTypes [{kind}] are not supported for Import")
        if wanted[logical]["Type"] != kind or "DeletionPolicy" not in wanted[logical]:
            raise Refused(f"{logical} needs its type and a DeletionPolicy")
        policy = getattr(organizations, "resource_policy", None)
        if not policy or policy["ResourcePolicySummary"]["Id"] != identifier["Id"]:
            raise Refused(f"{logical} with {json.dumps(identifier)} does not exist")
        for other in backend.stacks.values():
            if any(getattr(one, "physical_resource_id", None) == identifier["Id"]
                   for one in other.stack_resources):
                raise Refused(f"{identifier['Id']} belongs to the stack {other.name}")
    given = {"change_set_name": parameters["ChangeSetName"], "template": body, "parameters": {},
             "description": "", "change_set_type": "IMPORT"}
    if stack is None:
        return backend.create_change_set(stack_name=name, **given)[0]
    identity = f"arn:aws:cloudformation:{region}:{account}:changeSet/{parameters['ChangeSetName']}/1"
    change = ChangeSet(change_set_id=identity, stack=stack, **given)
    change.status, change.execution_status = "CREATE_COMPLETE", "AVAILABLE"
    backend.change_sets[identity] = change
    return identity


def execute(account, region, parameters):
    """Takes over what is there, when the change set is for that."""
    backend = cloudformation_backends[account][region]
    changes = [one for one in backend.change_sets.values()
               if one.change_set_name == parameters["ChangeSetName"]]
    if not changes or changes[-1].change_set_type != "IMPORT":
        return False
    _importing.on = True
    try:
        backend.execute_change_set(parameters["ChangeSetName"], parameters["StackName"])
    finally:
        _importing.on = False
    # moto keeps the text alone.
    changes[-1].stack.template_dict = changes[-1].template_dict
    return True
