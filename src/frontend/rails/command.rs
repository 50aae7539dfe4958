//! One schema command, as Rails' own `CommandRecorder` holds it: a name, arguments, options, perhaps a table's body.

use super::value::Value;
use crate::engine::{Dialect, Version};
use crate::source::Span;

/// What decides how Rails treats a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) dialect: Dialect,
    /// Of `activerecord`: this counts for options.
    pub(super) rails: Version,
    /// `Migration[x.y]`: this counts for defaults.
    pub(super) class: Version,
    /// The command will be reversed on the way back.
    pub(super) in_change: bool,
}

/// A positional argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) value: Value,
    pub(super) at: Span,
}

/// A keyword argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) at: Span,
}

/// What is written in the block of a `create_table`, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Body {
    pub(super) commands: Vec<Command>,
    /// False where some of the block could not be read.
    pub(super) complete: bool,
}

/// Where a command is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    #[default]
    Top,
    /// In the block of a `change_table`.
    ChangeTable { bulk: bool },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) name: String,
    pub(super) args: Vec<Argument>,
    pub(super) options: Vec<Pair>,
    /// False where a splat hides options.
    pub(super) complete: bool,
    pub(super) body: Option<Body>,
    pub(super) at: Span,
    pub(super) place: Place,
}

impl Command {
    pub(super) fn arg(&self, at: usize) -> Option<&Value> {
        self.args.get(at).map(|argument| &argument.value)
    }

    /// A positional name.
    pub(super) fn name_at(&self, at: usize) -> Option<&str> {
        self.arg(at).and_then(Value::name)
    }

    pub(super) fn option(&self, key: &str) -> Option<&Value> {
        self.options.iter().find(|pair| pair.key == key).map(|pair| &pair.value)
    }

    pub(super) fn pair(&self, key: &str) -> Option<&Pair> {
        self.options.iter().find(|pair| pair.key == key)
    }

    /// An option that is literally `true`; that is what Rails' own checks ask for.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.option(key) == Some(&Value::Bool(true))
    }

    /// A string or symbol option.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.option(key).and_then(Value::name)
    }

    /// The same place, another command.
    pub(super) fn turned(&self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self.clone() }
    }

    pub(super) fn without(mut self, key: &str) -> Self {
        self.options.retain(|pair| pair.key != key);
        self
    }

    pub(super) fn with(mut self, key: &str, value: Value) -> Self {
        self.options.retain(|pair| pair.key != key);
        self.options.push(Pair { key: key.to_owned(), value, at: self.at });
        self
    }

    /// The names among the arguments from `start` on; `None` if one is not known.
    pub(super) fn names_from(&self, start: usize) -> Option<Vec<String>> {
        let lists: Option<Vec<_>> = self.args.get(start..)?.iter().map(|argument| argument.value.names()).collect();
        Some(lists?.concat())
    }
}
