//! What is made once for many tests, each example at the same time as the others.
//!
//! When it cannot be made, the first test that asks says why, and each other says that it has not run
//! and which test to see: one fault, told once, and no claim that passes for proven.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use crate::examples::{self, Example};

/// Something made of every example, as soon as the first test asks for it.
pub(crate) struct Shared<T: 'static> {
    /// What happens to an example: `applied`.
    done: &'static str,
    make: fn(Example) -> Result<T, String>,
    pending: OnceLock<Vec<&'static Pending<T>>>,
    /// What the test that told why claims.
    told: OnceLock<String>,
}

struct Pending<T> {
    name: String,
    made: OnceLock<Result<T, String>>,
}

impl<T: Send + Sync> Shared<T> {
    /// Nothing is made yet.
    pub(crate) const fn new(done: &'static str, make: fn(Example) -> Result<T, String>) -> Self {
        Self {
            done,
            make,
            pending: OnceLock::new(),
            told: OnceLock::new(),
        }
    }

    /// What was made of every example; a test that claims something of it fails when there is none.
    pub(crate) fn all(&self, claim: &str) -> Vec<&'static T> {
        let pending = self.pending.get_or_init(|| {
            let all = examples::all().into_iter();
            all.map(|example| begin(self.make, example)).collect()
        });
        let (mut made, mut names, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for one in pending {
            match one.made.wait() {
                Ok(one) => made.push(one),
                Err(fault) => {
                    names.push(&*one.name);
                    faults.push(format!("{} was not {}: {fault}", one.name, self.done));
                }
            }
        }
        if faults.is_empty() {
            return made;
        }
        let mut tells = false;
        let told = self.told.get_or_init(|| {
            tells = true;
            claim.to_owned()
        });
        assert!(!tells, "{}", faults.join("\n"));
        let done = self.done;
        panic!(
            "not run, because {} was not {done}: the test that says `{told}` tells why",
            names.join(", ")
        )
    }
}

fn begin<T: Send + Sync>(
    make: fn(Example) -> Result<T, String>,
    example: Example,
) -> &'static Pending<T> {
    let pending: &'static Pending<T> = Box::leak(Box::new(Pending {
        name: example.name.clone(),
        made: OnceLock::new(),
    }));
    std::thread::spawn(move || {
        let made = catch_unwind(AssertUnwindSafe(|| make(example)));
        let made = made.unwrap_or_else(|panic| Err(said(&*panic)));
        let _ = pending.made.set(made);
    });
    pending
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panicked")
        .to_owned()
}

#[test]
fn a_fault_is_told_once_and_whoever_counts_on_the_rest_says_that_it_has_not_run() {
    static BROKEN: Shared<()> = Shared::new("made", |example| match &*example.name {
        "quickstart" => Err("the weather".to_owned()),
        _ => Ok(()),
    });
    let faults = ["the first claim", "the second claim", "the third claim"].map(|claim| {
        let asked = catch_unwind(|| BROKEN.all(claim));
        said(&*asked.unwrap_err())
    });
    let after =
        "not run, because quickstart was not made: the test that says `the first claim` tells why";
    let told = "quickstart was not made: the weather";
    assert_eq!(faults, [told, after, after]);
}

#[test]
fn what_panics_while_it_is_made_is_a_fault_like_any_other() {
    static BROKEN: Shared<()> = Shared::new("made", |example| {
        assert_ne!(example.name, "acme", "no such weather");
        Ok(())
    });
    let asked = catch_unwind(|| BROKEN.all("a claim"));
    let said = said(&*asked.unwrap_err());
    assert!(said.starts_with("acme was not made: "), "{said}");
    assert!(said.contains("no such weather"), "{said}");
}
