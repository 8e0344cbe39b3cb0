//! The unified diff of one file, as `git apply` and `patch -p1` read it.

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, capture_diff_slices, group_diff_ops};

use super::{FileDiff, Status};
use crate::tree::{Change, TreePath};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

pub(super) fn diff(change: &Change<'_>) -> FileDiff {
    let Change { path, old, new } = change;
    let status = match (old, new) {
        (None, _) => Status::Added,
        (_, None) => Status::Removed,
        _ => Status::Changed,
    };
    let mut file = FileDiff {
        path: path.clone(),
        status,
        lines_added: 0,
        lines_removed: 0,
        unified: format!("diff --git {} {}\n", quoted("a/", path), quoted("b/", path)),
    };
    // Without these lines an empty file could neither come nor go: it has no hunk.
    match status {
        Status::Added => file.unified.push_str("new file mode 100644\n"),
        Status::Removed => file.unified.push_str("deleted file mode 100644\n"),
        Status::Changed => {}
    }
    let (old_name, new_name) = (
        if old.is_some() {
            header("a/", path)
        } else {
            "/dev/null".to_owned()
        },
        if new.is_some() {
            header("b/", path)
        } else {
            "/dev/null".to_owned()
        },
    );
    match (text(old.as_deref()), text(*new)) {
        (Some(old), Some(new)) => hunks(old, new, &old_name, &new_name, &mut file),
        _ => {
            let (old_name, new_name) = (old_name.trim_end(), new_name.trim_end());
            file.unified
                .push_str(&format!("Binary files {old_name} and {new_name} differ\n"));
        }
    }
    file
}

fn hunks(old: &str, new: &str, old_name: &str, new_name: &str, file: &mut FileDiff) {
    // Not the library's own lines: it also ends one at a lone carriage return, which patch does not.
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut named = false;
    for group in group_diff_ops(operations, CONTEXT) {
        if group.is_empty() {
            continue;
        }
        if !std::mem::replace(&mut named, true) {
            file.unified
                .push_str(&format!("--- {old_name}\n+++ {new_name}\n"));
        }
        file.unified
            .push_str(&format!("{}\n", UnifiedHunkHeader::new(&group)));
        for change in group
            .iter()
            .flat_map(|operation| operation.iter_changes(&old, &new))
        {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Insert => {
                    file.lines_added += 1;
                    '+'
                }
                ChangeTag::Delete => {
                    file.lines_removed += 1;
                    '-'
                }
            };
            file.unified.push(sign);
            file.unified.push_str(change.value());
            if !change.value().ends_with('\n') {
                file.unified.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
}

/// The bytes as text, nothing for a file that is not there; `None` for what no terminal should show.
fn text(bytes: Option<&[u8]>) -> Option<&str> {
    let bytes = bytes.unwrap_or_default();
    if bytes.contains(&0) {
        None
    } else {
        std::str::from_utf8(bytes).ok()
    }
}

/// The name in a `---` or `+++` line; a tab ends a name with blanks, which would otherwise end at the first.
fn header(side: &str, path: &TreePath) -> String {
    let mut name = quoted(side, path);
    if path.as_str().contains(' ') {
        name.push('\t');
    }
    name
}

/// The name with its side, in quotes when it holds one: no backslash or control character can be in it.
fn quoted(side: &str, path: &TreePath) -> String {
    let mut name = format!("{side}{path}");
    if name.contains('"') {
        name = format!("\"{}\"", name.replace('"', "\\\""));
    }
    name
}
