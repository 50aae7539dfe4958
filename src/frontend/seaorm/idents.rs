//! The names that values stand for: identifiers of `DeriveIden`, aliases, strings.

use std::rc::Rc;

use super::lower::Lowering;
use super::names;
use super::strings;
use super::value::{Build, Text, Value};
use crate::source::Span;

impl<'a> Lowering<'a> {
    /// The name a value stands for.
    pub(super) fn name(&self, value: &Value<'a>) -> Option<String> {
        match value {
            Value::Text(_) => value.as_str().map(str::to_owned),
            Value::Path(path, _) => self.path_name(path),
            Value::Build(build) => self.struct_name(build),
            _ => None,
        }
    }

    /// A name that is written, or certainly defined here.
    pub(super) fn certain_name(&self, value: &Value<'a>) -> Option<String> {
        match value {
            Value::Path(path, _) => self.defined(path),
            other => self.name(other),
        }
    }

    fn path_name(&self, path: &str) -> Option<String> {
        self.defined(path).or_else(|| names::guess(path))
    }

    fn defined(&self, path: &str) -> Option<String> {
        if let Some(name) = self.items.names.get(path) {
            return Some(name.clone());
        }
        // An entity's column: `cake::Column::Name` is the field `name` of the module `cake`.
        let mut parts = path.rsplit("::");
        let (column, owner, module) = (parts.next()?, parts.next()?, parts.next()?);
        let field = heck::ToSnakeCase::to_snake_case(column);
        let known = self.items.names.get(&format!("{module}.{field}"));
        known.filter(|_| owner == "Column").cloned()
    }

    /// `Alias::new("x")` under another roof: `DynIden::new(…)`, `IntoIden::into_iden(…)`.
    fn struct_name(&self, build: &Build<'a>) -> Option<String> {
        match (&*build.root, build.args.as_slice()) {
            (
                "Alias::new" | "Alias::from" | "SeaRc::new" | "name" | "IntoIden::into_iden" | "Iden::to_string",
                [only],
            ) => self.name(only),
            _ => None,
        }
    }

    pub(super) fn text(&self, value: &str, at: Span) -> Value<'a> {
        Value::Text(Rc::new(strings::made(value, at)))
    }

    /// A value as a text: names written as paths become the strings they stand for.
    pub(super) fn as_text(&self, value: &Value<'a>) -> Option<Rc<Text>> {
        match value {
            Value::Text(text) => Some(Rc::clone(text)),
            Value::Path(path, at) => Some(Rc::new(strings::made(&self.path_name(path)?, *at))),
            _ => None,
        }
    }
}
