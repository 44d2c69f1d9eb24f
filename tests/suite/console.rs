//! The console blocks of the README and of `tests/cmd`, run as they stand.

#[test]
fn transcripts_say_what_the_program_says() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case("README.md")
        .case("tests/cmd/*.md");
}
