"""Stack sets: a template as a stack in every account and region that its targets name.

Stacks are made at once, by the accounts themselves; roles of stack sets are not looked at.
"""

import functools
import uuid

from moto.organizations.models import organizations_backends

import calls
import cloudformation_service


def create(call, properties, _):
    """A stack in every target."""
    name = properties["StackSetName"]
    account = call.args[1]
    if properties["PermissionModel"] == "SERVICE_MANAGED":
        _check_service_managed(account, properties)
    instances = {}
    _deploy_instances(call, properties, instances)
    return f"{name}:{uuid.uuid4()}", {"instances": instances}


def update(call, properties, stack_set):
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
        act = functools.partial(calls.call, port, *target, "cloudformation")
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
