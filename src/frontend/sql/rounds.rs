//! What a plpgsql loop goes over, where the file tells: `ARRAY['a', 'b']`, `1..3`, `VALUES (…)`, tables by their names.

use super::cursor::Cursor;
use super::guard::present;
use super::known::known_text;
use super::loops::array_items;
use super::repeat::conjuncts;
use super::variables::Variables;
use crate::migration::{Condition, Subject};
use crate::operation::Key;

/// One time around.
pub(super) struct Round {
    /// What the loop's variables hold, `record.field` included.
    pub(super) values: Vec<(String, String)>,
    /// A catalog was asked: the round is only there where this is.
    pub(super) when: Option<Condition>,
}

/// Rows with names for their columns.
struct Rows {
    columns: Vec<String>,
    rows: Vec<(Vec<String>, Option<Condition>)>,
}

/// Loops longer than this are not written out.
const MOST: usize = 1000;

/// The rounds of `FOREACH x IN ARRAY … LOOP` and `FOR x IN … LOOP`; moves to LOOP.
pub(super) fn rounds(cursor: &mut Cursor<'_>, variables: &Variables) -> Option<Vec<Round>> {
    let each = cursor.eat("FOREACH");
    if !each && !cursor.eat("FOR") {
        return None;
    }
    let mut names = vec![cursor.part()?];
    while cursor.eat_symbol(",") {
        names.push(cursor.part()?);
    }
    if !cursor.eat("IN") || each && !cursor.eat("ARRAY") {
        return None;
    }
    let over = cursor.up_to(&["LOOP"]);
    let single = |text: String| Round { values: vec![(names[0].clone(), text)], when: None };
    if each {
        return Some(array(over, variables)?.into_iter().map(single).collect());
    }
    if let Some(numbers) = numbers(over) {
        return Some(numbers.map(|number| single(number.to_string())).collect());
    }
    Some(query(over, variables)?.rounds(&names))
}

/// A literal array, or a variable that holds one.
fn array(over: Cursor<'_>, variables: &Variables) -> Option<Vec<String>> {
    array_items(over).or_else(|| {
        let text = known_text(over, variables)?;
        plain_array(&text)
    })
}

/// The items of `{a,b}`.
pub(super) fn plain_array(text: &str) -> Option<Vec<String>> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let plain = !inside.contains(['"', '\\', '{']);
    plain.then(|| inside.split(',').map(|item| item.trim().to_owned()).collect())
}

/// `1..12`
fn numbers(over: Cursor<'_>) -> Option<std::ops::RangeInclusive<i64>> {
    let span = over.span();
    let (low, high) = over.text.get(span.start as usize..span.end as usize)?.split_once("..")?;
    let (low, high): (i64, i64) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (usize::try_from(high.checked_sub(low)?).is_ok_and(|rounds| rounds < MOST)).then_some(low..=high)
}

impl Rows {
    fn of_column(name: String, items: Vec<String>) -> Self {
        Self { columns: vec![name], rows: items.into_iter().map(|item| (vec![item], None)).collect() }
    }

    /// A record gets a field for each column; names on their own get the columns in order.
    fn rounds(self, names: &[String]) -> Vec<Round> {
        let Self { columns, rows } = self;
        let fields = |values: Vec<String>| {
            let record = &names[0];
            let mut out: Vec<_> = names.iter().cloned().zip(values.iter().cloned()).collect();
            if names.len() == 1 {
                out.extend(columns.iter().map(|column| format!("{record}.{column}")).zip(values));
            }
            out
        };
        rows.into_iter().map(|(values, when)| Round { values: fields(values), when }).collect()
    }
}

fn query(mut over: Cursor<'_>, variables: &Variables) -> Option<Rows> {
    if let Some(inside) = over.in_brackets() {
        return query(inside, variables);
    }
    if over.eat("VALUES") {
        return values(over, variables);
    }
    over.eat("SELECT").then_some(())?;
    over.eat("DISTINCT");
    let mut list = over.up_to(&["FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "UNION"]);
    if over.is_done() {
        let items = list.eat("UNNEST").then(|| list.group()).flatten().and_then(|items| array(items, variables))?;
        list.eat("AS");
        let name = if list.is_done() { "unnest".to_owned() } else { list.part()? };
        return list.is_done().then(|| Rows::of_column(name, items));
    }
    over.eat("FROM").then_some(())?;
    let mut source = over.up_to(&["WHERE", "GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "UNION"]);
    let rows = if over.eat("WHERE") {
        let filter = over.up_to(&["GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "UNION"]);
        tables(source, filter, variables)?
    } else {
        let mut rows = match source.eat("UNNEST") {
            true => Rows::of_column("unnest".to_owned(), array(source.group()?, variables)?),
            false => query(source.group()?, variables)?,
        };
        renamed(&mut rows, source)?;
        rows
    };
    // The order of the rounds makes no difference to what is known of them.
    if over.eat_all(&["ORDER", "BY"]) {
        over.up_to(&["LIMIT", "OFFSET", "UNION", "FETCH"]);
    }
    if over.is_done() { chosen(rows, list) } else { None }
}

/// `('a', 'b'), ('c', 'd')`
fn values(mut over: Cursor<'_>, variables: &Variables) -> Option<Rows> {
    let mut rows = Vec::new();
    loop {
        let items = over.group()?.items();
        rows.push((items.into_iter().map(|item| known_text(item, variables)).collect::<Option<Vec<_>>>()?, None));
        if !over.eat_symbol(",") {
            break;
        }
    }
    let width = rows.first().map_or(0, |(values, _)| values.len());
    let even = rows.len() <= MOST && rows.iter().all(|(values, _)| values.len() == width);
    let columns = (1..=width).map(|number| format!("column{number}")).collect();
    (even && over.is_done()).then_some(Rows { columns, rows })
}

/// `AS t`, `AS t(a, b)`, behind a source.
fn renamed(rows: &mut Rows, mut source: Cursor<'_>) -> Option<()> {
    source.eat("AS");
    if source.is_done() {
        return Some(());
    }
    let name = source.part()?;
    match source.column_list() {
        Some(columns) if columns.len() == rows.columns.len() => rows.columns = columns,
        Some(_) => return None,
        // A function's only column takes the alias as its name.
        None if rows.columns == ["unnest"] => rows.columns = vec![name],
        None => {}
    }
    source.is_done().then_some(())
}

/// The columns that the list of a SELECT asks for.
fn chosen(rows: Rows, list: Cursor<'_>) -> Option<Rows> {
    if list.is_symbol("*") {
        return Some(rows);
    }
    let mut columns = Vec::new();
    let mut places = Vec::new();
    for mut item in list.items() {
        let name = item.name()?.name;
        places.push(rows.columns.iter().position(|column| *column == name)?);
        item.eat("AS");
        columns.push(item.part().unwrap_or(name));
        item.is_done().then_some(())?;
    }
    let pick = |values: Vec<String>| places.iter().map(|&place| values[place].clone()).collect();
    Some(Rows { columns, rows: rows.rows.into_iter().map(|(values, when)| (pick(values), when)).collect() })
}

/// `information_schema.tables WHERE table_name IN ('a', 'b')`: a round for each of them that is there.
fn tables(mut source: Cursor<'_>, filter: Cursor<'_>, variables: &Variables) -> Option<Rows> {
    let catalog = source.name()?;
    let column = match catalog.name.as_str() {
        "tables" if catalog.schema.as_deref() == Some("information_schema") => "table_name",
        "pg_tables" => "tablename",
        _ => return None,
    };
    source.eat("AS");
    source.part();
    source.is_done().then_some(())?;
    let mut items = None;
    for mut demand in conjuncts(filter) {
        let name = demand.name()?.name;
        if name == column {
            let named = named(demand, variables)?;
            if items.replace(named).is_some() {
                return None;
            }
        } else if !matches!(name.as_str(), "table_schema" | "schemaname" | "table_type") || !demand.eat_symbol("=") {
            return None;
        }
    }
    let row = |name: String| {
        let when = present(Subject::Key(Key::table(name.as_str())), filter.span());
        (vec![name], Some(when))
    };
    Some(Rows { columns: vec![column.to_owned()], rows: items?.into_iter().map(row).collect() })
}

/// `IN ('a', 'b')`, `= 'a'`, `= ANY (ARRAY['a', 'b'])`
fn named(mut demand: Cursor<'_>, variables: &Variables) -> Option<Vec<String>> {
    if demand.eat("IN") {
        let items = demand.group()?.items();
        return items.into_iter().map(|item| known_text(item, variables)).collect();
    }
    demand.eat_symbol("=").then_some(())?;
    if demand.eat("ANY") {
        return array(demand.group()?, variables);
    }
    Some(vec![known_text(demand.rest(), variables)?])
}
