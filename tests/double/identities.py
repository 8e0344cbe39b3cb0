"""Where moto knows less of roles than AWS: service-linked ones, and those that key policies and selections name."""

import json
import re

from moto.core.exceptions import JsonRESTError
from moto.iam import models as iam
from moto.iam.exceptions import InvalidInput
from moto.kms import models as kms

BACKUP = "backup.amazonaws.com"
# What AWS writes where nobody says what a role is for.
BY_AWS = "Service linked role made by AWS Backup"


def install():
    iam.SERVICE_NAME_CONVERSION["backup"] = "Backup"
    _with_roles_that_are_made_once()
    _with_principals_that_exist()


def seed(description):
    """The accounts in which AWS Backup's role is there before, and the roles that AWS Backup may assume."""
    for account in description.get("service_linked_roles", []):
        iam.iam_backends[account]["aws"].create_service_linked_role(BACKUP, BY_AWS, None)
    for arn in description.get("roles", []):
        place, path, name = re.fullmatch(r"(.*):role(/.*?)([^/]+)", arn).groups()
        _, partition, _, _, account = place.split(":")
        statement = {"Effect": "Allow", "Principal": {"Service": BACKUP}, "Action": "sts:AssumeRole"}
        iam.iam_backends[account][partition].create_role(
            name, json.dumps({"Version": "2012-10-17", "Statement": [statement]}), path, None,
            "Made by others", [], None)


def may_be_assumed(arn, service):
    """Whether a role is there and trusts a service; conditions are not looked at."""
    found = re.fullmatch(r"arn:([\w-]+):iam::(\d{12}):role/.+", arn)
    roles = iam.iam_backends[found[2]][found[1]].get_roles() if found else []
    return any(_trusts(statement, service) for role in roles if role.arn == arn
               for statement in json.loads(role.assume_role_policy_document)["Statement"])


def _trusts(statement, service):
    principal, actions = statement.get("Principal"), statement.get("Action", [])
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    return (statement["Effect"] == "Allow"
            and "sts:AssumeRole" in ([actions] if isinstance(actions, str) else actions)
            and service in ([services] if isinstance(services, str) else services))


def _with_roles_that_are_made_once():
    make = iam.IAMBackend.create_service_linked_role

    def once(backend, service_name, description, suffix):
        name = "AWSServiceRoleForBackup"
        if service_name == BACKUP and any(role.name == name for role in backend.get_roles()):
            raise InvalidInput(f"Service role name {name} has been taken in this account, "
                               "please try a different suffix.")
        return make(backend, service_name, description, suffix)

    iam.IAMBackend.create_service_linked_role = once


def _with_principals_that_exist():
    """KMS refuses a key policy with a principal that is not there.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
    """
    create, put = kms.KmsBackend.create_key, kms.KmsBackend.put_key_policy

    def checked_create(backend, policy, *more, **named):
        refuse_unknown(policy)
        return create(backend, policy, *more, **named)

    def checked_put(backend, key_id, policy):
        refuse_unknown(policy)
        return put(backend, key_id, policy)

    kms.KmsBackend.create_key = checked_create
    kms.KmsBackend.put_key_policy = checked_put


def refuse_unknown(policy):
    """Raises what KMS answers when a principal of a key policy does not exist."""
    for statement in json.loads(policy)["Statement"] if policy else []:
        principal = statement.get("Principal")
        named = principal.get("AWS", []) if isinstance(principal, dict) else []
        for arn in [named] if isinstance(named, str) else named:
            found = re.fullmatch(r"arn:([\w-]+):iam::(\d{12}):role/(?:.*/)?([^/]+)", arn)
            if found and not any(role.arn == arn for role in
                                 iam.iam_backends[found[2]][found[1]].get_roles()):
                raise JsonRESTError(
                    "MalformedPolicyDocumentException",
                    "Policy contains a statement with one or more invalid principals.")
