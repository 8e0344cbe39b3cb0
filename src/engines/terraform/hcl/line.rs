//! An expression on one line.

use hcl::Identifier;

use super::expression::{Access, Expression, ObjectKey, TemplatePart};
use super::shape::{bare, is_empty, is_negative, opens_objects, touches_brace};
use super::text::{self, Glyphs};

/// The expression would pass the end of its line, or is one that is always laid out over several.
struct Broken;

/// `in` is known to `terraform fmt` as a word of the language; `if` is not.
const IF_TIGHT: [&str; 2] = [" (", " ["];

type Fit = Result<(), Broken>;

/// Writes `expression` on one line, however long it gets.
pub(super) fn whole(out: &mut String, expression: &Expression) {
    Line::endless(out).write(|line| line.expression(expression));
}

/// Writes `expression` when it fits on one line before `out` has `end` bytes, and says whether it did.
///
/// It looks at no more of the expression than fits, so that trying is cheap at every level of a tree.
pub(super) fn fits(out: &mut String, expression: &Expression, end: usize) -> bool {
    let start = out.len();
    let mut line = Line {
        out,
        end: Some(end),
        glyphs: Glyphs::Visible,
    };
    let fit = line.expression(expression).is_ok();
    if !fit {
        out.truncate(start);
    }
    fit
}

/// Writes the key of an object's entry.
pub(super) fn key(out: &mut String, key: &ObjectKey) {
    match key {
        ObjectKey::Name(name) => text::key(out, name),
        ObjectKey::Expression(expression) => {
            let mut line = Line::endless(out);
            line.glyphs = Glyphs::OneColumn;
            line.write(|line| line.parenthesized_if(true, expression));
        }
    }
}

struct Line<'a> {
    out: &'a mut String,
    /// How many bytes `out` may have in the end; `None` when there is no second way to print.
    end: Option<usize>,
    glyphs: Glyphs,
}

impl<'a> Line<'a> {
    fn endless(out: &'a mut String) -> Self {
        Self {
            out,
            end: None,
            glyphs: Glyphs::Visible,
        }
    }

    /// Writes on a line without an end, where everything fits.
    fn write(mut self, print: impl FnOnce(&mut Self) -> Fit) {
        let fit = print(&mut self);
        debug_assert!(fit.is_ok(), "a line without an end has room");
    }
}

impl Line<'_> {
    fn push(&mut self, piece: &str) -> Fit {
        self.room(piece.len())?;
        self.out.push_str(piece);
        Ok(())
    }

    fn room(&self, bytes: usize) -> Fit {
        match self.end {
            Some(end) if self.out.len() + bytes > end => Err(Broken),
            _ => Ok(()),
        }
    }

    fn expression(&mut self, expression: &Expression) -> Fit {
        match bare(expression) {
            Expression::Null => self.push("null"),
            Expression::Bool(true) => self.push("true"),
            Expression::Bool(false) => self.push("false"),
            Expression::Number(number) => self.push(&number.to_string()),
            Expression::Text(text) => {
                self.room(text.len() + 2)?;
                text::quoted(self.out, text, self.glyphs);
                self.room(0)
            }
            Expression::Template(parts) => self.template(parts),
            Expression::Variable(name) => self.push(name),
            Expression::Traversal(root, steps) => self.traversal(root, steps),
            Expression::Call {
                name,
                args,
                expand_final,
            } => {
                let opened = |arg| matches!(bare(arg), Expression::Object(o) if !o.is_empty());
                if self.end.is_some() && opens_objects(name) && args.iter().any(opened) {
                    return Err(Broken);
                }
                self.push(name)?;
                self.push("(")?;
                self.separated(args)?;
                self.push(if *expand_final { "...)" } else { ")" })
            }
            Expression::List(elements) => {
                self.push("[")?;
                self.separated(elements)?;
                self.push("]")
            }
            Expression::Object(entries) => self.object(entries),
            Expression::ForList {
                key_var,
                value_var,
                collection,
                value_expr,
                condition,
            } => {
                self.push("[")?;
                self.for_intro(key_var.as_ref(), value_var, collection)?;
                self.expression(value_expr)?;
                self.for_condition(condition.as_deref())?;
                self.push("]")
            }
            Expression::ForObject {
                key_var,
                value_var,
                collection,
                key_expr,
                value_expr,
                condition,
            } => {
                self.push("{ ")?;
                self.for_intro(key_var.as_ref(), value_var, collection)?;
                self.expression(key_expr)?;
                self.arrow(value_expr)?;
                self.for_condition(condition.as_deref())?;
                self.push(" }")
            }
            Expression::Conditional {
                condition,
                then,
                otherwise,
            } => {
                self.operand(condition)?;
                self.push(" ? ")?;
                self.expression(then)?;
                self.push(" : ")?;
                self.expression(otherwise)
            }
            Expression::Binary(left, operator, right) => {
                self.operand(left)?;
                self.push(" ")?;
                self.push(operator.as_str())?;
                self.push(" ")?;
                self.operand(right)
            }
            Expression::Not(value) => {
                self.push("!")?;
                self.operand(value)
            }
        }
    }

    fn separated(&mut self, elements: &[Expression]) -> Fit {
        for (position, element) in elements.iter().enumerate() {
            if position > 0 {
                self.push(", ")?;
            }
            self.expression(element)?;
        }
        Ok(())
    }

    fn object(&mut self, entries: &[(ObjectKey, Expression)]) -> Fit {
        if entries.is_empty() {
            return self.push("{}");
        }
        if self.end.is_some() && entries.len() > 1 {
            return Err(Broken);
        }
        self.push("{ ")?;
        for (position, (name, value)) in entries.iter().enumerate() {
            if position > 0 {
                self.push(", ")?;
            }
            key(self.out, name);
            self.push(" = ")?;
            self.expression(value)?;
        }
        self.push(" }")
    }

    fn template(&mut self, parts: &[TemplatePart]) -> Fit {
        self.push("\"")?;
        let mut parts = parts.iter().filter(|part| !is_empty(part)).peekable();
        while let Some(part) = parts.next() {
            match part {
                TemplatePart::Literal(text) => {
                    self.room(text.len())?;
                    text::literal(self.out, text, self.glyphs, parts.peek().is_some());
                }
                TemplatePart::Interpolation(value) => {
                    self.push("${")?;
                    self.interpolated(value)?;
                    self.push("}")?;
                }
            }
        }
        self.push("\"")
    }

    /// An object goes over several lines on its own, but never inside a string.
    fn interpolated(&mut self, value: &Expression) -> Fit {
        let end = self.end.take();
        let parenthesized = touches_brace(value) || is_negative(value);
        let written = self.parenthesized_if(parenthesized, value);
        self.end = end;
        written.and_then(|()| self.room(0))
    }

    fn traversal(&mut self, root: &Expression, steps: &[Access]) -> Fit {
        let simple = match bare(root) {
            Expression::Variable(_) | Expression::Call { .. } => true,
            Expression::List(_) | Expression::ForList { .. } => true,
            // What follows a splat is taken of every element: a step outside of it must stay outside.
            Expression::Traversal(_, inner) => !inner.contains(&Access::Splat),
            _ => false,
        };
        self.parenthesized_if(!simple, root)?;
        for step in steps {
            match step {
                Access::Attr(name) if text::is_identifier(name) => {
                    self.push(".")?;
                    self.push(name)?;
                }
                Access::Attr(name) => {
                    self.push("[")?;
                    text::quoted(self.out, name, self.glyphs);
                    self.push("]")?;
                }
                Access::Index(index) => {
                    self.push("[")?;
                    // `terraform fmt` loses such a word when it stands here alone.
                    let lost = matches!(bare(index), Expression::Null | Expression::Bool(_));
                    self.parenthesized_if(lost, index)?;
                    self.push("]")?;
                }
                Access::Splat => self.push("[*]")?,
            }
        }
        Ok(())
    }

    fn for_intro(
        &mut self,
        key_var: Option<&Identifier>,
        value_var: &Identifier,
        collection: &Expression,
    ) -> Fit {
        self.push("for ")?;
        if let Some(name) = key_var {
            self.push(name)?;
            self.push(", ")?;
        }
        self.push(value_var)?;
        self.push(" in")?;
        self.after_word(collection, &[" ("])?;
        self.push(" : ")
    }

    fn for_condition(&mut self, condition: Option<&Expression>) -> Fit {
        let Some(condition) = condition else {
            return Ok(());
        };
        self.push(" if")?;
        self.after_word(condition, &IF_TIGHT)
    }

    fn arrow(&mut self, value: &Expression) -> Fit {
        self.push(" => ")?;
        self.parenthesized_if(is_negative(value), value)
    }

    /// `terraform fmt` takes a word before a bracket for a function or a list, and lets no space between them.
    fn after_word(&mut self, value: &Expression, tight: &[&str]) -> Fit {
        let space = self.out.len();
        self.push(" ")?;
        self.parenthesized_if(is_negative(value), value)?;
        if tight
            .iter()
            .any(|start| self.out[space..].starts_with(start))
        {
            self.out.remove(space);
        }
        Ok(())
    }

    /// A value next to an operator, in parentheses where it would otherwise be taken apart.
    fn operand(&mut self, value: &Expression) -> Fit {
        let compound = matches!(
            bare(value),
            Expression::Binary(..)
                | Expression::Conditional { .. }
                | Expression::Not(_)
                | Expression::Object(_)
                | Expression::ForObject { .. }
        );
        self.parenthesized_if(compound || is_negative(value), value)
    }

    fn parenthesized_if(&mut self, parenthesized: bool, value: &Expression) -> Fit {
        if !parenthesized {
            return self.expression(value);
        }
        self.push("(")?;
        self.expression(value)?;
        self.push(")")
    }
}

/// The first line of a `for` over several lines, up to where its value starts.
pub(super) fn for_head(
    out: &mut String,
    key_var: Option<&Identifier>,
    value_var: &Identifier,
    collection: &Expression,
    key_expr: Option<&Expression>,
) {
    Line::endless(out).write(|line| {
        line.for_intro(key_var, value_var, collection)?;
        match key_expr {
            Some(key) => line.expression(key).and_then(|()| line.push(" => ")),
            None => Ok(()),
        }
    });
}

/// Writes `condition` after the word `if` of a `for`.
pub(super) fn for_if(out: &mut String, condition: &Expression) {
    out.push_str("if");
    Line::endless(out).write(|line| line.after_word(condition, &IF_TIGHT));
}

/// Writes a value that stands before `?`.
pub(super) fn question(out: &mut String, condition: &Expression) {
    Line::endless(out).write(|line| line.operand(condition));
}
