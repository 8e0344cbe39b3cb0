//! The script that deploys the templates, wave by wave, with the AWS CLI alone.

use serde::Serialize;
use tera::{Context, Tera};

use super::limits::INLINE_BYTES;
use super::stack_sets::{ROOT, StackSetFile};
use super::templates::TemplateFile;
use super::{bucket, header, stack_name};
use crate::blueprint::Wave;
use crate::facts::Region;
use crate::topology::{Account, Topology};

const TEMPLATE: &str = include_str!("../../templates/deploy.sh.tera");

/// The script's text.
///
/// # Errors
///
/// When the template asks for something that the data does not have.
pub(super) fn script(
    topology: &Topology,
    templates: &[TemplateFile],
    sets: &[StackSetFile],
) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    tera.add_raw_template("deploy.sh", TEMPLATE)?;
    tera.render(
        "deploy.sh",
        &Context::from_serialize(&Data::of(topology, templates, sets))?,
    )
}

/// What the template is given; every text in it is quoted for the shell.
#[derive(Serialize)]
struct Data {
    header: String,
    name: String,
    session: String,
    external_id: Option<String>,
    tags: Vec<String>,
    waves: Vec<WaveData>,
    /// Account and role of the management account.
    management: String,
    asks_root: bool,
}

#[derive(Serialize)]
struct WaveData {
    number: u8,
    asks_root: bool,
    uploads: Vec<String>,
    deployments: Vec<Deployment>,
}

/// One deployment: account, role, region, stack, template, options.
#[derive(Serialize)]
struct Deployment {
    words: String,
}

impl Data {
    fn of(topology: &Topology, templates: &[TemplateFile], sets: &[StackSetFile]) -> Self {
        let assume = &topology.terraform.assume_role;
        let waves = [
            Wave::Management,
            Wave::Central,
            Wave::Sources,
            Wave::Policies,
        ];
        let waves = waves.into_iter().map(|wave| {
            let sources = wave == Wave::Sources;
            let sets = if sources { sets } else { &[] };
            let plain = templates.iter().filter(|one| one.wave == wave);
            let mut deployments: Vec<Deployment> = plain
                .flat_map(|template| plain_stacks(topology, template))
                .collect();
            deployments.extend(sets.iter().map(|set| set_stack(topology, set)));
            WaveData {
                number: wave.number(),
                asks_root: sets.iter().any(|set| set.asks_root),
                uploads: uploads(topology, templates, sets),
                deployments,
            }
        });
        let waves: Vec<WaveData> = waves.filter(|wave| !wave.deployments.is_empty()).collect();
        Self {
            header: header(topology),
            name: topology.name.to_string(),
            session: quoted(assume.session_name.as_deref().unwrap_or("offsite")),
            external_id: assume.external_id.as_deref().map(quoted),
            tags: topology
                .tags
                .iter()
                .map(|(key, value)| quoted(&format!("{key}={value}")))
                .collect(),
            management: place(topology, &topology.organization.management)
                .map(|word| quoted(&word))
                .join(" "),
            asks_root: sets.iter().any(|set| set.asks_root),
            waves,
        }
    }
}

/// The templates that stack sets fetch from the bucket, as words: bucket's region, file, address.
fn uploads(topology: &Topology, templates: &[TemplateFile], sets: &[StackSetFile]) -> Vec<String> {
    let Some(place) = topology
        .cloudformation
        .bucket
        .as_ref()
        .filter(|_| !sets.is_empty())
    else {
        return Vec::new();
    };
    let shared = templates.iter().filter(|one| one.shared);
    shared
        .map(|template| {
            let address = format!("s3://{}/{}", place.bucket, bucket::key(topology, template));
            let words = [place.region.as_str(), &template.file, &address];
            words.map(quoted).join(" ")
        })
        .collect()
}

/// The stacks of a template that no stack set makes.
fn plain_stacks(topology: &Topology, template: &TemplateFile) -> Vec<Deployment> {
    let by_sets = template.shared && topology.cloudformation.stack_sets.is_some();
    let management = &topology.organization.management.id;
    let places = template
        .places
        .iter()
        .filter(|(account, _)| !by_sets || account.id == *management);
    places
        .map(|(account, region)| {
            let stack = stack_name(topology, &template.name);
            let mut words = words(topology, account, region, &stack, &template.file);
            if let Some(capability) = template.capability {
                words.extend(["--capabilities".to_owned(), capability.to_owned()]);
            }
            words.extend(from_bucket(topology, template.text.len()));
            Deployment {
                words: words.join(" "),
            }
        })
        .collect()
}

fn set_stack(topology: &Topology, set: &StackSetFile) -> Deployment {
    let organization = &topology.organization;
    let sets = topology.cloudformation.stack_sets.as_ref();
    let administrator = sets.and_then(|sets| sets.administrator.as_ref());
    let account = administrator.unwrap_or(&organization.management);
    let stack = stack_name(topology, &format!("3-{}", set.name));
    let mut words = words(
        topology,
        account,
        &organization.home_region,
        &stack,
        &set.file,
    );
    words.extend(from_bucket(topology, set.text.len()));
    if set.asks_root {
        words.push(format!("--parameter-overrides {ROOT}=\"$root\""));
    }
    Deployment {
        words: words.join(" "),
    }
}

fn words(
    topology: &Topology,
    account: &Account,
    region: &Region,
    stack: &str,
    file: &str,
) -> Vec<String> {
    let [account, role] = place(topology, account);
    [account.as_str(), &role, region.as_str(), stack, file]
        .into_iter()
        .map(quoted)
        .collect()
}

/// An account's id and the role by which it is reached; empty when the caller's own credentials
/// serve. The roles are those of the Terraform.
fn place(topology: &Topology, account: &Account) -> [String; 2] {
    let role = crate::terraform::assumed_role(topology, account)
        .map(|role| format!("arn:{}:iam::{}:role/{role}", topology.partition, account.id));
    [account.id.to_string(), role.unwrap_or_default()]
}

/// The options of a template that is too large to be handed over inline.
fn from_bucket(topology: &Topology, bytes: usize) -> Vec<String> {
    let Some(place) = topology
        .cloudformation
        .bucket
        .as_ref()
        .filter(|_| bytes > INLINE_BYTES)
    else {
        return Vec::new();
    };
    let mut options = vec!["--s3-bucket".to_owned(), quoted(&place.bucket)];
    if let Some(prefix) = &place.prefix {
        options.extend(["--s3-prefix".to_owned(), quoted(prefix.trim_matches('/'))]);
    }
    options
}

/// A text as one word of the shell.
fn quoted(text: &str) -> String {
    let plain = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '/' | ':' | '@')
    };
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    // Double quotes, in which shellcheck does not take a dollar for a forgotten expansion.
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_text_is_one_word_of_the_shell() {
        let cases = [
            ("eu-west-1", "eu-west-1"),
            ("", "\"\""),
            ("owner=it's", "\"owner=it's\""),
            ("$(x) `y` \"z\" \\", "\"\\$(x) \\`y\\` \\\"z\\\" \\\\\""),
        ];
        for (text, word) in cases {
            assert_eq!(quoted(text), word);
        }
    }
}
