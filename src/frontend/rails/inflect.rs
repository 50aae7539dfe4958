//! Plural and singular as ActiveSupport makes them, from its own rule tables (`active_support/inflections.rb`, the same
//! from 4.2 to 8.1). An application may add rules of its own, which no migration shows; words that the rules here do not
//! surely cover give `None`.

/// `user` → `users`.
pub(super) fn plural(word: &str) -> Option<String> {
    inflect(word, &IRREGULAR, PLURAL, "s")
}

/// `users` → `user`.
pub(super) fn singular(word: &str) -> Option<String> {
    let reversed = IRREGULAR.map(|(one, many)| (many, one));
    inflect(word, &reversed, SINGULAR, "")
}

/// `UserProfile` → `user_profile`; `Admin::User` → `admin/user`.
pub(super) fn underscore(constant: &str) -> String {
    let mut out = String::with_capacity(constant.len() + 4);
    let letters: Vec<char> = constant.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(at + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts_word {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out.replace("::", "/")
}

const IRREGULAR: [(&str, &str); 6] = [
    ("person", "people"),
    ("man", "men"),
    ("child", "children"),
    ("sex", "sexes"),
    ("move", "moves"),
    ("zombie", "zombies"),
];

const UNCOUNTABLE: [&str; 10] =
    ["equipment", "information", "rice", "money", "species", "series", "fish", "sheep", "jeans", "police"];

/// Endings and what they become, the last one of Rails' list first, as Rails tries them.
const PLURAL: &[(&[&str], &str, &str)] = &[
    (&["quiz"], "", "zes"),
    (&["oxen"], "", ""),
    (&["matrix", "vertix", "indix", "matrex", "vertex", "index"], "ix|ex", "ices"),
    (&["x", "ch", "ss", "sh"], "", "es"),
    (&["hive"], "", "s"),
    (&["sis"], "sis", "ses"),
    (&["tum", "ium"], "um", "a"),
    (&["ta", "ia"], "", ""),
    (&["buffalo", "tomato"], "", "es"),
    (&["bus"], "s", "ses"),
    (&["alias", "status"], "", "es"),
    (&["octopi", "viri"], "", ""),
    (&["octopus", "virus"], "us", "i"),
    (&["axis", "testis"], "is", "es"),
    (&["s"], "", ""),
];

const SINGULAR: &[(&[&str], &str, &str)] = &[
    (&["databases"], "s", ""),
    (&["quizzes"], "zes", ""),
    (&["matrices"], "ices", "ix"),
    (&["vertices", "indices"], "ices", "ex"),
    (&["aliases", "statuses"], "es", ""),
    (&["alias", "status"], "", ""),
    (&["octopi", "viri"], "i", "us"),
    (&["crises", "testes"], "es", "is"),
    (&["shoes"], "s", ""),
    (&["oes"], "es", ""),
    (&["buses"], "es", ""),
    (&["bus"], "", ""),
    (&["xes", "ches", "sses", "shes"], "es", ""),
    (&["movies"], "s", ""),
    (&["series"], "", ""),
    (&["tives", "hives"], "s", ""),
    (&["analyses", "bases", "diagnoses", "parentheses", "prognoses", "synopses", "theses"], "es", "is"),
    (&["ta", "ia"], "a", "um"),
    (&["news", "ss"], "", ""),
];

fn inflect(word: &str, irregular: &[(&str, &str)], rules: &[(&[&str], &str, &str)], fallback: &str) -> Option<String> {
    let last = word.rsplit(['_', '/', ' ', '.']).next().unwrap_or(word);
    if last.is_empty() || !last.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        return None;
    }
    let stem = &word[..word.len() - last.len()];
    if UNCOUNTABLE.contains(&last) {
        return Some(word.to_owned());
    }
    if let Some((_, other)) = irregular.iter().find(|(from, _)| last.ends_with(from)) {
        let (from, _) = irregular.iter().find(|(from, _)| last.ends_with(from))?;
        return Some(format!("{stem}{}{other}", &last[..last.len() - from.len()]));
    }
    for (endings, cut, add) in rules {
        if endings.iter().any(|ending| last.ends_with(ending)) {
            let kept = cut.split('|').find_map(|cut| last.strip_suffix(cut)).unwrap_or(last);
            return Some(format!("{stem}{kept}{add}"));
        }
    }
    Some(format!("{stem}{}", regular(last, fallback)))
}

/// The rules with classes of letters: `-y`, `-f`, `-fe`, and the plain `s`.
fn regular(word: &str, plural: &str) -> String {
    let consonant = |stem: &str| stem.ends_with("qu") || stem.ends_with(|c: char| !"aeiouy".contains(c));
    if plural.is_empty() {
        if let Some(stem) = word.strip_suffix("ies").filter(|stem| !stem.is_empty() && consonant(stem)) {
            return format!("{stem}y");
        }
        if let Some(stem) = word.strip_suffix("ves") {
            let f = stem.ends_with(['l', 'r']);
            return if f { format!("{stem}f") } else { format!("{stem}fe") };
        }
        return word.strip_suffix('s').unwrap_or(word).to_owned();
    }
    if let Some(stem) = word.strip_suffix('y').filter(|stem| !stem.is_empty() && consonant(stem)) {
        return format!("{stem}ies");
    }
    if let Some(stem) = word.strip_suffix("fe").filter(|stem| !stem.ends_with('f')) {
        return format!("{stem}ves");
    }
    if let Some(stem) = word.strip_suffix('f').filter(|stem| stem.ends_with(['l', 'r'])) {
        return format!("{stem}ves");
    }
    format!("{word}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs given by ActiveSupport 6.1's own inflector.
    #[test]
    fn words_inflect_as_active_support_has_them() {
        for (one, many) in [
            ("user", "users"),
            ("category", "categories"),
            ("day", "days"),
            ("box", "boxes"),
            ("person", "people"),
            ("salesperson", "salespeople"),
            ("child", "children"),
            ("status", "statuses"),
            ("alias", "aliases"),
            ("address", "addresses"),
            ("analysis", "analyses"),
            ("user_profile", "user_profiles"),
            ("index", "indices"),
            ("half", "halves"),
            ("wife", "wives"),
            ("series", "series"),
            ("datum", "data"),
            ("movie", "movies"),
            ("hero", "heros"),
            ("batch", "batches"),
            ("database", "databases"),
            ("quiz", "quizzes"),
            ("bus", "buses"),
            ("medium", "media"),
            ("query", "queries"),
            ("archive", "archives"),
            ("leaf", "leafs"),
        ] {
            assert_eq!(plural(one).as_deref(), Some(many), "plural of {one}");
        }
        assert_eq!(underscore("HTMLPage"), "html_page");
        assert_eq!(underscore("Admin::UserProfile"), "admin/user_profile");
    }
}
