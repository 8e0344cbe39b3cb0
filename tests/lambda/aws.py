"""AWS in memory for the tests of templates/switches.py.

Organizations is moto's. AWS Backup's settings and CloudFormation's view of the
stack, which moto lacks, are answered here, behind the real botocore clients:
their check of parameters applies. Every call is kept, and any can be refused.
"""

import contextlib
import functools
import http.server
import json
import os
import signal
import threading
import types
import unittest
import unittest.mock
from pathlib import Path

import boto3
from moto import mock_aws
from moto.organizations import models

TEMPLATES = Path(__file__).parents[2] / "templates"
BACKUP = "backup.amazonaws.com"
STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"
HOME = "eu-central-1"
STACK = f"arn:aws:cloudformation:{HOME}:123456789012:stack/management/1"
# What botocore would otherwise look for outside this process.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": HOME, "AWS_REGION": HOME,
    "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
}


class Answer:
    """What botocore wants of an HTTP response that was not made."""

    def __init__(self, status):
        self.status_code = status


class Aws:
    """The organization of account 123456789012, and its settings of AWS Backup."""

    def __init__(self):
        self.calls, self.refusals = [], []
        self.pending = 0
        self.global_settings = {
            "isCrossAccountBackupEnabled": "false", "isMpaEnabled": "false",
            "isDelegatedAdministratorEnabled": "false"}
        self.regions = {}
        self.stack_resource = None
        self.organizations_access = "DISABLED"
        self.linked_roles = set()
        self.resource_policy = None

    def region(self, name):
        return self.regions.setdefault(name, {
            "ResourceTypeOptInPreference": {"DynamoDB": True, "EBS": False, "S3": False},
            "ResourceTypeManagementPreference": {"DynamoDB": False}})

    def refuse(self, operation, code, message="Rate exceeded", times=1, meanwhile=None):
        """Refuses calls to come; `meanwhile` is what somebody else does at that moment."""
        self.refusals += [(operation, code, message, meanwhile)] * times

    def before_call(self, model, params, context, **_):
        service = model.service_model.service_name
        forms = ("cloudformation", "iam")
        sent = params["body"] if service in forms else json.loads(params["body"] or "{}")
        self.calls.append((model.name, sent))
        for refusal in self.refusals:
            if refusal[0] == model.name:
                self.refusals.remove(refusal)
                _, code, message, meanwhile = refusal
                if meanwhile:
                    meanwhile()
                return Answer(400), {"Error": {"Code": code, "Message": message},
                                     "ResponseMetadata": {"HTTPStatusCode": 400}}
        if service == "organizations":
            return self.condition(model.name, sent)
        if service == "iam":
            return self.linked_role(sent["AWSServiceName"])
        region = self.region(context["client_region"])
        if model.name == "UpdateGlobalSettings":
            self.global_settings = dict(sent["GlobalSettings"])
        if model.name == "UpdateRegionSettings":
            for field, values in sent.items():
                region[field].update(values)
        if model.name in ("ActivateOrganizationsAccess", "DeactivateOrganizationsAccess"):
            self.trust_stack_sets(model.name.startswith("Activate"))
        answers = {
            "DescribeOrganizationsAccess": {"Status": self.organizations_access},
            "DescribeGlobalSettings": {"GlobalSettings": dict(self.global_settings)},
            "DescribeRegionSettings": {field: dict(values) for field, values in region.items()},
            "DescribeStackResource": {"StackResourceDetail": self.stack_resource}}
        return Answer(200), {"ResponseMetadata": {}, **answers.get(model.name, {})}

    def linked_role(self, of):
        """What IAM answers; a role is made once."""
        if of in self.linked_roles:
            return Answer(400), {"Error": {"Code": "InvalidInput", "Message": (
                "Service role name AWSServiceRoleForBackup has been taken in this account, "
                "please try a different suffix.")}}
        self.linked_roles.add(of)
        return Answer(200), {"ResponseMetadata": {}, "Role": {"RoleName": "AWSServiceRoleForBackup"}}

    def trust_stack_sets(self, on):
        """What CloudFormation does in the caller's name: the trust, and the service access."""
        self.organizations_access = "ENABLED" if on else "DISABLED"
        services = models.organizations_backends["123456789012"]["aws"].services
        if on:
            services.append({"ServicePrincipal": STACK_SETS})
        else:
            services[:] = [one for one in services if one["ServicePrincipal"] != STACK_SETS]

    def condition(self, operation, sent):
        """What moto does not insist on, trusted access before delegation, and what it lacks."""
        if operation == "DescribeResourcePolicy":
            if self.resource_policy is None:
                return Answer(400), {"Error": {
                    "Code": "ResourcePolicyNotFoundException", "Message": "no resource policy"}}
            return Answer(200), {"ResponseMetadata": {}, "ResourcePolicy": {
                "Content": json.dumps({"Version": "2012-10-17", "Statement": self.resource_policy})}}
        delegates = operation == "RegisterDelegatedAdministrator"
        if delegates and sent["ServicePrincipal"] not in self.service_access():
            return Answer(400), {"Error": {
                "Code": "ConstraintViolationException", "Message": "no trusted access"}}
        return None

    def after_list_roots(self, parsed, **_):
        if self.pending:
            self.pending -= 1
            for policy_type in parsed["Roots"][0]["PolicyTypes"]:
                policy_type["Status"] = "PENDING_ENABLE"

    def changes(self):
        """The names of the calls that changed something, in order."""
        return [name for name, _ in self.calls if not name.startswith(("List", "Describe"))]

    def service_access(self):
        backend = models.organizations_backends["123456789012"]["aws"]
        return {entry["ServicePrincipal"] for entry in backend.services}

    def policy_types(self):
        root = boto3.client("organizations").list_roots()["Roots"][0]
        return {entry["Type"] for entry in root["PolicyTypes"]}

    def administrators(self, of=BACKUP):
        found = boto3.client("organizations").list_delegated_administrators(ServicePrincipal=of)
        return {entry["Id"] for entry in found["DelegatedAdministrators"]}


@functools.cache
def client(service, region_name=None):
    """A client whose calls go to the AWS of the test that runs. Making it takes longer than all that a test
    asks of it, so each is made once."""
    return session().client(service, region_name=region_name)


@functools.cache
def session():
    made = boto3.Session()
    made.events.register_last("before-call", lambda **call: SwitchesTest.aws.before_call(**call))
    made.events.register("after-call.organizations.ListRoots",
                         lambda **call: SwitchesTest.aws.after_list_roots(**call))
    return made


class Answers(http.server.BaseHTTPRequestHandler):
    """Takes what the function puts; refuses as often as the server says."""

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.refuse:
            self.server.refuse -= 1
            self.send_error(503)
            return
        self.server.received.append((body, self.headers["Content-Type"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Nothing on the test's output."""


class Context:
    def __init__(self, seconds):
        self.seconds = seconds

    def get_remaining_time_in_millis(self):
        return self.seconds * 1000


class Clock:
    """Time in which only pauses take long: an alarm goes off in the pause that reaches it, however busy
    the machine is."""

    SIGALRM, signal = signal.SIGALRM, staticmethod(signal.signal)

    def __init__(self):
        self.now, self.rings = 0, float("inf")

    def alarm(self, seconds):
        self.rings = self.now + seconds if seconds else float("inf")

    def sleep(self, seconds):
        self.now = min(self.now + seconds, self.rings)
        if self.now == self.rings:
            signal.raise_signal(signal.SIGALRM)


class SwitchesTest(unittest.TestCase):
    """A fresh organization with two accounts, and the function loaded as index.py."""

    aws = None
    SOURCES = [TEMPLATES / "switches.py"]

    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        stack.enter_context(unittest.mock.patch.dict(os.environ, ENVIRONMENT))
        stack.enter_context(mock_aws())
        stack.enter_context(unittest.mock.patch.object(
            models.FakeRoot, "SUPPORTED_POLICY_TYPES", ["BACKUP_POLICY", "TAG_POLICY"]))
        stack.enter_context(unittest.mock.patch.object(
            models.FakeDelegatedAdministrator, "SUPPORTED_SERVICES",
            [BACKUP, STACK_SETS]))
        stack.enter_context(unittest.mock.patch.object(boto3, "client", client))
        SwitchesTest.aws = Aws()
        organizations = client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        self.accounts = [
            organizations.create_account(AccountName=name, Email=f"{name}@example.com")
            ["CreateAccountStatus"]["AccountId"] for name in ("central", "security")]
        self.aws.calls.clear()

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.received, self.server.refuse = [], 0
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        stack.callback(self.server.server_close)
        stack.callback(self.server.shutdown)

        self.index = types.ModuleType("index")
        text = "\n\n".join(source.read_text() for source in self.SOURCES)
        exec(compile(text, "index.py", "exec"), self.index.__dict__)
        self.pauses = []
        self.index.time = types.SimpleNamespace(sleep=self.pauses.append)

    def keep_time(self):
        """A clock that pauses move on."""
        self.index.time = self.index.signal = clock = Clock()
        return clock

    def event(self, request, properties, **more):
        return {
            "RequestType": request, "StackId": STACK, "RequestId": "request-1",
            "LogicalResourceId": "Switches", "ResourceType": "Custom::Switches",
            "ResponseURL": f"http://127.0.0.1:{self.server.server_port}/answer?signature=a%2Fb",
            "ResourceProperties": {"ServiceToken": "arn:aws:lambda:x", **properties}, **more}

    def run_event(self, event, seconds=300):
        """Runs the handler and returns the one answer it put."""
        self.server.received.clear()
        self.index.handler(event, Context(seconds))
        self.assertEqual(len(self.server.received), 1)
        body, _ = self.server.received[0]
        self.assertLess(len(body), 4096)
        answer = json.loads(body)
        self.assertEqual(
            (answer["StackId"], answer["RequestId"], answer["LogicalResourceId"]),
            (STACK, "request-1", "Switches"))
        return answer

    def create(self, seconds=300, **properties):
        return self.run_event(self.event("Create", properties), seconds)

    def update(self, old, new, physical_id, seconds=300):
        return self.run_event(self.event(
            "Update", new, OldResourceProperties=old, PhysicalResourceId=physical_id), seconds)

    def delete(self, properties, physical_id, current=None, status="DELETE_IN_PROGRESS"):
        self.aws.stack_resource = {
            "PhysicalResourceId": current or physical_id, "ResourceStatus": status}
        return self.run_event(self.event("Delete", properties, PhysicalResourceId=physical_id))

    def assert_success(self, answer):
        self.assertEqual(answer["Status"], "SUCCESS", answer.get("Reason"))
