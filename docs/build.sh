#!/usr/bin/env bash
# The book: these pages, a page of every rule, and the site of the example journal.
# It needs mdBook (`cargo install mdbook --locked --version 0.4.52`) and the program.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${EVENKEEL:-target/release/evenkeel}
source=target/book-source
rm -rf "$source" target/book
mkdir -p "$source"
cp docs/*.md docs/book.toml "$source"
# Links out of the book lead to the repository's own files, which are not part of it.
sed -i -E 's#\]\(\.\./[^)]*\)#](introduction.md)#g' "$source"/*.md
"$program" rules catalogue > "$source/catalogue.md"
"$program" build example-journal --output "$source/example" > target/book-example.log
mdbook build "$source" --dest-dir "$PWD/target/book"
echo "The book is ready. Open target/book/index.html"
