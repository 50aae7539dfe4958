//! The schema of a PostgreSQL database, as `pg_dump` writes it: it alone knows everything that a schema can hold.

use std::process::{Command, Stdio};

use crate::database::{DatabaseUrl, RunError};

/// The whole schema in one string, without owners and privileges, which belong to the server.
pub(super) fn schema(url: &DatabaseUrl, user: Option<&str>) -> Result<String, RunError> {
    let mut command = Command::new("pg_dump");
    command.args(["--schema-only", "--no-owner", "--no-privileges", "--no-password", "--encoding", "UTF8"]);
    command.args(["--host", url.socket.as_deref().unwrap_or(&url.host), "--port", &url.port.to_string()]);
    if let Some(user) = user {
        command.args(["--username", user]);
    }
    // Neither is in the list of processes.
    command.env("PGPASSWORD", url.password.as_deref().unwrap_or_default()).env("PGSSLMODE", url.tls.of_postgres());
    if let Some(ca) = &url.ca {
        command.env("PGSSLROOTCERT", ca);
    }
    let dumped = command
        .args(["--dbname", url.database.as_deref().unwrap_or_default()])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| RunError::Lost(format!("a schema of PostgreSQL is copied by pg_dump: {error}")))?;
    if !dumped.status.success() {
        let said = String::from_utf8_lossy(&dumped.stderr);
        return Err(RunError::Lost(said.lines().next().unwrap_or("pg_dump failed").to_owned()));
    }
    Ok(without_commands(&String::from_utf8_lossy(&dumped.stdout)))
}

/// Newer versions put `\restrict` and `\unrestrict` around the dump, which only psql understands; no statement of a
/// schema dump has a line that begins with a backslash at its top level.
fn without_commands(dump: &str) -> String {
    dump.lines().filter(|line| !line.starts_with("\\restrict ") && !line.starts_with("\\unrestrict ")).fold(
        String::with_capacity(dump.len()),
        |mut text, line| {
            text.push_str(line);
            text.push('\n');
            text
        },
    )
}

#[cfg(test)]
mod tests {
    use super::without_commands;

    #[test]
    fn commands_of_psql_are_left_out() {
        let dump = "--\n\\restrict abc\n\nCREATE TABLE a (x int);\n\n\\unrestrict abc\n";
        assert_eq!(without_commands(dump), "--\n\nCREATE TABLE a (x int);\n\n");
    }
}
