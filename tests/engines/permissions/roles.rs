//! Roles that offsite makes: who may assume them.

use offsite::topology::Names;
use serde_json::json;

use super::asked::{Asking, Caller, Question, Target, stranger};
use crate::held::Held;

pub(super) fn assumed(held: &Held<'_>, questions: &mut Vec<Question>) {
    let names = Names(&held.topology.name);
    let (backup, back, forward) = (
        [names.backup_role(), names.restore_role()],
        names.copy_back_role(),
        names.forward_role(),
    );
    let mut ask = Asking {
        place: held.name.clone(),
        questions,
    };
    let aws_backup = Caller::service("AWS Backup", "backup.amazonaws.com");
    let eventbridge = Caller::service("EventBridge", "events.amazonaws.com");
    let lambda = Caller::service("another service", "lambda.amazonaws.com");
    for (account, roles) in held.held["accounts"].as_object().unwrap() {
        for (name, role) in roles.as_object().unwrap() {
            let arn = format!("arn:aws:iam::{account}:role/{name}");
            let on = Target {
                is: if *name == forward {
                    "forwarding role"
                } else {
                    "backup role, restore role, role that copies back"
                },
                arn: &arn,
                policy: &role["trust"],
            };
            let action = "sts:AssumeRole";
            let mine = json!({ "aws:SourceAccount": account });
            let theirs = json!({ "aws:SourceAccount": "999999999999" });
            let trusts = "the role trusts this service";
            let others = "the role trusts one service only";
            if backup.contains(name) || *name == back {
                ask.put(&aws_backup, action, &on, (true, trusts), mine.clone());
                ask.put(&eventbridge, action, &on, (false, others), mine.clone());
            } else if *name == forward {
                ask.put(&eventbridge, action, &on, (true, trusts), mine.clone());
                ask.put(&aws_backup, action, &on, (false, others), mine.clone());
                let another =
                    Caller::service("EventBridge, for another account", "events.amazonaws.com");
                ask.put(
                    &another,
                    action,
                    &on,
                    (false, "the role is for its own account's rules"),
                    theirs,
                );
            } else {
                continue;
            }
            ask.put(&lambda, action, &on, (false, others), mine);
            ask.denied(&Caller::anybody(), action, &on, others);
            ask.denied(&stranger(held, "role"), action, &on, others);
        }
    }
}
