//! The console blocks of the README, of `docs` and of `tests/cmd`, run as they stand.
//!
//! `TRYCMD=overwrite cargo test --locked transcripts` writes down what is printed now.

#[test]
fn transcripts_say_what_the_program_says() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .case("README.md")
        .case("docs/*.md")
        .case("tests/cmd/*.md");
}
