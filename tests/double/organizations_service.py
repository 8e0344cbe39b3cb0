"""What moto's AWS Organizations lacks for backup set-ups.

Adds backup policies, the organization's resource policy, AWS Backup as a
service with a delegated administrator, calls from member accounts, and an
organization with chosen ids.
"""

import json

import botocore.session
from moto.organizations import models, responses
from moto.organizations.exceptions import OrganizationsClientError

# Every type that AWS's own API model has: more come each year, which providers of before do not know.
POLICY_TYPES = (botocore.session.get_session().get_service_model("organizations")
                .shape_for("PolicyType").enum)
BACKUP_POLICY_MAX_LENGTH = 10000
CHANGES = ("Create", "Update", "Delete", "Attach", "Detach", "Enable", "Disable",
           "Register", "Deregister", "Put", "Move", "Close", "Invite", "Remove")


_moto_policy_init = models.FakePolicy.__init__


def _policy_init(self, organization, **fields):
    kind = fields.get("Type", "")
    if kind not in POLICY_TYPES:
        raise OrganizationsClientError("InvalidInputException", "You specified an invalid value.")
    _check_content(kind, fields.get("Content", ""))
    _moto_policy_init(self, organization, **{**fields, "Type": "TAG_POLICY"})
    self.type = kind
    self._arn_format = "arn:{0}:organizations::{1}:policy/{2}/" + kind.lower() + "/{3}"


def _check_content(kind, content):
    try:
        json.loads(content)
    except ValueError:
        raise OrganizationsClientError(
            "MalformedPolicyDocumentException", "The provided policy document is not valid JSON.")
    if kind == "BACKUP_POLICY" and len(content) > BACKUP_POLICY_MAX_LENGTH:
        raise OrganizationsClientError(
            "ConstraintViolationException",
            f"The policy has {len(content)} characters; {BACKUP_POLICY_MAX_LENGTH} are allowed.")


class Response(responses.OrganizationsResponse):
    """Calls from a member account are answered by the organization's owner."""

    @property
    def organizations_backend(self):
        owner = models.organizations_backends.master_accounts.get(self.current_account)
        if owner is None:
            return models.organizations_backends[self.current_account][self.partition]
        backend = models.organizations_backends[owner[0]][owner[1]]
        action = self._get_action()
        if action.startswith(CHANGES) and not self._delegated(backend, action):
            raise OrganizationsClientError(
                "AccessDeniedException",
                f"{self.current_account} is a member account and the organization's "
                f"resource policy does not let it call {action}.")
        return backend

    def _delegated(self, backend, action):
        document = getattr(backend, "resource_policy", None)
        for statement in json.loads(document["Content"])["Statement"] if document else []:
            principals = json.dumps(statement.get("Principal", {}))
            actions = statement.get("Action", [])
            actions = [actions] if isinstance(actions, str) else actions
            if (statement["Effect"] == "Allow" and self.current_account in principals
                    and f"organizations:{action}" in actions):
                return True
        return False

    def attach_policy(self):
        backend = self.organizations_backend
        policy = backend.get_policy_by_id(self.request_params["PolicyId"])
        root = next(u for u in backend.ou if isinstance(u, models.FakeRoot))
        enabled = {entry["Type"] for entry in root.policy_types}
        if not policy.aws_managed and policy.type not in enabled:
            raise OrganizationsClientError(
                "PolicyTypeNotEnabledException", f"{policy.type} is not enabled in the root.")
        return super().attach_policy()

    def update_policy(self):
        policy = self.organizations_backend.get_policy_by_id(self.request_params["PolicyId"])
        if "Content" in self.request_params:
            _check_content(policy.type, self.request_params["Content"])
        return super().update_policy()

    def register_delegated_administrator(self):
        backend = self.organizations_backend
        service = self.request_params["ServicePrincipal"]
        if service not in {entry["ServicePrincipal"] for entry in backend.services}:
            raise OrganizationsClientError(
                "ConstraintViolationException",
                f"Trusted access for {service} is not enabled in the organization.")
        return super().register_delegated_administrator()

    def put_resource_policy(self):
        backend = self.organizations_backend
        content = self.request_params["Content"]
        json.loads(content)
        _set_resource_policy(backend, content, self.request_params.get("Tags", []))
        return json.dumps({"ResourcePolicy": backend.resource_policy})

    def describe_resource_policy(self):
        policy = getattr(self.organizations_backend, "resource_policy", None)
        if policy is None:
            raise OrganizationsClientError("ResourcePolicyNotFoundException", "No resource policy.")
        return json.dumps({"ResourcePolicy": policy})

    def delete_resource_policy(self):
        self.describe_resource_policy()
        self.organizations_backend.resource_policy = None
        return "{}"

    def tag_resource(self):
        if not self.request_params["ResourceId"].startswith("rp-"):
            return super().tag_resource()
        backend, given = self.organizations_backend, self.request_params["Tags"]
        keys = {tag["Key"] for tag in given}
        kept = [tag for tag in backend.resource_policy_tags if tag["Key"] not in keys]
        backend.resource_policy_tags = kept + given
        return "{}"

    def untag_resource(self):
        if not self.request_params["ResourceId"].startswith("rp-"):
            return super().untag_resource()
        backend, keys = self.organizations_backend, self.request_params["TagKeys"]
        backend.resource_policy_tags = [
            tag for tag in backend.resource_policy_tags if tag["Key"] not in keys]
        return "{}"

    def list_tags_for_resource(self):
        if self.request_params["ResourceId"].startswith("rp-"):
            return json.dumps(
                {"Tags": getattr(self.organizations_backend, "resource_policy_tags", [])})
        return super().list_tags_for_resource()


def install():
    models.FakePolicy.__init__ = _policy_init
    models.FakePolicy.SUPPORTED_POLICY_TYPES = POLICY_TYPES
    models.FakeRoot.SUPPORTED_POLICY_TYPES = POLICY_TYPES
    models.FakeDelegatedAdministrator.SUPPORTED_SERVICES += [
        "backup.amazonaws.com", "member.org.stacksets.cloudformation.amazonaws.com"]
    responses.OrganizationsResponse = Response
    from moto.organizations import urls
    urls.url_paths["{0}/$"] = Response.dispatch


def seed(description):
    """Create the organization that a JSON file describes, with its own ids."""
    management = description["management_account"]
    backend = models.organizations_backends[management]["aws"]
    backend.create_organization(region="us-east-1", FeatureSet="ALL")
    old_root = backend.org.root_id
    backend.org.id = description.get("organization_id", backend.org.id)
    root = next(u for u in backend.ou if u.id == old_root)
    root.id = backend.org.root_id = description.get("root_id", old_root)
    root.organization_id = backend.org.id
    for account in backend.accounts:
        account.organization_id, account.parent_id = backend.org.id, root.id
    for policy in backend.policies:
        policy.organization_id = backend.org.id
    for unit in description.get("units", []):
        made = models.FakeOrganizationalUnit(backend.org, Name=unit["name"],
                                             ParentId=unit.get("parent", root.id))
        made.id = unit["id"]
        backend.ou.append(made)
        _attach_defaults(backend, made.id)
    for account in description.get("accounts", []):
        models.utils.make_random_account_id, original = (
            lambda chosen=account["id"]: chosen), models.utils.make_random_account_id
        backend.create_account(AccountName=account["name"],
                               Email=account.get("email", f"{account['name']}@example.com"))
        models.utils.make_random_account_id = original
        backend.get_account_by_id(account["id"]).parent_id = account.get("unit", root.id)
    for kind in description.get("policy_types", []):
        backend.enable_policy_type(RootId=root.id, PolicyType=kind)
    for service in description.get("service_access", []):
        # Also services that moto does not know: an organization has more of them each year.
        models.FakeServiceAccess.TRUSTED_SERVICES.append(service)
        backend.enable_aws_service_access(ServicePrincipal=service)
    if "resource_policy" in description:
        _set_resource_policy(backend, json.dumps(description["resource_policy"]), [])


def _set_resource_policy(backend, content, tags):
    backend.resource_policy = {
        "ResourcePolicySummary": {
            "Id": "rp-doublepolicy",
            "Arn": f"arn:aws:organizations::{backend.account_id}:resourcepolicy/"
                   f"{backend.org.id}/rp-doublepolicy"},
        "Content": content}
    backend.resource_policy_tags = tags


def _attach_defaults(backend, target):
    for policy in (models.utils.DEFAULT_SCP_POLICY_ID, models.utils.DEFAULT_RCP_POLICY_ID):
        backend.attach_policy(PolicyId=policy, TargetId=target)
