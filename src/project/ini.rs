//! INI files as Python's `configparser` and others read them: sections of `key = value`, values going on in indented lines.

use std::collections::BTreeMap;

/// Section to its keys (lower case) and values.
pub(super) type Ini = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn parse(text: &str) -> Ini {
    let mut ini = Ini::new();
    let mut section = String::new();
    let mut last: Option<String> = None;
    for line in text.trim_start_matches('\u{feff}').lines() {
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with(['#', ';']) {
            continue;
        }
        if line.starts_with([' ', '\t']) {
            if let Some(value) = last.as_ref().and_then(|key| ini.get_mut(&section)?.get_mut(key)) {
                value.push('\n');
                value.push_str(plain);
            }
        } else if let Some(name) = plain.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            name.0.clone_into(&mut section);
            last = None;
        } else if let Some((key, value)) = plain.split_once(['=', ':']) {
            let key = key.trim().to_ascii_lowercase();
            ini.entry(section.clone()).or_default().insert(key.clone(), value.trim().to_owned());
            last = Some(key);
        }
    }
    ini
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_on_in_indented_lines() {
        let ini = parse("[alembic]\n# c\nscript_location = %(here)s/db\nversion_locations =\n  a\n  b\n\n[x]\nK: v\n");
        assert_eq!(ini["alembic"]["script_location"], "%(here)s/db");
        assert_eq!(ini["alembic"]["version_locations"], "\na\nb");
        assert_eq!(ini["x"]["k"], "v");
    }
}
