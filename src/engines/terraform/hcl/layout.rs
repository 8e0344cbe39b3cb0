//! Lines, indentation and the columns of `=`: the form that `terraform fmt` leaves alone.
//!
//! `terraform fmt` never moves a line break. It sets indentation by the brackets that are open, and puts the `=`
//! of consecutive lines in one column when what follows on the line closes every bracket that it
//! opens. So this pass decides where lines break, and a run of aligned entries is a run of entries
//! whose values stay on one line.

use std::fmt;

use super::body::{Body, Item};
use super::expression::{Expression, ObjectKey};
use super::line;
use super::shape;
use super::text::{self, Glyphs};

/// Where lines break that can, in bytes.
const WIDTH: usize = 100;

impl fmt::Display for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer = Printer::default();
        printer.body(self);
        formatter.write_str(&printer.out)
    }
}

#[derive(Default)]
struct Printer {
    out: String,
    depth: usize,
    /// The keys and values of `run`, one after the other.
    pending: String,
    /// Consecutive one-line entries, held back until the column of their `=` is known.
    run: Vec<Entry>,
}

/// Where an entry's key and value end in `Printer::pending`, and the columns that the key takes.
struct Entry {
    key_end: usize,
    value_end: usize,
    columns: usize,
}

impl Printer {
    fn body(&mut self, body: &Body) {
        let mut blank = false;
        let mut first = true;
        for item in &body.0 {
            if matches!(item, Item::Blank) {
                blank = !first;
                continue;
            }
            if std::mem::take(&mut blank) {
                self.flush();
                self.out.push('\n');
            }
            first = false;
            match item {
                Item::Blank => {}
                Item::Comment(comment) => {
                    self.flush();
                    self.comment(comment);
                }
                Item::Attribute { name, value } => self.entry(|out| out.push_str(name), value),
                Item::Block(block) => {
                    self.flush();
                    self.indent();
                    self.out.push_str(&block.kind);
                    for label in &block.labels {
                        self.out.push(' ');
                        text::quoted(&mut self.out, label, Glyphs::Visible);
                    }
                    if block.body.0.iter().all(|item| matches!(item, Item::Blank)) {
                        self.out.push_str(" {}\n");
                    } else {
                        self.out.push_str(" {\n");
                        self.depth += 1;
                        self.body(&block.body);
                        self.depth -= 1;
                        self.indent();
                        self.out.push_str("}\n");
                    }
                }
            }
        }
        self.flush();
    }

    fn comment(&mut self, comment: &str) {
        for line in comment.split('\n') {
            let line = line.replace(text::is_invisible, " ");
            let words = line.trim();
            let margin = &line[..line.len() - line.trim_start().len()];
            let mut words = words.split_inclusive(' ').peekable();
            loop {
                let start = self.out.len();
                self.indent();
                self.out.push('#');
                if words.peek().is_some() {
                    self.out.push(' ');
                    self.out.push_str(margin);
                }
                let mut empty = true;
                while let Some(word) = words.next_if(|word| {
                    empty || self.out.len() + word.trim_end().len() <= start + WIDTH
                }) {
                    self.out.push_str(word);
                    empty = false;
                }
                self.out.truncate(self.out.trim_end_matches(' ').len());
                self.out.push('\n');
                if words.peek().is_none() {
                    break;
                }
            }
        }
    }

    /// Takes `key = value` into the run when its value stays on one line; prints it otherwise.
    fn entry(&mut self, key: impl FnOnce(&mut String), value: &Expression) {
        let start = self.pending.len();
        key(&mut self.pending);
        let key_end = self.pending.len();
        let end = key_end + WIDTH.saturating_sub(self.depth * 2 + (key_end - start) + " = ".len());
        if !shape::can_break(value) {
            line::whole(&mut self.pending, value);
        } else if !line::fits(&mut self.pending, value, end) {
            let key = self.pending.split_off(start);
            self.flush();
            self.indent();
            self.out.push_str(&key);
            self.out.push_str(" = ");
            self.broken(value);
            self.out.push('\n');
            return;
        }
        self.run.push(Entry {
            key_end,
            value_end: self.pending.len(),
            columns: self.pending[start..key_end].chars().count(),
        });
    }

    /// Prints the run, its `=` in one column.
    fn flush(&mut self) {
        let widest = self.run.iter().map(|entry| entry.columns).max();
        let widest = widest.unwrap_or_default();
        let mut start = 0;
        for entry in self.run.drain(..) {
            spaces(&mut self.out, self.depth * 2);
            self.out.push_str(&self.pending[start..entry.key_end]);
            spaces(&mut self.out, widest - entry.columns);
            self.out.push_str(" = ");
            self.out
                .push_str(&self.pending[entry.key_end..entry.value_end]);
            self.out.push('\n');
            start = entry.value_end;
        }
        self.pending.clear();
    }

    /// Prints a value on the line that starts at `start`, with `after` bytes to follow it.
    fn value(&mut self, value: &Expression, start: usize, after: usize) {
        if !shape::can_break(value) {
            line::whole(&mut self.out, value);
        } else if !line::fits(&mut self.out, value, (start + WIDTH).saturating_sub(after)) {
            self.broken(value);
        }
    }

    /// Prints the form over several lines of a value that has one.
    fn broken(&mut self, value: &Expression) {
        match shape::bare(value) {
            Expression::List(elements) => {
                self.open("[");
                self.elements(elements, ",");
                self.close("]");
            }
            Expression::Object(entries) => {
                self.open("{");
                for (key, value) in entries {
                    let apart =
                        matches!(key, ObjectKey::Expression(key) if shape::holds_entries(key));
                    if apart {
                        self.flush();
                    }
                    self.entry(|out| line::key(out, key), value);
                    if apart {
                        self.flush();
                    }
                }
                self.flush();
                self.close("}");
            }
            Expression::Call {
                name,
                args,
                expand_final,
            } => {
                let last = if *expand_final { "..." } else { "" };
                self.out.push_str(name);
                if let [argument] = args.as_slice() {
                    self.out.push('(');
                    self.broken(argument);
                    self.out.push_str(last);
                    self.out.push(')');
                } else {
                    self.open("(");
                    self.elements(args, if *expand_final { last } else { "," });
                    self.close(")");
                }
            }
            Expression::ForList {
                key_var,
                value_var,
                collection,
                value_expr,
                condition,
            } => {
                self.open("[");
                let start = self.out.len();
                self.indent();
                line::for_head(&mut self.out, key_var.as_ref(), value_var, collection, None);
                self.for_tail(start, value_expr, condition.as_deref());
                self.close("]");
            }
            Expression::ForObject {
                key_var,
                value_var,
                collection,
                key_expr,
                value_expr,
                condition,
            } => {
                self.open("{");
                let start = self.out.len();
                self.indent();
                let key = Some(key_expr.as_ref());
                line::for_head(&mut self.out, key_var.as_ref(), value_var, collection, key);
                self.for_tail(start, value_expr, condition.as_deref());
                self.close("}");
            }
            Expression::Conditional {
                condition,
                then,
                otherwise,
            } => {
                self.open("(");
                self.indent();
                line::question(&mut self.out, condition);
                for (sign, value) in [("? ", then), (": ", otherwise)] {
                    self.out.push('\n');
                    let start = self.out.len();
                    self.indent();
                    self.out.push_str(sign);
                    self.value(value, start, 0);
                }
                self.out.push('\n');
                self.close(")");
            }
            other => line::whole(&mut self.out, other),
        }
    }

    fn open(&mut self, bracket: &str) {
        self.out.push_str(bracket);
        self.out.push('\n');
        self.depth += 1;
    }

    fn close(&mut self, bracket: &str) {
        self.depth -= 1;
        self.indent();
        self.out.push_str(bracket);
    }

    /// Prints one element a line, each with a comma, the last one with `last`.
    fn elements(&mut self, elements: &[Expression], last: &str) {
        for (position, element) in elements.iter().enumerate() {
            let comma = if position + 1 == elements.len() {
                last
            } else {
                ","
            };
            let start = self.out.len();
            self.indent();
            self.value(element, start, comma.len());
            self.out.push_str(comma);
            self.out.push('\n');
        }
    }

    fn for_tail(&mut self, start: usize, value: &Expression, condition: Option<&Expression>) {
        if shape::is_negative(value) {
            self.out.push('(');
            self.value(value, start, 1);
            self.out.push(')');
        } else {
            self.value(value, start, 0);
        }
        self.out.push('\n');
        if let Some(condition) = condition {
            self.indent();
            line::for_if(&mut self.out, condition);
            self.out.push('\n');
        }
    }

    fn indent(&mut self) {
        spaces(&mut self.out, self.depth * 2);
    }
}

fn spaces(out: &mut String, count: usize) {
    const SPACES: &str = "                                ";
    let mut left = count;
    while left > 0 {
        let now = left.min(SPACES.len());
        out.push_str(&SPACES[..now]);
        left -= now;
    }
}
