//! Room on the stack: the parser and its trees recurse, so text that nests deeply is read on a thread with a large stack,
//! and text that nests beyond all reason is not read at all.

use super::comments;

/// Deeper brackets, longer rows of prefix operators or of type arguments are refused.
const DEEPEST: usize = 128;
/// Longer chains of calls and operators are refused; a call is three tokens.
const LONGEST: usize = 60_000;
/// What an ordinary stack has room for.
const ORDINARY: (usize, usize) = (32, 1_000);
const STACK: usize = 512 << 20;

/// Does the work with room enough for this text; `None` where it nests beyond reason.
pub(super) fn with_room<T: Send>(text: &str, work: impl FnOnce() -> T + Send) -> Option<T> {
    let (deepest, longest) = measure(text);
    if deepest > DEEPEST || longest > LONGEST {
        return None;
    }
    if deepest <= ORDINARY.0 && longest <= ORDINARY.1 {
        return Some(work());
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.ok().and_then(|thread| thread.join().ok())
    })
}

/// How deep the text nests, and the longest run of tokens that no bracket, comma or semicolon interrupts at its level.
fn measure(text: &str) -> (usize, usize) {
    let mut levels = vec![0_usize];
    let (mut deepest, mut longest, mut prefixes, mut angles) = (0, 0, 0, 0_usize);
    comments::tokens(text, &mut |token| {
        match token {
            "(" | "[" | "{" => levels.push(0),
            ")" | "]" | "}" if levels.len() > 1 => {
                levels.pop();
            }
            _ => {}
        }
        prefixes = if matches!(token, "!" | "-" | "*" | "&" | "|") { prefixes + 1 } else { 0 };
        match token {
            "<" => angles += 1,
            ">" => angles = angles.saturating_sub(1),
            ";" | "{" | "}" => angles = 0,
            _ => {}
        }
        let here = levels.len();
        if let Some(run) = levels.last_mut() {
            *run = if matches!(token, ";" | "," | "}") { 0 } else { *run + 1 };
            longest = longest.max(*run);
        }
        deepest = deepest.max(here).max(prefixes).max(angles);
    });
    (deepest, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_measured_outside_strings() {
        assert_eq!(measure("fn f() { g((1)); \"((((\"; }").0, 4);
        let chain = format!("fn f() {{ a{}; }}", ".b()".repeat(10));
        // The brace, the name, and dot, name and closing bracket of each call.
        assert_eq!(measure(&chain).1, 2 + 30);
    }

    #[test]
    fn what_nests_beyond_reason_is_not_read() {
        assert_eq!(with_room(&"(".repeat(200), || 1), None);
        assert_eq!(with_room(&format!("x = {}1", "!".repeat(200)), || 1), None);
        assert_eq!(with_room(&format!("x{}", ".y()".repeat(2000)), || 1), Some(1));
    }
}
