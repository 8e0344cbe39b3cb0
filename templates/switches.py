"""Switches that CloudFormation has no resource type for.

Reads what is on, adds what is missing, and leaves everything else alone. The
physical id lists what was switched on here, so that `OnDelete: restore` undoes
that and nothing else.
"""
import json
import re
import signal
import sys
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

ORG, BACKUP = "organizations", "backup"
STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"
RETRY = r"Concurrent|TooMany|Throttl|Unavailable|ServiceException|ChangesInProgress"
FASTER = r"PolicyType(Already|Not)Enabled|Account(Already|Not)Registered|InvalidInput.*been taken"
OTHER_PROPERTIES = {"Region", "OnDelete", "ServiceToken", "ServiceTimeout"}
doing = ""  # for the reason, when time runs out
denials = 0  # to wait out: IAM takes seconds to know a new role's policy


def call(service, operation, region=None, **arguments):
    """Call until AWS takes it; None when somebody else was faster."""
    global doing, denials
    doing, pause = operation, 1
    client = boto3.client(service, region_name=region)
    while True:
        try:
            if client.can_paginate(operation):
                pages = client.get_paginator(operation).paginate(**arguments)
                return pages.build_full_result()
            return getattr(client, operation)(**arguments)
        except ClientError as error:
            doing, code = str(error), error.response["Error"]["Code"]
            if re.search(FASTER, doing):
                return None
            if "AccessDenied" in code and denials:
                denials -= 1
            elif not re.search(RETRY, code):
                raise
        time.sleep(pause)
        pause = min(2 * pause, 15)


# Without a name, a kind gives the state by name; with one, it switches.
def linked_role(_, name=None, on=True):
    if name and on:  # Never deleted: copies need it.
        return call("iam", "create_service_linked_role", AWSServiceName=name)
    return {}


def service_access(_, name=None, on=True):
    if name:
        verb = "enable" if on else "disable"
        return call(ORG, verb + "_aws_service_access", ServicePrincipal=name)
    found = call(ORG, "list_aws_service_access_for_organization")
    return {s["ServicePrincipal"]: True for s in found["EnabledServicePrincipals"]}


def policy_type(_, name=None, on=True):
    root = call(ORG, "list_roots")["Roots"][0]
    if name:
        verb = "enable" if on else "disable"
        return call(ORG, verb + "_policy_type", RootId=root["Id"], PolicyType=name)
    types = {t["Type"]: t["Status"] for t in root["PolicyTypes"]}
    return {k: v for k, v in types.items() if v != "PENDING_DISABLE"}


def global_setting(_, name=None, on=True):
    found = call(BACKUP, "describe_global_settings")["GlobalSettings"]
    if name:  # The whole map: AWS may reset a key that is left out.
        found[name] = str(on).lower()
        return call(BACKUP, "update_global_settings", GlobalSettings=found)
    return {k: v == "true" for k, v in found.items()}


def stack_sets_access(_, name=None, on=True):
    if name:  # This call, unlike that of Organizations, makes the role that stack sets need.
        verb = "activate" if on else "deactivate"
        return call("cloudformation", verb + "_organizations_access")
    found = call("cloudformation", "describe_organizations_access")
    return {"StackSets": found["Status"] == "ENABLED"}


def administrator(of):
    def use(_, name=None, on=True):
        if name:
            verb = "register" if on else "deregister"
            return call(ORG, verb + "_delegated_administrator", AccountId=name, **service)
        found = call(ORG, "list_delegated_administrators", **service)
        return {a["Id"]: True for a in found["DelegatedAdministrators"]}
    service = {"ServicePrincipal": of}
    return use


def preference(field):
    def use(region, name=None, on=True):
        if name:  # One key: AWS merges, and an old reading would undo others' changes.
            return call(BACKUP, "update_region_settings", region, **{field: {name: on}})
        return call(BACKUP, "describe_region_settings", region).get(field, {})
    return use


KINDS = {  # In order of need: trusted access is a condition of the rest.
    "ServiceLinkedRoles": linked_role,
    "ServicePrincipals": service_access,
    "PolicyTypes": policy_type,
    "GlobalSettings": global_setting,
    "OrganizationsAccess": stack_sets_access,
    "DelegatedAdministrators": administrator("backup.amazonaws.com"),
    "StackSetsAdministrators": administrator(STACK_SETS),
    "OptIn": preference("ResourceTypeOptInPreference"),
    "FullManagement": preference("ResourceTypeManagementPreference"),
}


def read_names(kind, given):
    names = given or []
    if kind == "GlobalSettings":  # "false" is no wish: nothing is switched off.
        valid = isinstance(given, dict) and all(v in ("true", "false") for v in given.values())
        names = [k for k, v in given.items() if v == "true"] if valid else given
    if not isinstance(names, list) or not all(re.fullmatch(r"[\w. -]+", str(n)) for n in names):
        raise ValueError(f"{kind} is malformed: {given}")
    return names


def read_wanted(properties):
    """Kind@region -> names. Region is empty where a switch is global."""
    unknown = sorted(set(properties) - set(KINDS) - OTHER_PROPERTIES)
    if unknown or properties.get("OnDelete", "keep") not in ("keep", "restore"):
        raise ValueError(f"not understood: {unknown or 'OnDelete'}")
    home = properties.get("Region") or boto3.Session().region_name
    return {
        kind + "@" + (home if kind in ("OptIn", "FullManagement") else ""):
            read_names(kind, properties[kind])
        for kind in KINDS if kind in properties}


def read_id(text):
    """(kind@region, name) of all that an id lists."""
    groups = (group.split("=", 1) for group in text.split("|") if "=" in group)
    return {(where, name) for where, names in groups for name in names.split(",")}


def write_id(record):
    left = sorted(record)
    while True:
        groups = {}
        for where, name in left:
            groups.setdefault(where, []).append(name)
        text = "|".join(["switches", *(k + "=" + ",".join(v) for k, v in groups.items())])
        if len(text) <= 1000:  # AWS allows 1 KB; what is not listed stays on.
            return text
        left.pop()


def settle(names):
    """Wait: a policy cannot be attached while its type is pending."""
    global doing
    while names:
        state = policy_type("")
        names = [n for n in names if state.get(n) != "ENABLED"]
        if names:
            doing = f"{names} not ENABLED yet"
            time.sleep(2)


def add(event, record, log):
    properties = event["ResourceProperties"]
    wanted = read_wanted(properties)
    for where, names in wanted.items():
        kind, _, region = where.partition("@")
        use = KINDS[kind]
        state = use(region) if names else {}
        absent = [name for name in names if region and name not in state]
        if absent:  # Going on would leave resources without a backup, and say nothing.
            raise ValueError(f"{region} does not know {kind} {', '.join(absent)}")
        for name in names:
            if not state.get(name) and use(region, name):
                record.add((where, name))
                log["SwitchedOn"].append(f"{kind} {name}")
        if kind == "PolicyTypes":
            settle(names)
    before = event.get("OldResourceProperties", {}).get("OnDelete")
    if before == properties.get("OnDelete") == "restore":
        # CloudFormation deletes the id that this one replaces, which undoes the rest.
        record &= {(where, name) for where, names in wanted.items() for name in names}


def undo(event, record, log):
    if event["ResourceProperties"].get("OnDelete") != "restore" or not record:
        return
    found = call("cloudformation", "describe_stack_resource", StackName=event["StackId"],
                 LogicalResourceId=event["LogicalResourceId"])["StackResourceDetail"]
    current = found["PhysicalResourceId"]
    if current != event["PhysicalResourceId"] or "DELETE" not in found["ResourceStatus"]:
        record -= read_id(current)  # Replaced: what the new id lists is in use.
    for kind, use in reversed(KINDS.items()):
        for where, name in sorted(record):
            owner, _, region = where.partition("@")
            if owner == kind and use(region).get(name) and use(region, name, False):
                log["SwitchedOff"].append(f"{kind} {name}")


def send(url, answer):
    body = json.dumps(answer, ensure_ascii=False)
    print(body)
    for pause in (1, 2, 0):
        try:  # The URL is signed for an empty content type.
            put = urllib.request.Request(url, body.encode(), {"Content-Type": ""}, method="PUT")
            urllib.request.urlopen(put, timeout=3).close()
            return
        except OSError:
            if not pause:
                raise
            time.sleep(pause)


def handler(event, context):
    answer = {k: event[k] for k in ("StackId", "RequestId", "LogicalResourceId")}
    url, given = event["ResponseURL"], event.get("PhysicalResourceId", "")
    record, log = read_id(given), {"SwitchedOn": [], "SwitchedOff": []}
    # SystemExit, because the SDK would take an Exception for a failed request.
    signal.signal(signal.SIGALRM, lambda *_: sys.exit("out of time: " + doing))
    signal.alarm(max(1, context.get_remaining_time_in_millis() // 1000 - 15))
    deleting = event.get("RequestType") == "Delete"
    global denials
    denials = 0 if deleting else 6
    try:
        if event["RequestType"] not in ("Create", "Update", "Delete"):
            raise ValueError("unknown request: " + event["RequestType"])
        (undo if deleting else add)(event, record, log)
        answer.update(Status="SUCCESS", Data={k: ", ".join(v)[:800] for k, v in log.items()})
    except (Exception, SystemExit) as error:
        answer.update(Status="FAILED", Reason=f"{type(error).__name__}: {error}"[:600])
    finally:
        signal.alarm(0)
    answer["PhysicalResourceId"] = given if deleting else write_id(record)
    send(url, answer)
