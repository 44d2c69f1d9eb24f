//! A small page to hand to somebody, on paper or as a file: HTML that needs nothing else and loads
//! nothing.

use comrak::markdown_to_html;

use crate::journal::prose::markdown_options;

/// What it looks like; a page of A4 or Letter when it is printed.
const STYLE: &str = include_str!("handout.css");

/// The page of a Markdown text.
#[must_use]
pub fn html(title: &str, markdown: &str) -> String {
    let mut options = markdown_options();
    options.render.escape = true;
    let body = markdown_to_html(markdown, &options);
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn a_page_holds_its_words_and_runs_nothing() {
        let page = html("A < B", "# A\n\n<script>x</script>\n");
        assert!(page.contains("<title>A &lt; B</title>") && page.contains("<h1>A</h1>"));
        assert!(!page.contains("<script>"), "{page}");
    }
}
