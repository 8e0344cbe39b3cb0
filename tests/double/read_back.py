#!/usr/bin/env python3
"""What accounts hold, read through the AWS API.

    echo '{"management": "1...", "places": [["1...", "eu-west-1"]]}' | python3 read_back.py URL

Prints {"organization": ..., "accounts": {account: roles}, "managed_policies": {arn: document},
"places": {"account/region": ...}}.
"""

import json
import sys

import boto3
from botocore.exceptions import ClientError

import calls


class Reader:
    def __init__(self, url, account, region):
        self.url, self.account, self.region = url, account, region

    def client(self, service):
        return boto3.client(service, region_name=self.region, endpoint_url=self.url,
                            aws_access_key_id=self.account, aws_secret_access_key="double",
                            config=calls.PATIENT)

    def organization(self):
        client = self.client("organizations")
        root = client.list_roots()["Roots"][0]
        policies = {}
        for policy in client.list_policies(Filter="BACKUP_POLICY")["Policies"]:
            targets = client.list_targets_for_policy(PolicyId=policy["Id"])["Targets"]
            content = client.describe_policy(PolicyId=policy["Id"])["Policy"]["Content"]
            policies[policy["Name"]] = {"content": json.loads(content), "length": len(content),
                                        "targets": sorted(t["TargetId"] for t in targets)}
        try:
            document = json.loads(client.describe_resource_policy()["ResourcePolicy"]["Content"])
        except client.exceptions.ResourcePolicyNotFoundException:
            document = None
        return {
            "policy_types": sorted(t["Type"] for t in root["PolicyTypes"]),
            "service_access": sorted(
                p["ServicePrincipal"] for p in
                client.list_aws_service_access_for_organization()["EnabledServicePrincipals"]),
            "delegated_administrators": sorted(
                a["Id"] for a in client.list_delegated_administrators(
                    ServicePrincipal="backup.amazonaws.com")["DelegatedAdministrators"]),
            "resource_policy": document,
            "backup_policies": policies,
            "global_settings": self.client("backup").describe_global_settings()["GlobalSettings"],
        }

    def roles(self):
        client, roles = self.client("iam"), {}
        for page in client.get_paginator("list_roles").paginate():
            for role in page["Roles"]:
                name = role["RoleName"]
                inline = client.list_role_policies(RoleName=name)["PolicyNames"]
                attached = client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
                roles[name] = {
                    "trust": role["AssumeRolePolicyDocument"],
                    "attached": sorted(p["PolicyArn"] for p in attached),
                    "inline": {p: client.get_role_policy(RoleName=name, PolicyName=p)["PolicyDocument"]
                               for p in inline}}
        return roles

    def managed_policies(self, names):
        client, policies = self.client("iam"), {}
        for arn in names:
            version = client.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
            found = client.get_policy_version(PolicyArn=arn, VersionId=version)
            policies[arn] = found["PolicyVersion"]["Document"]
        return policies

    def place(self):
        return {"vaults": self.vaults(), "plans": self.plans(), "settings": self.settings(),
                "keys": self.keys(), "buses": self.buses(), "topics": self.topics(),
                "queues": self.queues(), "pipes": self.pipes(), "log_groups": self.log_groups(),
                "log_policies": self.log_policies(), "alarms": self.alarms()}

    def vaults(self):
        client, vaults = self.client("backup"), {}
        for vault in client.list_backup_vaults()["BackupVaultList"]:
            name = vault["BackupVaultName"]
            try:
                policy = json.loads(client.get_backup_vault_access_policy(BackupVaultName=name)["Policy"])
            except ClientError:
                policy = None
            vaults[name] = {
                "arn": vault["BackupVaultArn"], "key": vault["EncryptionKeyArn"], "policy": policy,
                "notifications": self.notifications(client, name),
                "tags": client.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"],
                "lock": {"locked": vault["Locked"], "min": vault.get("MinRetentionDays"),
                         "max": vault.get("MaxRetentionDays"), "final": "LockDate" in vault}}
        return vaults

    def notifications(self, client, vault):
        try:
            found = client.get_backup_vault_notifications(BackupVaultName=vault)
        except ClientError:
            return None
        return {"topic": found["SNSTopicArn"], "events": sorted(found["BackupVaultEvents"])}

    def plans(self):
        client, plans = self.client("backup"), {}
        for plan in client.list_backup_plans()["BackupPlansList"]:
            found = client.get_backup_plan(BackupPlanId=plan["BackupPlanId"])
            rules = {rule.pop("RuleName"): rule for rule in found["BackupPlan"]["Rules"]}
            selections = {}
            for one in client.list_backup_selections(
                    BackupPlanId=plan["BackupPlanId"])["BackupSelectionsList"]:
                selections[one["SelectionName"]] = client.get_backup_selection(
                    BackupPlanId=plan["BackupPlanId"],
                    SelectionId=one["SelectionId"])["BackupSelection"]
            plans[plan["BackupPlanName"]] = {"rules": rules, "selections": selections}
        return plans

    def settings(self):
        found = self.client("backup").describe_region_settings()
        return {"opt_in": found["ResourceTypeOptInPreference"],
                "management": found["ResourceTypeManagementPreference"]}

    def keys(self):
        client, keys = self.client("kms"), {}
        for alias in client.list_aliases()["Aliases"]:
            if "TargetKeyId" in alias and not alias["AliasName"].startswith("alias/aws/"):
                key = alias["TargetKeyId"]
                keys[alias["AliasName"]] = {
                    "arn": client.describe_key(KeyId=key)["KeyMetadata"]["Arn"],
                    "rotation": client.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"],
                    "policy": json.loads(client.get_key_policy(KeyId=key, PolicyName="default")["Policy"])}
        return keys

    def buses(self):
        client, buses = self.client("events"), {}
        for bus in client.list_event_buses()["EventBuses"]:
            rules = {}
            for rule in client.list_rules(EventBusName=bus["Name"])["Rules"]:
                targets = client.list_targets_by_rule(
                    Rule=rule["Name"], EventBusName=bus["Name"])["Targets"]
                rules[rule["Name"]] = {"arn": rule["Arn"], "state": rule["State"],
                                       "pattern": json.loads(rule["EventPattern"]),
                                       "targets": {t.pop("Id"): t for t in targets}}
            policy = bus.get("Policy")
            buses[bus["Name"]] = {"rules": rules, "policy": json.loads(policy) if policy else None}
        return buses

    def topics(self):
        client, topics = self.client("sns"), {}
        for topic in client.list_topics()["Topics"]:
            attributes = client.get_topic_attributes(TopicArn=topic["TopicArn"])["Attributes"]
            found = client.list_subscriptions_by_topic(TopicArn=topic["TopicArn"])["Subscriptions"]
            topics[topic["TopicArn"]] = {
                "key": attributes.get("KmsMasterKeyId"), "policy": json.loads(attributes["Policy"]),
                "subscriptions": sorted(f"{s['Protocol']}:{s['Endpoint']}" for s in found)}
        return topics

    def queues(self):
        client, queues = self.client("sqs"), {}
        for url in client.list_queues().get("QueueUrls", []):
            found = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            queues[found["QueueArn"]] = {
                "policy": json.loads(found["Policy"]) if found.get("Policy") else None,
                "managed_encryption": found.get("SqsManagedSseEnabled"),
                "key": found.get("KmsMasterKeyId"), "retention": found["MessageRetentionPeriod"],
                "redrive": json.loads(found.get("RedrivePolicy", "null"))}
        return queues

    def alarms(self):
        found = self.client("cloudwatch").describe_alarms()["MetricAlarms"]
        return {alarm.pop("AlarmName"): alarm for alarm in found}

    def pipes(self):
        client = self.client("pipes")
        found = [client.describe_pipe(Name=pipe["Name"]) for pipe in client.list_pipes()["Pipes"]]
        return {pipe["Name"]: {key: pipe.get(key) for key in (
            "Source", "SourceParameters", "Target", "TargetParameters", "RoleArn")} for pipe in found}

    def log_groups(self):
        groups = self.client("logs").describe_log_groups()["logGroups"]
        return {group["logGroupName"]: group.get("retentionInDays") for group in groups}

    def log_policies(self):
        found = self.client("logs").describe_resource_policies()["resourcePolicies"]
        return {policy["policyName"]: json.loads(policy["policyDocument"]) for policy in found}


# What AWS Backup's own role has in every account.
SERVICE_LINKED = "arn:aws:iam::aws:policy/aws-service-role/AWSBackupServiceLinkedRolePolicyForBackup"


def main():
    url, wanted = sys.argv[1], json.load(sys.stdin)
    accounts = {account: region for account, region in wanted["places"]}
    organization = Reader(url, wanted["management"], "us-east-1")
    roles = {account: Reader(url, account, region).roles() for account, region in accounts.items()}
    attached = {policy for account in roles.values() for role in account.values()
                for policy in role["attached"]}
    json.dump({
        "organization": organization.organization(),
        "accounts": roles,
        "managed_policies": organization.managed_policies(sorted(attached | {SERVICE_LINKED})),
        "places": {f"{account}/{region}": Reader(url, account, region).place()
                   for account, region in wanted["places"]}}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
