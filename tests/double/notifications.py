"""Where moto knows less of notifications than AWS: whom a topic admits, and what a pipe needs to run."""

import json

from moto.core.exceptions import JsonRESTError
from moto.iam import models as iam
from moto.pipes import models as pipes
from moto.sns import models as sns
from moto.sqs import models as sqs

SERVICE = "backup.amazonaws.com"


# What the calls on pipes are called, by method: on one pipe, and on its tags.
CALLS = {"POST": "CreatePipe", "PUT": "UpdatePipe", "GET": "DescribePipe", "DELETE": "DeletePipe"}
TAGGING = {"POST": "TagResource", "GET": "ListTagsForResource", "DELETE": "UntagResource"}


def operation(method, path):
    """The name of a call on pipes."""
    if path.startswith("/tags/"):
        return TAGGING[method]
    return CALLS[method] if path.startswith("/v1/pipes/") else "ListPipes"


def install():
    create = pipes.EventBridgePipesBackend.create_pipe

    def checked(backend, **named):
        refuse_pipe(backend.account_id, backend.region_name, named["source"], named["role_arn"])
        return create(backend, **named)

    pipes.EventBridgePipesBackend.create_pipe = checked


def refused_topic(account, region, arn, vault):
    """Why AWS Backup does not take a topic for a vault; nothing when it takes it.

    The topic is of the vault's account and region and is a standard one; the call is denied while the topic's
    policy does not admit AWS Backup. https://github.com/lgallard/terraform-aws-backup/issues/73
    """
    if arn.split(":")[3:5] != [region, account]:
        return "InvalidParameterValueException", f"{arn} is not of {account} in {region}"
    if arn.endswith(".fifo"):
        return "InvalidParameterValueException", f"{arn} is no standard topic"
    topic = sns.sns_backends[account][region].topics.get(arn)
    if topic is None:
        return "InvalidParameterValueException", f"{arn} does not exist"
    if not any(_admits(one, account, vault) for one in json.loads(topic.policy)["Statement"]):
        return "AccessDeniedException", f"{arn} does not admit {SERVICE} for {vault}"
    return None


def _admits(statement, account, vault):
    principal = statement.get("Principal")
    named = principal.get("Service", []) if isinstance(principal, dict) else []
    asked = statement.get("Condition", {})
    told = {"aws:SourceAccount": account, "aws:SourceArn": vault}
    return (statement["Effect"] == "Allow" and SERVICE in _list(named)
            and "sns:Publish" in _list(statement["Action"])
            and all(told.get(key) in _list(values)
                    for keys in asked.values() for key, values in keys.items()))


def refuse_pipe(account, region, source, role_arn):
    """Raises what a pipe fails with when its queue or its role is not there, or does not admit it."""
    queues = sqs.sqs_backends[account][region].queues.values()
    if not any(queue.queue_arn == source for queue in queues):
        raise JsonRESTError("ValidationException", f"Source {source} does not exist")
    roles = iam.iam_backends[account][role_arn.split(":")[1]].get_roles()
    found = [role for role in roles if role.arn == role_arn]
    if not found or "pipes.amazonaws.com" not in json.dumps(found[0].assume_role_policy_document):
        raise JsonRESTError("ValidationException", f"{role_arn} cannot be assumed by a pipe")


def _list(value):
    return value if isinstance(value, list) else [value]
