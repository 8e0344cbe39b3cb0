"""AWS Backup for the AWS double.

moto implements vaults, plans, locks and report plans only, and loses vault
tags.  This module answers the whole set of AWS Backup calls that
infrastructure code makes.  Requests are routed and checked with botocore's
service model (required members, types, enumerations, patterns, lengths), so a
request that AWS's own API model forbids is refused here too.
"""

import json
import re
import time
import uuid
from urllib.parse import parse_qsl, unquote

import botocore.session

import identities
import notifications

MODEL = botocore.session.get_session().get_service_model("backup")

# What DescribeRegionSettings lists (facts/resource_types.toml); AWS returns
# every type, also those that were never set.
RESOURCE_TYPES = [
    "Aurora", "CloudFormation", "DSQL", "DocumentDB", "DynamoDB", "EBS", "EC2",
    "EFS", "EKS", "FSx", "Neptune", "RDS", "Redshift", "Redshift Serverless",
    "S3", "SAP HANA on Amazon EC2", "Storage Gateway", "Timestream",
    "VirtualMachine",
]
MANAGEABLE_TYPES = ["CloudFormation", "DSQL", "DynamoDB", "EFS"]
# Likewise DescribeGlobalSettings (hashicorp/terraform-provider-aws issue 43514).
GLOBAL_SETTINGS = ["isCrossAccountBackupEnabled", "isMpaEnabled", "isDelegatedAdministratorEnabled"]


# The settings of the organization are the same in every region: one table a management account.
_global_settings = {}


def global_settings(account):
    return _global_settings.setdefault(account, {name: "false" for name in GLOBAL_SETTINGS})


def set_global(account, name, value):
    global_settings(account)[name] = value


class ApiError(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


def not_found(what):
    return ApiError("ResourceNotFoundException", f"{what} does not exist", 400)


# --------------------------------------------------------------------------
# Routing and model checks
# --------------------------------------------------------------------------

def _routes():
    routes = []
    for name in MODEL.operation_names:
        http = MODEL.operation_model(name).http
        path = http["requestUri"].split("?")[0].rstrip("/")
        parts = [
            f"(?P<{p[1:-1]}>[^/]+)" if p.startswith("{") else re.escape(p)
            for p in path.split("/")
        ]
        literal = sum(not p.startswith("(?P<") for p in parts)
        routes.append((http["method"], re.compile("/".join(parts) + "/?"), literal, name))
    return sorted(routes, key=lambda r: -r[2])


ROUTES = _routes()


def route(method, raw_path):
    """The operation of a request and its path parameters."""
    for wanted, pattern, _, name in ROUTES:
        match = pattern.fullmatch(raw_path)
        if method == wanted and match:
            return name, {k: unquote(v) for k, v in match.groupdict().items()}
    raise ApiError("UnknownOperationException", f"{method} {raw_path}", 404)


def read_parameters(operation, path_values, query, body):
    shape = MODEL.operation_model(operation).input_shape
    sent = json.loads(body) if body else {}
    query = dict(parse_qsl(query, keep_blank_values=True))
    parameters = {}
    for name, member in (shape.members if shape else {}).items():
        where = member.serialization.get("location")
        wire = member.serialization.get("name", name)
        source = {"uri": path_values, "querystring": query}.get(where, sent)
        if where == "header" or source.get(wire) is None:
            continue
        value = source[wire]
        if where == "querystring" and member.type_name in ("integer", "long"):
            value = int(value)
        if where == "querystring" and member.type_name == "boolean":
            value = value == "true"
        parameters[name] = value
    problems = list(_check(parameters, shape, operation)) if shape else []
    if problems:
        raise ApiError("InvalidParameterValueException", "; ".join(problems))
    return parameters


def _check(value, shape, where):
    kind = shape.type_name
    limits = shape.metadata
    if kind == "structure":
        if not isinstance(value, dict):
            yield f"{where}: not an object"
            return
        for name in shape.required_members:
            if name not in value:
                yield f"{where}.{name}: required"
        for name, item in value.items():
            if name not in shape.members:
                yield f"{where}.{name}: unknown member"
            elif item is not None:
                yield from _check(item, shape.members[name], f"{where}.{name}")
    elif kind == "list":
        if not isinstance(value, list):
            yield f"{where}: not a list"
            return
        yield from _check_range(len(value), limits, where)
        for index, item in enumerate(value):
            yield from _check(item, shape.member, f"{where}[{index}]")
    elif kind == "map":
        # Keys are left to the operations: the model's pattern for resource types
        # has no blanks, but AWS takes "Storage Gateway".
        for key, item in value.items():
            yield from _check(item, shape.value, f"{where}.{key}")
    elif kind == "string":
        if not isinstance(value, str):
            yield f"{where}: not a string"
            return
        yield from _check_range(len(value), limits, where)
        if shape.enum and value not in shape.enum:
            yield f"{where}: {value!r} is none of {shape.enum}"
        if limits.get("pattern") and not re.search(limits["pattern"], value):
            yield f"{where}: {value!r} does not match {limits['pattern']}"
    elif kind in ("integer", "long"):
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{where}: not an integer"
        else:
            yield from _check_range(value, limits, where)
    elif kind == "boolean" and not isinstance(value, bool):
        yield f"{where}: not a boolean"


def _check_range(number, limits, where):
    if number < limits.get("min", number):
        yield f"{where}: {number} is below {limits['min']}"
    if number > limits.get("max", number):
        yield f"{where}: {number} is above {limits['max']}"


# --------------------------------------------------------------------------
# The service: one object an account and region
# --------------------------------------------------------------------------

class BackupService:
    def __init__(self, account, region, is_management):
        self.account, self.region, self.is_management = account, region, is_management
        self.vaults, self.plans, self.frameworks = {}, {}, {}
        self.report_plans, self.restore_plans, self.tags = {}, {}, {}
        self.global_settings = global_settings(account)
        self.opt_in = {name: True for name in RESOURCE_TYPES}
        self.management = {name: False for name in MANAGEABLE_TYPES}

    def call(self, operation, parameters):
        method = getattr(self, operation, None)
        if method is None:
            raise ApiError("NotImplementedInDouble", f"backup:{operation}", 501)
        return method(**parameters) or {}

    def _arn(self, kind, name):
        return f"arn:aws:backup:{self.region}:{self.account}:{kind}:{name}"

    def _tag(self, arn, tags):
        if tags:
            self.tags.setdefault(arn, {}).update(tags)

    @staticmethod
    def _get(table, key, what):
        if key not in table:
            raise not_found(f"{what} {key}")
        return table[key]

    @staticmethod
    def _new(table, key, what):
        if key in table:
            raise ApiError("AlreadyExistsException", f"{what} {key} already exists")

    # Vaults ---------------------------------------------------------------

    def CreateBackupVault(self, BackupVaultName, BackupVaultTags=None,
                          EncryptionKeyArn=None, CreatorRequestId=None):
        return self._create_vault(
            BackupVaultName, BackupVaultTags, VaultType="BACKUP_VAULT",
            CreatorRequestId=CreatorRequestId,
            EncryptionKeyArn=EncryptionKeyArn
            or f"arn:aws:kms:{self.region}:{self.account}:key/{uuid.uuid4()}")

    def CreateLogicallyAirGappedBackupVault(
            self, BackupVaultName, MinRetentionDays, MaxRetentionDays,
            BackupVaultTags=None, CreatorRequestId=None, EncryptionKeyArn=None):
        if MinRetentionDays < 7:
            raise ApiError("InvalidParameterValueException", "MinRetentionDays is below 7")
        if MinRetentionDays > MaxRetentionDays:
            raise ApiError("InvalidParameterValueException",
                           "MinRetentionDays is above MaxRetentionDays")
        return self._create_vault(
            BackupVaultName, BackupVaultTags,
            VaultType="LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
            MinRetentionDays=MinRetentionDays, MaxRetentionDays=MaxRetentionDays,
            Locked=True, CreatorRequestId=CreatorRequestId,
            EncryptionKeyArn=EncryptionKeyArn
            or f"arn:aws:kms:{self.region}:{self.account}:key/{uuid.uuid4()}")

    def _create_vault(self, name, tags, **fields):
        self._new(self.vaults, name, "Backup vault")
        vault = {
            "BackupVaultName": name, "BackupVaultArn": self._arn("backup-vault", name),
            "VaultState": "AVAILABLE", "CreationDate": time.time(),
            "NumberOfRecoveryPoints": 0, "Locked": False,
            **{k: v for k, v in fields.items() if v is not None},
        }
        self.vaults[name] = {"fields": vault, "policy": None, "notifications": None}
        self._tag(vault["BackupVaultArn"], tags)
        return {k: vault[k] for k in
                ("BackupVaultName", "BackupVaultArn", "CreationDate", "VaultState")}

    def _vault(self, name):
        return self._get(self.vaults, name, "Backup vault")

    def DescribeBackupVault(self, BackupVaultName, BackupVaultAccountId=None):
        return self._vault(BackupVaultName)["fields"]

    def ListBackupVaults(self, **_):
        return {"BackupVaultList": [v["fields"] for v in self.vaults.values()]}

    def DeleteBackupVault(self, BackupVaultName):
        vault = self._vault(BackupVaultName)
        self.tags.pop(vault["fields"]["BackupVaultArn"], None)
        del self.vaults[BackupVaultName]

    def ListRecoveryPointsByBackupVault(self, BackupVaultName, **_):
        self._vault(BackupVaultName)
        return {"RecoveryPoints": []}

    def PutBackupVaultAccessPolicy(self, BackupVaultName, Policy=None):
        try:
            statements = json.loads(Policy)["Statement"]
        except (TypeError, ValueError, KeyError):
            raise ApiError("InvalidParameterValueException", "Policy is not a policy document")
        for statement in statements if isinstance(statements, list) else [statements]:
            if "Principal" not in statement and "NotPrincipal" not in statement:
                raise ApiError("InvalidParameterValueException",
                               "Provided Policy document is invalid: a statement has no Principal")
        self._vault(BackupVaultName)["policy"] = Policy

    def GetBackupVaultAccessPolicy(self, BackupVaultName):
        vault = self._vault(BackupVaultName)
        if vault["policy"] is None:
            raise not_found(f"Access policy of {BackupVaultName}")
        return {"BackupVaultName": BackupVaultName, "Policy": vault["policy"],
                "BackupVaultArn": vault["fields"]["BackupVaultArn"]}

    def DeleteBackupVaultAccessPolicy(self, BackupVaultName):
        self._vault(BackupVaultName)["policy"] = None

    def PutBackupVaultNotifications(self, BackupVaultName, SNSTopicArn, BackupVaultEvents):
        vault = self._vault(BackupVaultName)
        refused = notifications.refused_topic(
            self.account, self.region, SNSTopicArn, vault["fields"]["BackupVaultArn"])
        if refused is not None:
            raise ApiError(*refused)
        vault["notifications"] = {
            "SNSTopicArn": SNSTopicArn, "BackupVaultEvents": BackupVaultEvents}

    def GetBackupVaultNotifications(self, BackupVaultName):
        vault = self._vault(BackupVaultName)
        if vault["notifications"] is None:
            raise not_found(f"Notifications of {BackupVaultName}")
        return {"BackupVaultName": BackupVaultName,
                "BackupVaultArn": vault["fields"]["BackupVaultArn"], **vault["notifications"]}

    def DeleteBackupVaultNotifications(self, BackupVaultName):
        self._vault(BackupVaultName)["notifications"] = None

    def PutBackupVaultLockConfiguration(self, BackupVaultName, MinRetentionDays=None,
                                        MaxRetentionDays=None, ChangeableForDays=None):
        if ChangeableForDays is not None and ChangeableForDays < 3:
            raise ApiError("InvalidParameterValueException", "ChangeableForDays is below 3")
        if None not in (MinRetentionDays, MaxRetentionDays) and MinRetentionDays > MaxRetentionDays:
            raise ApiError("InvalidParameterValueException",
                           "MinRetentionDays is above MaxRetentionDays")
        fields = self._vault(BackupVaultName)["fields"]
        fields["Locked"] = True
        for name, value in (("MinRetentionDays", MinRetentionDays),
                            ("MaxRetentionDays", MaxRetentionDays)):
            fields.pop(name, None)
            if value is not None:
                fields[name] = value
        if ChangeableForDays is not None:
            fields["LockDate"] = time.time() + ChangeableForDays * 86400

    def DeleteBackupVaultLockConfiguration(self, BackupVaultName):
        fields = self._vault(BackupVaultName)["fields"]
        if fields.get("LockDate", float("inf")) <= time.time():
            raise ApiError("InvalidRequestException", "The vault lock is immutable")
        fields["Locked"] = False
        for name in ("MinRetentionDays", "MaxRetentionDays", "LockDate"):
            fields.pop(name, None)

    # Plans and selections -------------------------------------------------

    def CreateBackupPlan(self, BackupPlan, BackupPlanTags=None, CreatorRequestId=None):
        if any(p["BackupPlan"]["BackupPlanName"] == BackupPlan["BackupPlanName"]
               for p in self.plans.values()):
            raise ApiError("AlreadyExistsException",
                           "Backup plan with the same plan document already exists.")
        plan_id = str(uuid.uuid4())
        plan = self._plan_version(plan_id, BackupPlan)
        plan.update(selections={}, BackupPlanArn=self._arn("backup-plan", plan_id),
                    CreationDate=time.time())
        self.plans[plan_id] = plan
        self._tag(plan["BackupPlanArn"], BackupPlanTags)
        return self._plan_summary(plan)

    @staticmethod
    def _plan_version(plan_id, document):
        rules = []
        for rule in document["Rules"]:
            for lifecycle in [rule.get("Lifecycle")] + [
                    c.get("Lifecycle") for c in rule.get("CopyActions", [])]:
                cold = (lifecycle or {}).get("MoveToColdStorageAfterDays")
                delete = (lifecycle or {}).get("DeleteAfterDays")
                if cold is not None and delete is not None and delete < cold + 90:
                    raise ApiError(
                        "InvalidParameterValueException",
                        f"DeleteAfterDays {delete} is less than 90 days after "
                        f"MoveToColdStorageAfterDays {cold}")
            rules.append({
                "ScheduleExpression": "cron(0 5 ? * * *)",
                "ScheduleExpressionTimezone": "Etc/UTC",
                "StartWindowMinutes": 480, "CompletionWindowMinutes": 10080,
                "EnableContinuousBackup": False, **rule, "RuleId": str(uuid.uuid4())})
        return {"BackupPlanId": plan_id, "VersionId": uuid.uuid4().hex,
                "BackupPlan": {**document, "Rules": rules}}

    @staticmethod
    def _plan_summary(plan):
        return {k: plan[k] for k in
                ("BackupPlanId", "BackupPlanArn", "VersionId", "CreationDate")}

    def _plan(self, plan_id):
        return self._get(self.plans, plan_id, "Backup plan")

    def GetBackupPlan(self, BackupPlanId, **_):
        plan = self._plan(BackupPlanId)
        advanced = plan["BackupPlan"].get("AdvancedBackupSettings")
        return {**self._plan_summary(plan), "BackupPlan": plan["BackupPlan"],
                "AdvancedBackupSettings": advanced}

    def ListBackupPlans(self, **_):
        return {"BackupPlansList": [
            {**self._plan_summary(p), "BackupPlanName": p["BackupPlan"]["BackupPlanName"]}
            for p in self.plans.values()]}

    def UpdateBackupPlan(self, BackupPlanId, BackupPlan):
        plan = self._plan(BackupPlanId)
        plan.update(self._plan_version(BackupPlanId, BackupPlan))
        return self._plan_summary(plan)

    def DeleteBackupPlan(self, BackupPlanId):
        plan = self._plan(BackupPlanId)
        if plan["selections"]:
            raise ApiError("InvalidRequestException",
                           "Related backup plan selections must be deleted prior to "
                           "backup plan deletion")
        del self.plans[BackupPlanId]
        return self._plan_summary(plan)

    def CreateBackupSelection(self, BackupPlanId, BackupSelection, CreatorRequestId=None):
        plan = self._plan(BackupPlanId)
        chosen = BackupSelection.get("Resources") or BackupSelection.get("ListOfTags")
        if not chosen and not BackupSelection.get("Conditions"):
            raise ApiError("InvalidParameterValueException",
                           "The selection names neither resources, tags nor conditions")
        for arn in BackupSelection.get("Resources") or []:
            # AWS documents a `*` only at the end of a pattern:
            # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
            if "*" in arn[:-1]:
                raise ApiError("InvalidParameterValueException",
                               f"{arn}: the asterisk must be at the end of the ARN")
        role = BackupSelection["IamRoleArn"]
        # hashicorp/terraform-provider-aws issue 9297
        if not identities.may_be_assumed(role, identities.BACKUP):
            raise ApiError("InvalidParameterValueException",
                           f"IAM Role {role} cannot be assumed by AWS Backup")
        if any(s["BackupSelection"]["SelectionName"] == BackupSelection["SelectionName"]
               for s in plan["selections"].values()):
            raise ApiError("AlreadyExistsException", "Backup selection already exists")
        selection_id = str(uuid.uuid4())
        plan["selections"][selection_id] = {
            "SelectionId": selection_id, "BackupPlanId": BackupPlanId,
            "CreationDate": time.time(), "BackupSelection": BackupSelection}
        return {"SelectionId": selection_id, "BackupPlanId": BackupPlanId,
                "CreationDate": time.time()}

    def GetBackupSelection(self, BackupPlanId, SelectionId):
        return self._get(self._plan(BackupPlanId)["selections"], SelectionId, "Backup selection")

    def ListBackupSelections(self, BackupPlanId, **_):
        return {"BackupSelectionsList": [
            {"SelectionId": s["SelectionId"], "BackupPlanId": BackupPlanId,
             "SelectionName": s["BackupSelection"]["SelectionName"],
             "IamRoleArn": s["BackupSelection"]["IamRoleArn"]}
            for s in self._plan(BackupPlanId)["selections"].values()]}

    def DeleteBackupSelection(self, BackupPlanId, SelectionId):
        self.GetBackupSelection(BackupPlanId, SelectionId)
        del self.plans[BackupPlanId]["selections"][SelectionId]

    # Settings -------------------------------------------------------------

    def DescribeGlobalSettings(self):
        return {"GlobalSettings": self.global_settings, "LastUpdateTime": time.time()}

    def UpdateGlobalSettings(self, GlobalSettings=None):
        if not self.is_management:
            raise ApiError("InvalidRequestException",
                           "Only the organization's management account may change global settings")
        unknown = set(GlobalSettings or {}) - set(self.global_settings)
        if unknown:
            raise ApiError("InvalidParameterValueException",
                           f"Unknown global settings: {sorted(unknown)}")
        self.global_settings.update(GlobalSettings or {})

    def DescribeRegionSettings(self):
        return {"ResourceTypeOptInPreference": self.opt_in,
                "ResourceTypeManagementPreference": self.management}

    def UpdateRegionSettings(self, ResourceTypeOptInPreference=None,
                             ResourceTypeManagementPreference=None):
        for known, wanted in ((self.opt_in, ResourceTypeOptInPreference),
                              (self.management, ResourceTypeManagementPreference)):
            unknown = set(wanted or {}) - set(known)
            if unknown:
                raise ApiError("InvalidParameterValueException",
                               f"Unknown resource types: {sorted(unknown)}")
            known.update(wanted or {})

    # Frameworks and report plans -----------------------------------------

    def CreateFramework(self, FrameworkName, FrameworkControls, FrameworkDescription=None,
                        FrameworkTags=None, IdempotencyToken=None):
        self._new(self.frameworks, FrameworkName, "Framework")
        arn = self._arn("framework", f"{FrameworkName}-{uuid.uuid4()}")
        self.frameworks[FrameworkName] = {
            "FrameworkName": FrameworkName, "FrameworkArn": arn,
            "FrameworkDescription": FrameworkDescription,
            "FrameworkControls": FrameworkControls, "CreationTime": time.time(),
            "DeploymentStatus": "COMPLETED", "FrameworkStatus": "ACTIVE"}
        self._tag(arn, FrameworkTags)
        return {"FrameworkName": FrameworkName, "FrameworkArn": arn}

    def DescribeFramework(self, FrameworkName):
        return self._get(self.frameworks, FrameworkName, "Framework")

    def UpdateFramework(self, FrameworkName, FrameworkDescription=None,
                        FrameworkControls=None, IdempotencyToken=None):
        framework = self.DescribeFramework(FrameworkName)
        if FrameworkDescription is not None:
            framework["FrameworkDescription"] = FrameworkDescription
        if FrameworkControls is not None:
            framework["FrameworkControls"] = FrameworkControls
        return {k: framework[k] for k in ("FrameworkName", "FrameworkArn", "CreationTime")}

    def DeleteFramework(self, FrameworkName):
        self.DescribeFramework(FrameworkName)
        del self.frameworks[FrameworkName]

    def CreateReportPlan(self, ReportPlanName, ReportDeliveryChannel, ReportSetting,
                         ReportPlanDescription=None, ReportPlanTags=None,
                         IdempotencyToken=None):
        self._new(self.report_plans, ReportPlanName, "Report plan")
        arn = self._arn("report-plan", f"{ReportPlanName}-{uuid.uuid4()}")
        self.report_plans[ReportPlanName] = {
            "ReportPlanName": ReportPlanName, "ReportPlanArn": arn,
            "ReportPlanDescription": ReportPlanDescription, "CreationTime": time.time(),
            "ReportDeliveryChannel": ReportDeliveryChannel, "ReportSetting": ReportSetting,
            "DeploymentStatus": "COMPLETED"}
        self._tag(arn, ReportPlanTags)
        return {"ReportPlanName": ReportPlanName, "ReportPlanArn": arn}

    def DescribeReportPlan(self, ReportPlanName):
        return {"ReportPlan": self._get(self.report_plans, ReportPlanName, "Report plan")}

    def UpdateReportPlan(self, ReportPlanName, IdempotencyToken=None, **fields):
        plan = self._get(self.report_plans, ReportPlanName, "Report plan")
        plan.update(fields)
        return {k: plan[k] for k in ("ReportPlanName", "ReportPlanArn", "CreationTime")}

    def DeleteReportPlan(self, ReportPlanName):
        self._get(self.report_plans, ReportPlanName, "Report plan")
        del self.report_plans[ReportPlanName]

    # Restore testing ------------------------------------------------------

    def CreateRestoreTestingPlan(self, RestoreTestingPlan, CreatorRequestId=None, Tags=None):
        name = RestoreTestingPlan["RestoreTestingPlanName"]
        self._new(self.restore_plans, name, "Restore testing plan")
        arn = self._arn("restore-testing-plan", f"{name}-{uuid.uuid4()}")
        fields = {
            "ScheduleExpressionTimezone": "Etc/UTC", "StartWindowHours": 24,
            **RestoreTestingPlan, "RestoreTestingPlanArn": arn,
            "CreationTime": time.time(), "LastUpdateTime": time.time()}
        fields["RecoveryPointSelection"] = {
            "ExcludeVaults": [], "SelectionWindowDays": 30,
            **fields["RecoveryPointSelection"]}
        self.restore_plans[name] = {"fields": fields, "selections": {}}
        self._tag(arn, Tags)
        return {"RestoreTestingPlanName": name, "RestoreTestingPlanArn": arn,
                "CreationTime": time.time()}

    def _restore_plan(self, name):
        return self._get(self.restore_plans, name, "Restore testing plan")

    def GetRestoreTestingPlan(self, RestoreTestingPlanName):
        return {"RestoreTestingPlan": self._restore_plan(RestoreTestingPlanName)["fields"]}

    def UpdateRestoreTestingPlan(self, RestoreTestingPlanName, RestoreTestingPlan):
        fields = self._restore_plan(RestoreTestingPlanName)["fields"]
        fields.update(RestoreTestingPlan)
        return {k: fields[k] for k in ("RestoreTestingPlanName", "RestoreTestingPlanArn",
                                       "CreationTime", "LastUpdateTime")}

    def DeleteRestoreTestingPlan(self, RestoreTestingPlanName):
        plan = self._restore_plan(RestoreTestingPlanName)
        if plan["selections"]:
            raise ApiError("InvalidRequestException", "The plan still has selections")
        del self.restore_plans[RestoreTestingPlanName]

    def CreateRestoreTestingSelection(self, RestoreTestingPlanName, RestoreTestingSelection,
                                      CreatorRequestId=None):
        plan = self._restore_plan(RestoreTestingPlanName)
        name = RestoreTestingSelection["RestoreTestingSelectionName"]
        self._new(plan["selections"], name, "Restore testing selection")
        plan["selections"][name] = {
            "RestoreMetadataOverrides": {}, "ValidationWindowHours": 0,
            "ProtectedResourceConditions": {"StringEquals": [], "StringNotEquals": []},
            **RestoreTestingSelection, "RestoreTestingPlanName": RestoreTestingPlanName,
            "CreationTime": time.time()}
        return {"RestoreTestingPlanName": RestoreTestingPlanName,
                "RestoreTestingSelectionName": name, "CreationTime": time.time(),
                "RestoreTestingPlanArn": plan["fields"]["RestoreTestingPlanArn"]}

    def _restore_selection(self, plan, name):
        return self._get(self._restore_plan(plan)["selections"], name,
                         "Restore testing selection")

    def GetRestoreTestingSelection(self, RestoreTestingPlanName, RestoreTestingSelectionName):
        return {"RestoreTestingSelection": self._restore_selection(
            RestoreTestingPlanName, RestoreTestingSelectionName)}

    def UpdateRestoreTestingSelection(self, RestoreTestingPlanName,
                                      RestoreTestingSelectionName, RestoreTestingSelection):
        selection = self._restore_selection(RestoreTestingPlanName, RestoreTestingSelectionName)
        selection.update(RestoreTestingSelection)
        return {"RestoreTestingPlanName": RestoreTestingPlanName,
                "RestoreTestingSelectionName": RestoreTestingSelectionName,
                "RestoreTestingPlanArn":
                    self._restore_plan(RestoreTestingPlanName)["fields"]["RestoreTestingPlanArn"],
                "CreationTime": selection["CreationTime"], "UpdateTime": time.time()}

    def DeleteRestoreTestingSelection(self, RestoreTestingPlanName, RestoreTestingSelectionName):
        self._restore_selection(RestoreTestingPlanName, RestoreTestingSelectionName)
        del self.restore_plans[RestoreTestingPlanName]["selections"][RestoreTestingSelectionName]

    # Tags -----------------------------------------------------------------

    def ListTags(self, ResourceArn, **_):
        return {"Tags": self.tags.get(ResourceArn, {})}

    def TagResource(self, ResourceArn, Tags):
        self._tag(ResourceArn, Tags)

    def UntagResource(self, ResourceArn, TagKeyList):
        for key in TagKeyList:
            self.tags.get(ResourceArn, {}).pop(key, None)
