//! What patterns bind.

use syn::Pat;

use super::lower::Locals;
use super::value::Value;

/// Gives the variables of a pattern their values.
pub(super) fn bind<'a>(pattern: &Pat, value: Value<'a>, locals: &mut Locals<'a>) {
    match pattern {
        Pat::Ident(ident) => {
            locals.insert(ident.ident.to_string(), value);
        }
        Pat::Type(typed) => bind(&typed.pat, value, locals),
        Pat::Reference(inner) => bind(&inner.pat, value, locals),
        Pat::Paren(inner) => bind(&inner.pat, value, locals),
        Pat::Tuple(tuple) => spread(tuple.elems.iter(), &value, locals),
        Pat::Slice(slice) => spread(slice.elems.iter(), &value, locals),
        // `Some(x)` and `Ok(x)` are worth what they hold.
        Pat::TupleStruct(wrapper) if wrapper.elems.len() == 1 => bind(&wrapper.elems[0], value, locals),
        Pat::TupleStruct(wrapper) => spread(wrapper.elems.iter(), &Value::Unknown, locals),
        Pat::Struct(fields) => {
            for field in &fields.fields {
                bind(&field.pat, Value::Unknown, locals);
            }
        }
        Pat::Or(any) => {
            for case in &any.cases {
                bind(case, Value::Unknown, locals);
            }
        }
        _ => {}
    }
}

fn spread<'a, 'p>(patterns: impl Iterator<Item = &'p Pat>, value: &Value<'a>, locals: &mut Locals<'a>) {
    let items = if let Value::List(items) = value { items.as_slice() } else { &[] };
    for (number, pattern) in patterns.enumerate() {
        bind(pattern, items.get(number).cloned().unwrap_or(Value::Unknown), locals);
    }
}
