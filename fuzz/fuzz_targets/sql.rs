//! Any text as a SQL migration of any tool and dialect: no panic, no hang, and fixes settle.

#![no_main]

use libfuzzer_sys::fuzz_target;
use remigrate::engine::{Dialect, Language, Tool};

fuzz_target!(|input: (u8, u8, &str)| {
    let (tool, dialect, text) = input;
    let tool = Tool::ALL[usize::from(tool) % Tool::ALL.len()];
    let dialect = Dialect::ALL[usize::from(dialect) % Dialect::ALL.len()];
    if tool.language() == Language::Sql {
        remigrate_fuzz::check(tool, dialect, text);
    }
});
