#!/bin/sh
# Runs neovim.lua in a Neovim without any settings, on a journal of its own.
#
#     EVENKEEL=path/to/evenkeel tests/editor/neovim.sh
#
# NVIM names another Neovim than the one in the PATH. The exit code is 0 when every check held.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
EVENKEEL=${EVENKEEL:-$here/../../target/release/evenkeel}
EVENKEEL=$(cd "$(dirname "$EVENKEEL")" && pwd)/$(basename "$EVENKEEL")
if [ ! -x "$EVENKEEL" ]; then
    echo "There is no program at $EVENKEEL. Build it, or name it with EVENKEEL." >&2
    exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Spaces and letters beyond ASCII belong to the path of many a journal.
JOURNAL="$work/my jöurnal (1)"
mkdir -p "$JOURNAL/commitments"
export EVENKEEL JOURNAL
for kind in CONFIG DATA STATE CACHE; do
    export "XDG_${kind}_HOME=$work/nvim"
done
cd "$JOURNAL"
"${NVIM:-nvim}" --headless --noplugin -u NONE -i NONE -n -c "luafile $here/neovim.lua" -c "cquit 1"
