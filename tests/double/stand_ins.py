#!/usr/bin/env python3
"""Every call that the double answers in moto's stead, with the reason.

    echo '["backup:CreateBackupVault", ...]' | python3 stand_ins.py

Standard input has the calls that a proof made. Prints {"no_longer_needed": [...], "unlisted":
[...], "by_the_stand_in": [...]}: entries that moto could answer by now, calls that the double
answers and this table does not list, and the listed calls that were made.

An entry is of one of three kinds: moto has no such call (`None`); moto has it, and a probe shows
what is wrong with it; or it has to share its state with another call, which moto lacks.
"""

import json
import re
import sys

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.backup.responses import BackupResponse
from moto.cloudformation.responses import CloudFormationResponse
from moto.organizations.responses import OrganizationsResponse

import backup_service
import cloudformation_service
import organizations_service

# How moto says that it cannot: an answer, or the failure of its server.
REFUSALS = (ClientError, NotImplementedError)

CLASSES = {"backup": BackupResponse, "cloudformation": CloudFormationResponse,
           "organizations": OrganizationsResponse}


def _organizations():
    client = boto3.client("organizations", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    client.create_organization(FeatureSet="ALL")
    return client


def backup_policies_are_refused():
    try:
        _organizations().create_policy(Name="one", Type="BACKUP_POLICY", Description="", Content="{}")
        return False
    except REFUSALS:
        return True


def policies_of_a_type_that_is_off_are_attached():
    client = _organizations()
    root = client.list_roots()["Roots"][0]["Id"]
    policy = client.create_policy(Name="one", Type="TAG_POLICY", Description="", Content="{}")
    try:
        client.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=root)
        return True
    except REFUSALS:
        return False


def backup_cannot_be_delegated():
    client = _organizations()
    account = client.create_account(AccountName="one", Email="one@example.com")
    try:
        client.register_delegated_administrator(
            AccountId=account["CreateAccountStatus"]["AccountId"],
            ServicePrincipal="backup.amazonaws.com")
        return False
    except REFUSALS:
        return True


def protected_stacks_are_deleted():
    client = boto3.client("cloudformation", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    body = json.dumps({"Resources": {"One": {"Type": "AWS::SNS::Topic"}}})
    client.create_stack(StackName="one", TemplateBody=body, EnableTerminationProtection=True)
    try:
        client.delete_stack(StackName="one")
        return True
    except REFUSALS:
        return False


def stack_sets_of_templates_are_unknown():
    client = boto3.client("cloudformation", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    body = json.dumps({"Resources": {"One": {
        "Type": "AWS::CloudFormation::StackSet",
        "Properties": {"StackSetName": "one", "PermissionModel": "SELF_MANAGED"}}}})
    try:
        client.create_stack(StackName="one", TemplateBody=body)
        client.list_stack_instances(StackSetName="one")
        return False
    except REFUSALS:
        return True


def what_is_not_there_is_imported():
    client = boto3.client("cloudformation", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    body = json.dumps({"Resources": {"One": {"Type": "AWS::SNS::Topic", "DeletionPolicy": "Retain"}}})
    try:
        client.create_change_set(
            StackName="one", ChangeSetName="one", ChangeSetType="IMPORT", TemplateBody=body,
            ResourcesToImport=[{"ResourceType": "AWS::SNS::Topic", "LogicalResourceId": "One",
                                "ResourceIdentifier": {"TopicArn": "arn:aws:sns:us-east-1:1:one"}}])
        return True
    except REFUSALS:
        return False


POLICY, SELECTION = "backup:GetBackupVaultAccessPolicy", "backup:CreateBackupSelection"

STAND_INS = {
    "backup:CreateBackupPlan": SELECTION,
    "backup:CreateBackupSelection": None,
    "backup:CreateBackupVault": POLICY,
    "backup:DescribeBackupVault": POLICY,
    "backup:DescribeGlobalSettings": None,
    "backup:DescribeRegionSettings": None,
    "backup:GetBackupPlan": SELECTION,
    "backup:GetBackupSelection": None,
    "backup:GetBackupVaultAccessPolicy": None,
    "backup:GetBackupVaultNotifications": None,
    "backup:ListBackupPlans": SELECTION,
    "backup:ListBackupSelections": None,
    "backup:ListBackupVaults": POLICY,
    "backup:ListTags": POLICY,
    "backup:PutBackupVaultAccessPolicy": None,
    "backup:PutBackupVaultLockConfiguration": POLICY,
    "backup:PutBackupVaultNotifications": None,
    "backup:UpdateGlobalSettings": None,
    "backup:UpdateBackupPlan": SELECTION,
    "backup:UpdateRegionSettings": None,
    "cloudformation:ActivateOrganizationsAccess": None,
    "cloudformation:CreateChangeSet": what_is_not_there_is_imported,
    "cloudformation:DeleteStack": protected_stacks_are_deleted,
    "cloudformation:DescribeOrganizationsAccess": None,
    "cloudformation:ExecuteChangeSet": what_is_not_there_is_imported,
    "cloudformation:ListStackInstances": stack_sets_of_templates_are_unknown,
    "cloudformation:UpdateTerminationProtection": None,
    "organizations:AttachPolicy": policies_of_a_type_that_is_off_are_attached,
    "organizations:CreatePolicy": backup_policies_are_refused,
    "organizations:DescribeResourcePolicy": None,
    "organizations:ListTagsForResource": "organizations:DescribeResourcePolicy",
    "organizations:PutResourcePolicy": None,
    "organizations:RegisterDelegatedAdministrator": backup_cannot_be_delegated,
    "organizations:TagResource": "organizations:DescribeResourcePolicy",
    "organizations:UntagResource": "organizations:DescribeResourcePolicy",
}


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def in_moto(call):
    service, operation = call.split(":")
    return snake(operation) in vars(CLASSES[service])


def in_double(call):
    service, operation = call.split(":", 1)
    if service == "backup":
        return hasattr(backup_service.BackupService, operation)
    if service == "cloudformation":
        return cloudformation_service.handles(operation)
    return service == "organizations" and snake(operation) in vars(organizations_service.Response)


def no_longer_needed(call, probe):
    if probe is None or isinstance(probe, str):
        return in_moto(probe or call)
    with mock_aws():
        return not probe()


def main():
    made = set(json.load(sys.stdin))
    json.dump({
        "no_longer_needed": [c for c, probe in STAND_INS.items() if no_longer_needed(c, probe)],
        "unlisted": sorted(c for c in made if in_double(c) and c not in STAND_INS),
        "by_the_stand_in": sorted(made & set(STAND_INS))}, sys.stdout)


if __name__ == "__main__":
    main()
