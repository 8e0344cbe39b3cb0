"""The calls of CloudFormation that moto lacks: the trusted access of stack sets, the stacks of those
that templates make, the termination protection of stacks, which moto's DeleteStack is held to, and imports."""

import html

from moto.organizations.models import organizations_backends

import imports

NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/"
STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"

# The stack sets by account, region and name: their stacks' names, by account and region.
stack_sets = {}
_protected = set()  # account, region, name
_trusted = set()  # management accounts


class Refused(Exception):
    """What CloudFormation answers instead; the first argument is the code."""


def is_trusted(account):
    """Whether stack sets may work with the permissions of this account's organization."""
    return account in _trusted


class Service:
    """One account and region. `organizations` is moto's backend of the organization."""

    def __init__(self, account, region, organizations):
        self.account, self.region, self.organizations = account, region, organizations

    def DescribeOrganizationsAccess(self, _):
        status = "ENABLED" if is_trusted(self.account) else "DISABLED"
        return f"<Status>{status}</Status>"

    def ActivateOrganizationsAccess(self, _):
        if self.organizations.org is None or self.organizations.org.master_account_id != self.account:
            raise Refused("InvalidOperationException", "This is not the management account.")
        _trusted.add(self.account)
        self.organizations.enable_aws_service_access(ServicePrincipal=STACK_SETS)
        return ""

    def DeactivateOrganizationsAccess(self, _):
        _trusted.discard(self.account)
        self.organizations.disable_aws_service_access(ServicePrincipal=STACK_SETS)
        return ""

    def ListStackInstances(self, parameters):
        name = parameters["StackSetName"]
        management, _ = organizations_backends.master_accounts.get(self.account, (self.account, "aws"))
        is_administrator = management != self.account
        if (parameters.get("CallAs", "SELF") == "DELEGATED_ADMIN") != is_administrator:
            raise Refused("ValidationError", f"account {self.account} cannot call so")
        instances = stack_sets.get((self.account, self.region, name))
        if instances is None:
            raise Refused("StackSetNotFoundException", f"StackSet {name} not found")
        members = (f"<member><Account>{account}</Account><Region>{region}</Region><Status>CURRENT</Status>"
                   "<StackInstanceStatus><DetailedStatus>SUCCEEDED</DetailedStatus></StackInstanceStatus>"
                   "</member>" for account, region in sorted(instances))
        return f"<Summaries>{''.join(members)}</Summaries>"

    def UpdateTerminationProtection(self, parameters):
        stack = (self.account, self.region, parameters["StackName"])
        if parameters["EnableTerminationProtection"] == "true":
            _protected.add(stack)
        else:
            _protected.discard(stack)
        return f"<StackId>{html.escape(parameters['StackName'])}</StackId>"

    def CreateChangeSet(self, parameters):
        """Imports; the rest is left to moto."""
        if parameters.get("ChangeSetType") != "IMPORT":
            return None
        try:
            made = imports.create(self.account, self.region, self.organizations, parameters)
        except imports.Refused as error:
            raise Refused("ValidationError", str(error))
        return f"<Id>{html.escape(made)}</Id>"

    def ExecuteChangeSet(self, parameters):
        """Imports; the rest is left to moto."""
        return "" if imports.execute(self.account, self.region, parameters) else None

    def DeleteStack(self, parameters):
        """Refuses, or leaves it to moto, which answers None."""
        name = parameters["StackName"]
        if (self.account, self.region, name) in _protected:
            raise Refused("ValidationError", f"Stack [{name}] cannot be deleted while "
                                             "TerminationProtection is enabled")


def handles(operation):
    return operation is not None and hasattr(Service, operation)


def answer(operation, result):
    return (f'<{operation}Response xmlns="{NAMESPACE}"><{operation}Result>{result}'
            f"</{operation}Result><ResponseMetadata><RequestId>double</RequestId>"
            f"</ResponseMetadata></{operation}Response>")


def refusal(error):
    code, message = error.args
    return (f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type><Code>{code}</Code>'
            f"<Message>{html.escape(message)}</Message></Error><RequestId>double</RequestId>"
            "</ErrorResponse>")
