#!/usr/bin/env bash
# `check` beside other programs that read prose, and `build` beside other site generators: one corpus, one run, and a
# table for the book. What is not installed is named with the way to get it.
# usage: benches/peers.sh [ENTRIES] [RUNS]   (needs GNU time as /usr/bin/time)
set -euo pipefail
entries=${1:-3000}
runs=${2:-3}
cd "$(dirname "$0")/.."
source benches/measure.sh
program=$PWD/target/release/evenkeel
[ -x "$program" ] || cargo build --release --locked --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
corpus=$work/corpus
python3 - example-journal "$entries" "$corpus" <<'PY'
# The example's entries in turn, a day each. Without front matter in any of its forms, which not every peer reads.
import datetime, pathlib, re, sys
source, entries, corpus = pathlib.Path(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
front = re.compile(r"\A\ufeff?(---|\+\+\+|;;;)[ \t]*\r?\n.*?\n\1[ \t]*\r?\n", re.S)
texts = [front.sub("", path.read_text()).lstrip()
         for path in sorted(source.rglob("*.md")) if re.match(r"\d{4}-\d\d-\d\d", path.name)]
for number in range(entries):
    day = datetime.date(2000, 1, 1) + datetime.timedelta(number)
    path = corpus / f"{day.year}/{day}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(texts[number % len(texts)])
PY

each() { # a command and then every file, as a shell would give them
    find "$corpus" -name '*.md' -print0 | LC_ALL=C.UTF-8 xargs -0 "$@" >/dev/null || true
}
export -f each
export corpus

row() { # name, then what `measure` printed; the first row of a table is what the others are compared with
    awk -v name="$1" -v wall="$2" -v cpu="$3" -v peak="$4" -v ours="$ours" 'BEGIN {
        printf "| %s | %.2f s | %.2f s | %.0f MB | %.1f |\n", name, wall, cpu, peak / 1024, cpu / ours }'
}

beside() { # name, the program it needs, how to get it, and the command
    local name=$1 needs=$2 how=$3
    shift 3
    if command -v "$needs" >/dev/null; then
        # shellcheck disable=SC2046
        row "$name" $(measure "$@")
    else
        missing+=("$name: $how")
    fi
}

made() { # a generator like `beside`, which must have written a page for each entry; RUN in its last argument
    local name=$1 needs=$2
    beside "$@"
    if command -v "$needs" >/dev/null; then
        local pages
        pages=$(find "$work/$needs-1" -name '*.html' | wc -l)
        [ "$pages" -ge "$entries" ] || printf '%s wrote %s pages of %s: its row says nothing\n' "$name" "$pages" "$entries"
    fi
}

head() { printf '\n| %s | wall | CPU | memory | CPU, times ours |\n|---|---|---|---|---|\n' "$1"; }
missing=()
printf '%s entries, %s words, least of %s runs\n' "$entries" "$(find "$corpus" -name '*.md' -exec cat {} + | wc -w)" "$runs"

ours=1
read -r wall ours peak < <(measure "$program" check --quiet --exit-zero "$corpus")
head check
row evenkeel "$wall" "$ours" "$peak"
beside 'wc -w' wc 'comes with the system' bash -c 'each wc -w'
beside ripgrep rg 'https://github.com/BurntSushi/ripgrep' rg --count-matches "\\b(?i:failure|useless|stupid)\\b" "$corpus"
beside typos typos 'pip install typos' typos --isolated "$corpus"
beside rumdl rumdl 'pip install rumdl' rumdl check --no-cache --silent "$corpus"
beside Harper harper-cli 'cargo install --git https://github.com/Automattic/harper harper-cli' bash -c 'each harper-cli lint --count'
beside proselint proselint 'pip install proselint' proselint check "$corpus"
beside write-good write-good 'npm install --global write-good' bash -c 'each write-good'
printf 'StylesPath = styles\nMinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Vale\n' > "$work/vale.ini"
mkdir "$work/styles"
beside Vale vale 'https://vale.sh/docs/install' vale --config "$work/vale.ini" --no-exit "$corpus"

# Each generator as bare as it can be had: a page for each entry, and its own list of them where it makes one.
mkdir -p "$work/hugo/layouts/_default"
cp -r "$corpus" "$work/hugo/content"
# A list at the top would be taken for front matter.
find "$work/hugo/content" -name '*.md' -exec sed -i '1s/^/---\ntitle: A day\n---\n/' {} +
echo '<!doctype html><title>{{ .Title }}</title>{{ .Content }}' > "$work/hugo/layouts/_default/single.html"
echo '<!doctype html>{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}' > "$work/hugo/layouts/_default/list.html"
printf 'baseURL = "http://localhost/"\n' > "$work/hugo/config.toml"
mkdir "$work/book"
cp -r "$corpus" "$work/book/src"
printf '[book]\ntitle = "journal"\n' > "$work/book/book.toml"
(cd "$corpus" && find . -name '*.md' | sort | sed 's|^\./\(.*/\(.*\)\.md\)$|- [\2](\1)|') > "$work/book/src/SUMMARY.md"
mkdir "$work/docs"
cp -r "$corpus" "$work/docs/docs"
printf 'site_name: journal\n' > "$work/docs/mkdocs.yml"
mkdir "$work/eleventy"
cp -r "$corpus" "$work/eleventy/content"
echo 'export default (config) => { config.setQuietMode(true); return { markdownTemplateEngine: false }; };' > "$work/eleventy/eleventy.config.mjs"

read -r wall ours peak < <(measure "$program" build "$corpus" --output "$work/site-RUN")
head build
row evenkeel "$wall" "$ours" "$peak"
made Hugo hugo 'https://gohugo.io/installation' hugo --quiet --source "$work/hugo" --destination "$work/hugo-RUN"
made Eleventy eleventy 'npm install --global @11ty/eleventy' bash -c "cd '$work/eleventy' && eleventy --input=content --output='$work/eleventy-RUN'"
made MkDocs mkdocs 'pip install mkdocs' mkdocs --quiet build --config-file "$work/docs/mkdocs.yml" --site-dir "$work/mkdocs-RUN"
made mdBook mdbook 'cargo install mdbook' mdbook build "$work/book" --dest-dir "$work/mdbook-RUN"

[ "${#missing[@]}" = 0 ] || printf '\nNot here: %s' "${missing[0]}" "${missing[@]:1}"
echo
