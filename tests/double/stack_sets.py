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
    _, account, region, *_ = call.args
    if properties["PermissionModel"] == "SERVICE_MANAGED":
        _check_service_managed(account, properties)
    key = (account, region, name)
    if key in cloudformation_service.stack_sets:
        raise ValueError(f"the stack set {name} already exists")
    instances = cloudformation_service.stack_sets[key] = {}
    _deploy_instances(call, properties, {}, instances)
    return f"{name}:{uuid.uuid4()}", {"instances": instances, "properties": properties}


def update(call, properties, stack_set):
    for fixed in ("StackSetName", "PermissionModel", "CallAs"):
        if properties.get(fixed) != stack_set.values["properties"].get(fixed):
            raise ValueError(f"another {fixed} makes another stack set, and its name is taken")
    _deploy_instances(call, properties, stack_set.values["properties"], stack_set.values["instances"])
    stack_set.values["properties"] = properties


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
    """The accounts of each unit and region: several targets of one unit count as one, as the
    handler of the resource type takes them."""
    listed = {}
    for group in properties.get("StackInstancesGroup", []):
        where = group["DeploymentTargets"]
        accounts = set(where.get("Accounts", []))
        chosen = where.get("AccountFilterType", "NONE")
        for unit in where.get("OrganizationalUnitIds", [None]):
            for region in group["Regions"]:
                listed.setdefault((unit, region), []).append((chosen, accounts))
    return {place: _reached(account, place[0], filters) for place, filters in listed.items()}


def _reached(account, unit, filters):
    if unit is None:
        return set().union(*(accounts for _, accounts in filters))
    organization = _organization(account)
    inside = {one.id for one in organization.accounts if _is_below(organization, one, {unit})}
    inside.discard(organization.org.master_account_id)
    reached = {"NONE": lambda _: inside, "INTERSECTION": lambda listed: inside & listed,
               "DIFFERENCE": lambda listed: inside - listed}
    return set().union(*(reached[chosen](accounts) for chosen, accounts in filters))


def _is_below(organization, account, units):
    parent = account.parent_id
    while parent is not None:
        if parent in units:
            return True
        parent = next((unit.parent_id for unit in organization.ou if unit.id == parent), None)
    return False


def _deploy_instances(call, properties, before, instances):
    port, account, region, *_ = call.args
    template = {"TemplateBody": properties.get("TemplateBody") or _fetched(call, properties["TemplateURL"])}
    if len(template["TemplateBody"].encode()) > 51200 and "TemplateBody" in properties:
        raise ValueError("a template body has 51,200 bytes at most")
    capabilities = properties.get("Capabilities", [])
    act = functools.partial(calls.call, port)
    had, wanted = _targets(account, before), _targets(account, properties)
    # Whatever leaves a unit or a region goes first, also when it comes back by another one. moto tries
    # again what fails, so only what has been done is remembered.
    gone = {(target, region) for (unit, region), accounts in had.items()
            for target in accounts - wanted.get((unit, region), set())}
    for place in sorted(gone & set(instances)):
        act(*place, "cloudformation", "DeleteStack", StackName=instances[place])
        del instances[place]
    places = {(target, region) for (_, region), accounts in wanted.items() for target in accounts}
    for place in sorted(places):
        operation = "UpdateStack" if place in instances else "CreateStack"
        name = instances.get(place, f"StackSet-{properties['StackSetName']}-{uuid.uuid4()}")
        try:
            act(*place, "cloudformation", operation, StackName=name, Capabilities=capabilities, **template)
        except Exception as error:
            if "No updates are to be performed" not in str(error):
                raise
        instances[place] = name


def _fetched(call, url):
    """A template in a bucket, by its URL in the style of virtual hosts, which names the bucket's region."""
    host, key = url.removeprefix("https://").split("/", 1)
    bucket, region = host.removesuffix(".amazonaws.com").split(".s3.")
    found = call("s3", "GetBucketLocation", Bucket=bucket)["LocationConstraint"] or "us-east-1"
    if found != region:
        raise ValueError(f"the bucket {bucket} must be addressed in {found}")
    return call("s3", "GetObject", Bucket=bucket, Key=key)["Body"].read().decode()
