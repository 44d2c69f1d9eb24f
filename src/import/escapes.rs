//! Takes backslashes out of Markdown that keep nothing from being markup.

/// Signs that are markup wherever they stand.
const ALWAYS: &str = "\\`*_[]<~|$";
/// Signs that are markup at the beginning of a line.
const AT_THE_START: &str = "#-+>=";

/// `text` without needless backslashes; what stands in code stays as it is.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let marker = ["```", "~~~"].into_iter().find(|marker| start.starts_with(marker));
        match (fence, marker) {
            (None, Some(marker)) => fence = Some(marker),
            (Some(open), Some(marker)) if open == marker => fence = None,
            (None, None) => {
                line_without(line, &mut out);
                continue;
            }
            _ => {}
        }
        out.push_str(line);
    }
    out
}

fn line_without(line: &str, out: &mut String) {
    let begin = out.len();
    let mut letters = line.chars().peekable();
    let mut in_code = false;
    while let Some(letter) = letters.next() {
        if letter == '`' {
            in_code = !in_code;
        }
        let next = letters.peek().copied();
        let Some(sign) =
            next.filter(|sign| letter == '\\' && !in_code && sign.is_ascii_punctuation())
        else {
            out.push(letter);
            continue;
        };
        let before = out.get(begin..).unwrap_or_default().trim_start();
        let follows = {
            let mut rest = letters.clone();
            rest.next();
            rest.next()
        };
        let blank = follows.is_none_or(char::is_whitespace);
        let needed = ALWAYS.contains(sign)
            || before.is_empty() && AT_THE_START.contains(sign)
            // `1.` and `1)` begin a list, `![` a picture, `a&b;` may be an entity.
            || ".)".contains(sign) && blank && is_number(before)
            || sign == '!' && follows == Some('[')
            || sign == '&';
        if needed {
            out.push(letter);
        }
        out.push(sign);
        letters.next();
    }
}

fn is_number(text: &str) -> bool {
    (1..10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn needless_backslashes_go_and_needed_ones_stay() {
        for (before, after) in [
            ("It rained\\. This\\-or\\-that \\(so\\)\\!", "It rained. This-or-that (so)!"),
            ("1\\. no list", "1\\. no list"),
            ("in 2024\\. Then", "in 2024. Then"),
            ("\\- no list, \\# no heading", "\\- no list, # no heading"),
            ("\\*not bold\\*", "\\*not bold\\*"),
            ("`a\\.b` c\\.", "`a\\.b` c."),
            ("```\na\\.b\n```\nc\\.", "```\na\\.b\n```\nc."),
            ("C:\\dir\\", "C:\\dir\\"),
        ] {
            assert_eq!(plain(before), after);
        }
    }
}
