"""The language server, driven by a client that knows the protocol.

The client checks every message against the specification and against what it declared. Places are
converted here a second time, from the words of the specification, so that a mistake in the server
does not repeat itself.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    EVENKEEL=path/to/evenkeel venv/bin/pytest
"""

import asyncio
import json
import os
import random
import re
import shutil
import subprocess
import time
import typing
import unicodedata
from urllib.parse import unquote

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import default_converter
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

from wire import COMMAND, Gone, Server

HARSH = "I'm such a failure.\n"
WORDS = "I'm such a failure"
DAY = "2026-03-02.md"
WALK = (
    "---\ntitle: Morning walk\nstart: 2026-03-01\ncadence: daily\n"
    "minimum: to the corner\n---\n"
)
INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32600, -32601, -32602

# ---------------------------------------------------------------- places, as the protocol has them


def starts(text):
    """Where the lines begin: after a line feed, a carriage return, or both."""
    return [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]


def units(text, encoding):
    return len(text.encode("utf-8")) if encoding == "utf-8" else len(text.encode("utf-16-le")) // 2


def position(text, index, encoding):
    line, start = max((n, at) for n, at in enumerate(starts(text)) if at <= index)
    return types.Position(line=line, character=units(text[start:index], encoding))


def index(text, place, encoding):
    """The character that a place stands before. A place inside a character is an error."""
    start = starts(text)[place.line]
    end = re.compile(r"[\r\n]|$").search(text, start).start()
    for at in range(start, end + 1):
        if units(text[start:at], encoding) == place.character:
            return at
    raise AssertionError(f"{place} is no place in {text!r}")


def span(text, place, encoding):
    return index(text, place.start, encoding), index(text, place.end, encoding)


def whole(text):
    return types.Range(types.Position(0, 0), types.Position(len(starts(text)), 0))


def expanded(snippet):
    """A snippet as a client writes it: the text, and where each stop begins and ends."""
    out, stops, at = "", {}, 0
    for found in re.finditer(r"\\([\\$}])|\$\{(\d+):([^}\\]*)\}", snippet):
        out += snippet[at : found.start()]
        if found[1]:
            out += found[1]
        else:
            stops[int(found[2])] = (len(out), len(out) + len(found[3]))
            out += found[3]
        at = found.end()
    rest = snippet[at:]
    assert "${" not in rest, snippet
    return out + rest, stops


# ------------------------------------------------------------------------------------ the client

CONFIG = ClientServerConfig(server_command=COMMAND, client_factory=lambda: new_client())


def converter():
    """The library takes an action that runs a command for a mere command."""
    converter = default_converter()
    kinds = typing.Union[types.Command, types.CodeAction]

    def read(value, _):
        kind = types.Command if isinstance(value.get("command"), str) else types.CodeAction
        return converter.structure(value, kind)

    converter.register_structure_hook(kinds, read)
    return converter


def new_client():
    client = LanguageClient(converter_factory=converter)
    client.published, client.edits, client.registered = [], [], []

    def publish(params):
        client.diagnostics[params.uri] = params.diagnostics
        client.published.append(params)

    def edit(params):
        client.edits.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    def register(params):
        client.registered.extend(params.registrations)

    features = {
        **DEFAULT_CLIENT_FEATURES,
        types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
        types.WORKSPACE_APPLY_EDIT: edit,
        types.CLIENT_REGISTER_CAPABILITY: register,
    }
    register_lsp_features(client, features)
    return client


def capable(profile, encoding):
    """What a client declares: much, or no more than how it counts."""
    encodings = [types.PositionEncodingKind(one) for one in dict.fromkeys([encoding, "utf-16"])]
    if profile == "minimal":
        return types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=encodings)
        )
    can = client_capabilities("visual-studio-code")
    can.general.position_encodings = encodings
    can.workspace.workspace_edit.snippet_edit_support = True
    can.workspace.did_change_watched_files.dynamic_registration = True
    return can


class Editor:
    """A client with a journal open in it."""

    def __init__(self, client, result, folder):
        self.client, self.folder = client, folder
        self.capabilities = result.capabilities
        self.encoding = (result.capabilities.position_encoding or "utf-16").lower()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, name):
        return (self.folder / name).read_bytes().decode()

    def uri(self, name):
        return (self.folder / name).as_uri()

    async def published(self, uri, version=None):
        """The next diagnostics about a text; those before them are forgotten."""
        for _ in range(1000):
            for place, params in enumerate(self.client.published):
                if params.uri == uri and version in (None, params.version):
                    del self.client.published[: place + 1]
                    return list(params.diagnostics)
            assert self.client.error is None
            await asyncio.sleep(0.005)
        raise AssertionError(f"nothing was published about {uri}")

    async def quiet(self):
        """Waits until the server has done everything it was told; what it published meanwhile."""
        before = len(self.client.published)
        # Answers come in order, and findings once nothing else waits.
        await self.client.text_document_code_lens_async(
            types.CodeLensParams(types.TextDocumentIdentifier("untitled:nothing"))
        )
        await asyncio.sleep(0.15)
        return self.client.published[before:]

    async def open(self, name, text):
        page = Page(self, name if ":" in name else self.uri(name), text)
        page.tell_open()
        page.found = await self.published(page.uri, 1)
        return page

    def changed(self, *names):
        events = [types.FileEvent(self.uri(name), types.FileChangeType.Changed) for name in names]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    async def run(self, command, *arguments):
        params = types.ExecuteCommandParams(command=command, arguments=list(arguments))
        return await self.client.workspace_execute_command_async(params)

    async def journal(self):
        """What is found in every file, by address."""
        report = await self.client.workspace_diagnostic_async(
            types.WorkspaceDiagnosticParams(previous_result_ids=[])
        )
        items = [(item.uri, list(item.items)) for item in report.items]
        assert len(dict(items)) == len(items)
        return dict(items)


class Page:
    """A text in the editor, the client's own copy of it."""

    def __init__(self, editor, uri, text):
        self.editor, self.client, self.uri = editor, editor.client, uri
        self.text, self.version, self.found = text, 1, []

    @property
    def document(self):
        return types.TextDocumentIdentifier(self.uri)

    def tell_open(self):
        item = types.TextDocumentItem(
            uri=self.uri, language_id="markdown", version=self.version, text=self.text
        )
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def tell(self, changes):
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=changes)
        )

    async def replace(self, *edits):
        """Replaces ranges of characters, one after the other, as typing does."""
        changes = []
        for start, end, by in edits:
            place = types.Range(self.at(start), self.at(end))
            changes.append(types.TextDocumentContentChangePartial(range=place, text=by))
            self.text = self.text[:start] + by + self.text[end:]
        self.tell(changes)
        self.found = await self.editor.published(self.uri, self.version)

    async def become(self, text):
        self.text = text
        self.tell([types.TextDocumentContentChangeWholeDocument(text)])
        self.found = await self.editor.published(self.uri, self.version)

    async def close(self):
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))
        return await self.editor.published(self.uri)

    def at(self, place):
        return position(self.text, place, self.editor.encoding)

    def after(self, words):
        """The place behind some words."""
        return self.at(self.text.index(words) + len(words))

    def words(self, found=None):
        """The words that are marked, in order."""
        spans = [span(self.text, one.range, self.editor.encoding) for one in found or self.found]
        return [self.text[start:end] for start, end in spans]

    async def actions(self, place=None):
        params = types.CodeActionParams(
            text_document=self.document,
            range=place or whole(self.text),
            context=types.CodeActionContext(diagnostics=[]),
        )
        return list(await self.client.text_document_code_action_async(params))

    async def titled(self, start, place=None):
        actions = await self.actions(place)
        return [action for action in actions if action.title.startswith(start)]

    def edits(self, edit):
        """The edits of this text in a workspace edit, as ranges of characters; the stops too."""
        if edit.document_changes:
            [change] = edit.document_changes
            assert change.text_document.uri == self.uri
            assert change.text_document.version == self.version
            edits = change.edits
        else:
            assert list(edit.changes) == [self.uri]
            edits = edit.changes[self.uri]
        out = []
        for one in edits:
            if isinstance(one, types.SnippetTextEdit):
                by, stops = expanded(one.snippet.value)
            else:
                by, stops = one.new_text, {}
            out.append((*span(self.text, one.range, self.editor.encoding), by, stops))
        return sorted(out, key=lambda edit: edit[:2])

    def applied(self, edit):
        text = self.text
        for start, end, by, _ in reversed(self.edits(edit)):
            text = text[:start] + by + text[end:]
        return text

    async def apply(self, edit):
        edits = [(start, end, by) for start, end, by, _ in reversed(self.edits(edit))]
        await self.replace(*edits)

    async def hover(self, place):
        return await self.client.text_document_hover_async(types.HoverParams(self.document, place))

    async def completion(self, place):
        """What may stand at a place. An editor asks again while there may be more."""
        params = types.CompletionParams(text_document=self.document, position=place)
        for _ in range(500):
            listed = await self.client.text_document_completion_async(params)
            if not listed.is_incomplete:
                return list(listed.items)
            await asyncio.sleep(0.01)
        raise AssertionError("the names are never read")

    async def completed(self, place, label):
        """The text once an item is taken."""
        items = {item.label: item for item in await self.completion(place)}
        edit = items[label].text_edit
        start, end = span(self.text, edit.range, self.editor.encoding)
        assert edit.range.start.line == edit.range.end.line == place.line
        assert start <= index(self.text, place, self.editor.encoding) <= end
        return self.text[:start] + edit.new_text + self.text[end:]

    async def labels(self, place):
        return [item.label for item in await self.completion(place)]

    async def lenses(self):
        params = types.CodeLensParams(self.document)
        return list(await self.client.text_document_code_lens_async(params))

    async def links(self):
        params = types.DocumentLinkParams(self.document)
        return list(await self.client.text_document_document_link_async(params))


@pytest_asyncio.fixture
async def begin(tmp_path):
    """Starts servers; each must say goodbye in good order when the test ends."""
    clients = []

    async def start(capabilities, folders=None):
        client = await CONFIG.start()
        clients.append(client)
        folders = [tmp_path] if folders is None else folders
        params = types.InitializeParams(
            capabilities=capabilities,
            workspace_folders=[types.WorkspaceFolder(one.as_uri(), one.name) for one in folders],
        )
        result = await client.initialize_session(params)
        return Editor(client, result, tmp_path)

    yield start
    for client in clients:
        ended = client._server.returncode
        assert ended is None, f"the server ended with {ended}"
        await client.shutdown_session()
        assert client._server.returncode == 0
        await client.stop()


PROFILES = [(can, counts) for can in ("full", "minimal") for counts in ("utf-8", "utf-16")]


@pytest_asyncio.fixture(params=PROFILES, ids="-".join)
async def editor(request, begin):
    """Every kind of client, each with an empty journal."""
    return await begin(capable(*request.param))


@pytest_asyncio.fixture
async def full(begin):
    return await begin(capable("full", "utf-16"))


@pytest.fixture
def raw(tmp_path):
    """Starts servers without a library in between."""
    servers = []

    def start(initialize=True):
        server = Server(tmp_path)
        servers.append(server)
        if initialize:
            server.initialize([tmp_path])
        return server

    yield start
    for server in servers:
        server.stop()


# ------------------------------------------------------------------------------------- beginning


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_the_server_counts_as_the_client_does(begin, encoding):
    editor = await begin(capable("full", encoding))
    assert editor.encoding == encoding
    assert editor.capabilities.text_document_sync.open_close is True
    assert editor.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Incremental


async def test_a_client_that_says_nothing_counts_in_16_bit_units(begin):
    editor = await begin(types.ClientCapabilities())
    page = await editor.open(DAY, "🙂 " + HARSH)
    assert editor.encoding == "utf-16"
    assert page.found[0].range.start.character == 3


@pytest.mark.parametrize("client", ["visual-studio-code", "neovim", "emacs"])
async def test_what_known_editors_declare_is_enough(begin, client):
    editor = await begin(client_capabilities(client))
    page = await editor.open(DAY, f"🙂 I missed the tram, {HARSH}")
    assert page.words() == [WORDS]
    for action in await page.titled("Instead: "):
        assert WORDS not in page.applied(action.edit)
    assert await page.hover(page.after("such"))


# ------------------------------------------------------------------------------ texts and places

PLACES = {
    "plain": (HARSH, [WORDS]),
    "emoji": (
        "🙂 I'm such a failure. 👩‍👩‍👧‍👦 I should have known better. 🙂\n",
        [WORDS, "I should have known better"],
    ),
    "carriage returns": ("Fog.\r\n\r\n🙂 I'm so stupid.\r\nTea.\r\n", ["I'm so stupid"]),
    "combining marks": (
        unicodedata.normalize("NFD", "Café, crème brûlée, 각. I'm such a failure. Né.\n"),
        [WORDS],
    ),
    "outside the first plane": ("𝕿he 𐍈 letters. I can't do anything right.\n", ["I can't do anything right"]),
    "over two lines": ("Tea. 🙂 I am such\r\na failure, é.\r\n", ["I am such\r\na failure"]),
    "curly apostrophe": ("“I’m late.” I’m such a failure…\n", ["I’m such a failure"]),
    "markup inside": ("- 🙂 I'm *such* a **failure**.\n", ["I'm *such* a **failure**"]),
    "lone carriage returns": ("Tea.\rFog.\r\r🙂 Rain.\n\n🙂 I'm so stupid.\n", ["I'm so stupid"]),
    "byte order mark": ("\ufeffI'm such a failure.\n", [WORDS]),
    "front matter": ("---\ntitle: Fog 🙂\n---\n\n🙂 I'm such a failure.", [WORDS]),
    "no byte of text": ("", []),
    "kind words": ("🙂 I missed the tram and walked.\r\n", []),
}


@pytest.mark.parametrize("text, words", PLACES.values(), ids=PLACES.keys())
async def test_a_finding_marks_exactly_the_words(editor, text, words):
    page = await editor.open(DAY, text)
    assert page.words() == words
    for found in page.found:
        assert found.source == "evenkeel"
        assert isinstance(found.code, str) and isinstance(found.message, str)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
async def test_typing_reaches_the_server_whole(editor, end):
    """Whatever is typed and deleted, the server reads what the editor shows."""
    parts = ["🙂", "e\u0301", "각", "x", " ", end, end + end, "- ", "**", "> "]
    parts += ["I'm such a failure.", " I'm so stupid. "]
    rand = random.Random(6)
    page = await editor.open(DAY, f"# Fog{end}{end}🙂 Tea. I'm so stupid.{end}")
    for _ in range(25):
        edits, length, text = [], len(page.text), page.text
        for _ in range(rand.randint(1, 3)):
            start = rand.randint(0, length)
            stop = min(length, start + rand.choice([0, 0, 1, 4]))
            # A place inside a line end does not exist.
            start -= text[start - 1 : start + 1] == "\r\n" and start > 0
            stop += text[stop - 1 : stop + 1] == "\r\n" and stop > 0
            by = rand.choice(parts) if rand.random() < 0.8 else ""
            edits.append((start, stop, by))
            text = text[:start] + by + text[stop:]
            length = len(text)
        await page.replace(*edits)
        assert page.text == text
    typed = page.found
    await page.become(page.text)
    assert typed == page.found
    await page.close()
    again = await editor.open(DAY, page.text)
    assert typed == again.found


async def test_findings_go_with_the_words_and_with_the_text(editor):
    page = await editor.open(DAY, "🙂 Late. " + HARSH)
    assert page.words() == [WORDS]
    start = page.text.index("such")
    await page.replace((start, start + len("such a failure"), "tired"))
    assert page.text == "🙂 Late. I'm tired.\n" and page.found == []
    await page.replace((0, 0, HARSH), (0, 0, "Oh. "))
    assert page.words() == [WORDS]
    assert await page.close() == []


async def test_a_change_of_a_text_that_is_not_open_is_nothing(full):
    page = Page(full, full.uri(DAY), "")
    page.tell([types.TextDocumentContentChangeWholeDocument(HARSH)])
    assert await page.actions() == [] and await page.hover(types.Position(0, 2)) is None
    assert await full.quiet() == []


async def test_a_second_opening_counts(full):
    page = await full.open(DAY, HARSH)
    page.text = "Tea.\n"
    page.tell_open()
    assert await full.published(page.uri) == []


async def test_places_out_of_bounds_are_the_nearest_place(raw, tmp_path):
    server, uri = raw(), (tmp_path / DAY).as_uri()
    server.open(uri, "Tea. I'm such a failure")
    server.diagnostics(uri, 1)
    far = {"line": 2**31 - 1, "character": 2**31 - 1}
    server.change(uri, 2, [{"range": {"start": far, "end": far}, "text": " and so late."}])
    [found] = server.diagnostics(uri, 2)
    assert found["range"]["start"] == {"line": 0, "character": 5}
    past = {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 99999}}
    server.change(uri, 3, [{"range": past, "text": "Fog."}])
    assert server.diagnostics(uri, 3) == []
    assert server.end() == 0


# --------------------------------------------------------------------------------------- actions

SAID = {
    "label": "🙂 I missed the tram, I'm such a failure.\n",
    "alone": "I'm such a failure.\n",
    "trait": "Tea.\r\n\r\n- The\u0301! I'm so stupid.\r\n- Fog.\r\n",
    "capability": "> [!note]\n> 🙂 I can't do anything right.\n",
    "should": "| a | b |\n|---|---|\n| 🙂 I should have known better. | c |\n",
    "two": "I'm so stupid. 🙂 I'm such a failure. Tea.\n",
    "mind": "They all hate me. Tea.\n",
    "bold": "**I'm such a *failure*.** Then tea.\n",
    "heading": "# I'm so stupid\n\nTea.\n",
    "list in tabs": "- Tea.\n\t- I'm so stupid.\n\t\t- Fog.\n",
}


@pytest.mark.parametrize("text", SAID.values(), ids=SAID.keys())
async def test_another_wording_leaves_no_finding_there(editor, text):
    page = await editor.open(DAY, text)
    assert page.found
    marked = list(page.found)
    for found in marked:
        start, end = span(text, found.range, editor.encoding)
        offered = [one for one in await page.titled("Instead: ") if list(one.diagnostics) == [found]]
        assert offered
        for title in [one.title for one in offered]:
            [action] = [one for one in await page.actions(found.range) if one.title == title]
            assert action.kind == types.CodeActionKind.QuickFix
            edits = page.edits(action.edit)
            first, last = min(edit[0] for edit in edits), max(edit[1] for edit in edits)
            assert first < end and start < last, "the edit touches the words"
            grown = sum(len(by) - (stop - at) for at, stop, by, _ in edits)
            await page.apply(action.edit)
            assert page.text.startswith(text[:first]) and page.text.endswith(text[last:])
            spans = [span(page.text, one.range, editor.encoding) for one in page.found]
            left = [one for one in spans if one[0] < last + grown and one[1] > first]
            assert left == [], page.text
            codes = {one.code for one in marked}
            assert {one.code for one in page.found} <= codes, "nothing else is found instead"
            await page.become(text)


async def test_words_within_a_sentence_get_a_question_and_no_blanks(editor):
    page = await editor.open(DAY, "Tea, because 🙂 I'm such a failure, with milk.\n")
    assert page.found
    assert [one.title for one in await page.titled("Instead: ") if "___" in one.title] == []
    assert await page.titled("Ask me: ")


async def test_a_wording_without_blanks_is_preferred(editor):
    page = await editor.open(DAY, SAID["label"])
    preferred = [one for one in await page.actions() if one.is_preferred]
    assert len(preferred) == 1
    assert page.applied(preferred[0].edit) == "🙂 I missed the tram.\n"


async def test_blanks_are_stops_where_the_client_can(editor):
    page = await editor.open(DAY, f"🙂 I missed the tram. {HARSH}")
    [blank, *_] = [one for one in await page.titled("Instead: ") if "___" in one.title]
    [(start, end, by, stops)] = page.edits(blank.edit)
    assert page.text[start:end].strip(" .") == WORDS and "___" in by
    can = editor.client.capabilities.workspace
    if can is None:
        assert blank.edit.changes and stops == {}
        return
    [edit] = blank.edit.document_changes[0].edits
    assert edit.snippet.kind == "snippet"
    assert list(stops) == list(range(1, by.count("___") + 1))
    assert [by[slice(*stop)] for stop in stops.values()] == ["___"] * len(stops)


async def test_what_means_something_in_a_snippet_is_kept_as_it_is(full):
    """A rewrite that keeps words of the person has to write their signs."""
    for said in ("$5", "${1:x}", "a\\b", "{x}", "`$HOME`"):
        page = await full.open(DAY, f"I lost {said} again, I'm such a failure.\n")
        for action in await page.titled("Instead: "):
            assert page.applied(action.edit).startswith(f"I lost {said} again"), action
        await page.close()


async def test_a_question_is_asked_below_the_paragraph(editor):
    for end in ("\n", "\r\n"):
        text = f"🙂 I'm such a failure.{end}It rained.{end}{end}Tea.{end}"
        page = await editor.open(DAY, text)
        [ask] = await page.titled("Ask me: ")
        question = ask.title.removeprefix("Ask me: ")
        assert question.endswith("?")
        await page.apply(ask.edit)
        asked = f"rained.{end}{end}> {question}{end}{end}Tea.{end}"
        assert page.text == text.replace(f"rained.{end}{end}Tea.{end}", asked)
        assert page.words() == [WORDS], "the question itself is nothing to find"
        await page.close()


async def test_leaving_it_alone_here_leaves_the_rest_marked(editor):
    page = await editor.open(DAY, f"🙂 {HARSH}\n{HARSH}\nI'm so stupid.\n")
    assert len(page.found) == 3
    [leave] = await page.titled("Leave this alone here", page.found[0].range)
    await page.apply(leave.edit)
    assert page.words() == [WORDS, "I'm so stupid"]
    assert page.text.count("🙂 I'm such a failure.") == 1, "no word is changed"


async def test_leaving_a_rule_alone_in_an_entry(editor):
    page = await editor.open(DAY, f"---\ntitle: Fog\n---\n{HARSH}\n{HARSH}\nI'm so stupid.\n")
    code = page.found[0].code
    [leave] = await page.titled(f"Leave `{code}` alone in this entry", page.found[0].range)
    await page.apply(leave.edit)
    assert page.words() == ["I'm so stupid"]
    assert page.text.startswith("---\ntitle: Fog\n---\n")
    other = await editor.open("2026-03-03.md", HARSH)
    assert other.words() == [WORDS], "other entries are as they were"


async def test_a_phrase_is_never_flagged_again(editor):
    editor.write("evenkeel.yaml", "title: Mine # my own\n")
    page = await editor.open(DAY, f"{HARSH}\nI'm so stupid.\n")
    other = await editor.open("2026-03-03.md", HARSH)
    assert other.words() == [WORDS]
    [never] = await page.titled("Never flag ", page.found[0].range)
    assert WORDS in never.title and never.edit is None
    assert editor.read("evenkeel.yaml") == "title: Mine # my own\n", "not before it is taken"
    await editor.run(never.command.command, *never.command.arguments)
    assert editor.read("evenkeel.yaml").startswith("title: Mine # my own\n")
    assert WORDS in editor.read("evenkeel.yaml")
    assert page.words(await editor.published(page.uri)) == ["I'm so stupid"]
    await other.become("Tea. " + HARSH)
    assert other.found == []


async def test_a_config_that_cannot_be_changed_safely_is_left_alone(full):
    full.write("evenkeel.yaml", "rules: [\n")
    page = await full.open(DAY, HARSH)
    with pytest.raises(JsonRpcException, match="allow"):
        await full.run("evenkeel.allow", page.uri, WORDS)
    assert full.read("evenkeel.yaml") == "rules: [\n"


@pytest.mark.parametrize("phrase", ["", "  ", None], ids=["empty", "blank", "missing"])
async def test_nothing_is_no_phrase(full, phrase):
    full.write("evenkeel.yaml", "title: Mine\n")
    page = await full.open(DAY, HARSH)
    arguments = [page.uri] if phrase is None else [page.uri, phrase]
    with pytest.raises(JsonRpcException):
        await full.run("evenkeel.allow", *arguments)
    assert full.read("evenkeel.yaml") == "title: Mine\n"


async def test_actions_are_offered_where_the_cursor_stands(editor):
    page = await editor.open(DAY, f"🙂 Tea. {HARSH}\nFog.\n")
    inside, away = page.after("such"), page.after("Fog")
    assert await page.actions(types.Range(inside, inside))
    assert await page.actions(types.Range(away, away)) == []


async def test_only_the_kinds_that_are_asked_for(full):
    page = await full.open(DAY, HARSH)
    for kind, some in [("quickfix", True), ("source.organizeImports", False), ("refactor", False)]:
        params = types.CodeActionParams(
            text_document=page.document,
            range=whole(page.text),
            context=types.CodeActionContext(diagnostics=[], only=[types.CodeActionKind(kind)]),
        )
        actions = await full.client.text_document_code_action_async(params)
        assert bool(actions) is some, kind


# -------------------------------------------------------------------------- hover and completion


async def test_a_finding_is_explained_where_it_stands(editor):
    page = await editor.open(DAY, f"🙂 Tea. {HARSH}")
    hover = await page.hover(page.after("such"))
    start, end = span(page.text, hover.range, editor.encoding)
    assert page.text[start:end] == WORDS
    assert hover.contents.kind == types.MarkupKind.Markdown
    for part in (page.found[0].code, page.found[0].message, "?", "Instead: "):
        assert part in hover.contents.value
    assert await page.hover(page.after("🙂")) is None


async def test_a_commitment_is_explained_where_it_is_checked(editor):
    editor.write("evenkeel.yaml", "")
    editor.write("commitments/walk.md", WALK)
    page = await editor.open(DAY, "🙂\n\n- [x] Morning walk\n")
    hover = await page.hover(page.after("Morning"))
    assert "Morning walk" in hover.contents.value and "to the corner" in hover.contents.value


@pytest.mark.parametrize("typed", ["- [", "- []", "- ", "- mor", "- [ ] ", "* [", "\t- ["])
async def test_check_ins_are_offered_in_a_list(editor, typed):
    editor.write("evenkeel.yaml", "")
    editor.write("commitments/walk.md", WALK)
    page = await editor.open(DAY, f"- 🙂 Fog.\n{typed}\n")
    # An editor that closes brackets leaves the cursor between them.
    place = page.at(page.text.index(f"\n{typed}\n") + 1 + len(typed.removesuffix("]")))
    labels = await page.labels(place)
    assert labels[0] == "Morning walk: kept" and "Morning walk: missed" in labels
    lead = typed[: typed.index("-" if "-" in typed else "*") + 2]
    for state, box in [("kept", "[x]"), ("partly", "[/]"), ("rest", "[-]")]:
        text = await page.completed(place, f"Morning walk: {state}")
        assert text == f"- 🙂 Fog.\n{lead}{box} Morning walk\n", typed
    await page.become(await page.completed(place, "Morning walk: missed"))
    assert [lens.command.title for lens in await page.lenses()] == ["Morning walk: missed"]


async def test_a_check_in_that_was_made_is_not_offered_again(full):
    full.write("evenkeel.yaml", "")
    full.write("commitments/walk.md", WALK)
    page = await full.open(DAY, "- [x] Morning walk\n- [\n")
    assert await page.labels(page.at(len(page.text) - 1)) == []


async def test_what_is_filtered_out_by_what_was_typed_is_never_seen(full):
    """An editor shows the items whose filter text begins with what they replace."""
    full.write("evenkeel.yaml", "")
    full.write("commitments/walk.md", WALK)
    page = await full.open(DAY, "- [\n")
    for item in await page.completion(page.after("- [")):
        start, end = span(page.text, item.text_edit.range, "utf-16")
        assert item.filter_text.startswith(page.text[start:end]), item.label


async def test_states_are_offered_in_a_field(editor):
    editor.write("evenkeel.yaml", "")
    editor.write("commitments/walk.md", WALK)
    for typed in ("walk::", "walk:: ", "walk:: ke", "- Morning walk:: "):
        page = await editor.open(DAY, f"🙂\n{typed}\n")
        place = page.after(typed)
        assert await page.labels(place) == ["kept", "partly", "missed", "rest", "moved"]
        text = await page.completed(place, "kept")
        assert text == f"🙂\n{typed.split('::')[0]}:: kept\n"
        await page.close()
    page = await editor.open(DAY, "mood:: \n")
    assert await page.labels(page.after("mood:: ")) == [], "no commitment is called so"


async def test_names_of_the_journal_are_offered(editor):
    editor.write("evenkeel.yaml", "")
    editor.write("2026-03-01 Sea.md", "---\naliases: [the big water]\n---\n# By the sea 🌊\n\n#coast\n")
    page = await editor.open(DAY, "🙂 See [[By and #co\n\n[[x]]\n")
    labels = await page.labels(page.after("[[By"))
    for name in ("2026-03-01", "By the sea 🌊", "the big water"):
        assert name in labels
    text = await page.completed(page.after("[[By"), "By the sea 🌊")
    assert text == "🙂 See [[By the sea 🌊]] and #co\n\n[[x]]\n"
    assert await page.labels(page.after("#co")) == ["coast"]
    text = await page.completed(page.after("#co"), "coast")
    assert text == "🙂 See [[By and #coast\n\n[[x]]\n"
    text = await page.completed(page.after("[[x"), "the big water")
    assert text.endswith("\n[[the big water]]\n"), "no second pair of brackets"


async def test_a_new_file_is_offered_once_it_is_saved(full):
    full.write("evenkeel.yaml", "")
    page = await full.open(DAY, "[[\n")
    place = page.after("[[")
    assert "Radishes" not in await page.labels(place)
    full.write("Radishes.md", "# Radishes\n")
    full.changed("Radishes.md")
    assert "Radishes" in await page.labels(place)


# ---------------------------------------------------------------- commitments, links, the journal


@pytest.mark.parametrize("text", ["# Monday\n\nFog 🙂.\n", "# Monday\r\n\r\nFog.\r\n", "", "\ufeffFog."])
async def test_a_check_in_is_written_from_above_the_entry(editor, text):
    editor.write("evenkeel.yaml", "")
    editor.write("commitments/walk.md", WALK)
    page = await editor.open(DAY, text)
    [lens] = await page.lenses()
    assert lens.command.title == "Morning walk: open, write it down as kept"
    await editor.run(lens.command.command, *lens.command.arguments)
    [asked] = editor.client.edits
    await page.apply(asked.edit)
    assert page.text.startswith(text.rstrip()) and "- [x] Morning walk" in page.text
    if "\r\n" in text:
        assert "\n" not in page.text.replace("\r\n", "")
    [lens] = await page.lenses()
    assert lens.command.title == "Morning walk: kept"


async def test_a_check_in_that_cannot_be_written_is_an_error(full):
    full.write("evenkeel.yaml", "")
    full.write("commitments/walk.md", WALK)
    page = await full.open(DAY, "Fog.\n\n```\nnever closed\n")
    for arguments in [(page.uri, "walk", "kept"), (page.uri, "run", "kept"), (page.uri, "walk", "x"), ()]:
        with pytest.raises(JsonRpcException):
            await full.run("evenkeel.checkIn", *arguments)
    assert full.client.edits == []


async def test_links_lead_to_files(editor):
    editor.write("evenkeel.yaml", "")
    for name in ("2026-03-01 Sea.md", "photos/ü (1).md"):
        editor.write(name, "# By the sea\n")
    text = "🙂 [[By the sea]] and [e\u0301](photos/%C3%BC%20%281%29.md), [[nowhere]], [x](no.md)\n"
    page = await editor.open(DAY, text)
    await page.completion(page.after("[[By the sea"))
    links = await page.links()
    words = [text[slice(*span(text, link.range, editor.encoding))] for link in links]
    targets = [link.target for link in links]
    assert words == ["By the sea", "photos/%C3%BC%20%281%29.md"]
    files = ("2026-03-01 Sea.md", "photos/ü (1).md")
    assert [unquote(target) for target in targets] == [unquote(editor.uri(name)) for name in files]


async def test_the_whole_journal_is_checked_on_request(editor):
    editor.write("evenkeel.yaml", 'exclude: ["old/**"]\n')
    for name in ("a.md", "sub/ü b.md", "old/c.md"):
        editor.write(name, "🙂 " + HARSH)
    editor.write("d.md", "Fog.\n")
    found = await editor.journal()
    assert {uri for uri, items in found.items() if items} == {editor.uri("a.md"), editor.uri("sub/ü b.md")}
    assert editor.uri("old/c.md") not in found
    await editor.run("evenkeel.checkJournal")
    await editor.quiet()
    told = {uri for uri, items in editor.client.diagnostics.items() if items}
    assert told == {editor.uri("a.md"), editor.uri("sub/ü b.md")}
    # What is being written counts, not what lies on disk.
    page = await editor.open("a.md", "Better.\n")
    assert (await editor.journal())[page.uri] == []
    editor.write("sub/ü b.md", "Better.\n")
    await editor.run("evenkeel.checkJournal")
    await editor.quiet()
    assert [uri for uri, items in editor.client.diagnostics.items() if items] == []


async def test_a_file_has_one_address_however_it_is_written(full):
    """Some editors encode more characters of an address than they must."""
    full.write("evenkeel.yaml", "")
    full.write("a (1).md", HARSH)
    page = await full.open(full.uri("a (1).md").replace("(", "%28").replace(")", "%29"), "Tea.\n")
    assert page.found == []
    assert [items for items in (await full.journal()).values() if items] == []
    assert list(await full.journal()) == [page.uri]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
async def test_a_journal_behind_a_link_is_the_same_journal(begin, tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real, target_is_directory=True)
    (real / "evenkeel.yaml").write_text('exclude: ["old/**"]\n')
    (real / "old").mkdir()
    (real / "a.md").write_text(HARSH)
    editor = await begin(capable("full", "utf-16"), [link])
    editor.folder = link
    page = await editor.open("a.md", "Tea.\n")
    assert list(await editor.journal()) == [page.uri]
    unsaved = await editor.open("old/new.md", HARSH)
    assert unsaved.found == [], "left out before it is saved, too"


# ----------------------------------------------------------------------------- changes on disk


async def test_the_client_is_asked_to_watch_when_it_can(begin):
    editor = await begin(capable("full", "utf-16"))
    page = await editor.open(DAY, "")
    assert page.found == []
    [registration] = editor.client.registered
    assert registration.method == "workspace/didChangeWatchedFiles"
    editor = await begin(capable("minimal", "utf-16"))
    await editor.open(DAY, "")
    assert editor.client.registered == []


async def test_a_changed_config_holds_at_once(editor):
    page = await editor.open(DAY, HARSH)
    assert page.words() == [WORDS]
    editor.write("evenkeel.yaml", "rules:\n  harsh: off\n")
    editor.changed("evenkeel.yaml")
    assert await editor.published(page.uri) == []
    # What is wrong with it is told where it stands.
    editor.write("evenkeel.yaml", "title: Mine\nrules:\n  hrsh: off\n")
    editor.changed("evenkeel.yaml")
    [fault] = await editor.published(editor.uri("evenkeel.yaml"))
    assert "harsh" in fault.message and fault.range.start.line == 2
    assert page.words(await editor.published(page.uri)) == [WORDS]
    editor.write("evenkeel.yaml", "rules:\n  harsh: off\n")
    # A save tells it too, for editors that watch nothing.
    saved = types.TextDocumentIdentifier(editor.uri("evenkeel.yaml"))
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(saved))
    assert await editor.published(editor.uri("evenkeel.yaml")) == []
    assert await editor.published(page.uri) == []


OWN_RULE = """title: Radishes
severity: warning
why: Radishes are not to blame.
patterns: ['radish brain']
message: This is about radishes.
question: What happened?
examples:
  invalid:
    - text: My radish brain.
      flags: radish brain
  valid:
    - The radish is cold.
"""


async def test_own_rules_are_read_when_they_change(full):
    full.write("evenkeel.yaml", "")
    page = await full.open(DAY, "🙂 My radish brain.\n")
    assert page.found == []
    name = "rules/en/harsh/radish.yaml"
    full.write(name, OWN_RULE)
    full.changed(name)
    page.found = await full.published(page.uri)
    assert page.words() == ["radish brain"]
    assert page.found[0].message == "This is about radishes."


async def test_what_is_wrong_with_a_rule_goes_with_it(full):
    full.write("evenkeel.yaml", "")
    name = "rules/en/harsh/radish.yaml"
    full.write(name, "nope: 1\n")
    page = await full.open(DAY, HARSH)
    await full.quiet()
    assert any("nope" in fault.message for fault in full.client.diagnostics[full.uri(name)])
    (full.folder / name).unlink()
    full.changed(name)
    await full.published(page.uri)
    assert list(full.client.diagnostics[full.uri(name)]) == []


async def test_commitments_are_read_when_they_change(full):
    full.write("evenkeel.yaml", "")
    page = await full.open(DAY, "- [\n")
    assert await page.lenses() == [] and await page.labels(page.after("- [")) == []
    full.write("commitments/walk.md", WALK)
    full.changed("commitments/walk.md")
    await full.published(page.uri)
    assert len(await page.lenses()) == 1
    assert "Morning walk: kept" in await page.labels(page.after("- ["))


async def test_a_config_that_cannot_be_read_is_told_and_forgiven(full):
    full.write("evenkeel.yaml", b"title: \xff\n")
    page = Page(full, full.uri(DAY), HARSH)
    page.tell_open()
    await full.quiet()
    assert len(full.client.messages) == 1 and "evenkeel.yaml" in full.client.messages[0].message
    full.write("evenkeel.yaml", "title: Mine\n")
    full.changed("evenkeel.yaml")
    assert page.words(await full.published(page.uri)) == [WORDS]


async def test_a_journal_that_is_deleted_meanwhile(begin, tmp_path):
    journal = tmp_path / "journal"
    journal.mkdir()
    editor = await begin(capable("full", "utf-16"), [journal])
    editor.folder = journal
    editor.write("evenkeel.yaml", "")
    page = await editor.open(DAY, HARSH)
    shutil.rmtree(journal)
    await page.become("Tea. " + HARSH)
    assert page.words() == [WORDS]
    editor.changed("evenkeel.yaml")
    assert page.words(await editor.published(page.uri)) == [WORDS]
    with pytest.raises(JsonRpcException):
        await editor.run("evenkeel.allow", page.uri, WORDS)
    assert not journal.exists(), "nothing is made in its place"


# ------------------------------------------------------------------------------------------ care

CARE = [
    "I want to die.\n",
    "🙂 Fog.\r\n\r\nI'm such a failure. I want to die.\r\n\r\n- [\r\n",
    "---\ntitle: Fog\n---\n# Monday\n\nI'm so stupid.\n\n- e\u0301 I want to die.\n- [ ] Morning walk\n",
    "walk:: \n\nI want to kill myself.\n\n> Tea.\n\nI'm such a failure. [[By the sea]] #\n",
]


@pytest.mark.parametrize("text", CARE, ids=range(len(CARE)))
async def test_a_text_that_asks_for_care_gets_nothing_at_all(editor, text):
    editor.write("evenkeel.yaml", "")
    editor.write("commitments/walk.md", WALK)
    editor.write("sea.md", "# By the sea\n\n#coast\n")
    other = await editor.open("other.md", "[[\n")
    assert await other.completion(other.after("[["))
    page = await editor.open(DAY, text)
    assert page.found == []
    assert await page.actions() == [] and await page.lenses() == [] and await page.links() == []
    for place in range(len(text) + 1):
        if text[place - 1 : place + 1] == "\r\n":
            continue
        assert await page.hover(page.at(place)) is None
        assert await page.completion(page.at(place)) == []
    assert (await editor.journal())[page.uri] == []
    assert editor.client.messages == [], "nothing is said aloud either"
    # The words gone, everything is as before.
    await page.become(HARSH)
    assert page.words() == [WORDS]


async def test_what_was_found_goes_when_a_text_begins_to_ask_for_care(editor):
    page = await editor.open(DAY, HARSH)
    assert page.words() == [WORDS]
    await page.replace((len(page.text), len(page.text), "I want to die."))
    assert page.found == [] and await page.actions() == []


async def test_names_in_a_text_that_asks_for_care_are_not_repeated(full):
    full.write("evenkeel.yaml", "")
    full.write("2026-03-01 Cellar.md", "# The long stairs\n\n#stairs\n\nI want to die.\n")
    full.write("2026-03-03.md", "# Fog\n\n#fog\n")
    page = await full.open(DAY, "[[ and #\n")
    links, tags = await page.labels(page.after("[[")), await page.labels(page.after("#"))
    assert "Fog" in links and tags == ["fog"]
    assert not any("Cellar" in name or "stairs" in name for name in links)


# ------------------------------------------------------------------------------------- journals


async def test_each_folder_has_its_own_config(begin, tmp_path):
    one, two, lone = (tmp_path / name for name in ("one", "two ü", "lone"))
    for folder, config in [(one, "rules:\n  harsh: off\n"), (two, f'allow: ["{WORDS}"]\n'), (lone, None)]:
        folder.mkdir()
        if config:
            (folder / "evenkeel.yaml").write_text(config)
    editor = await begin(capable("full", "utf-8"), [one, two])
    text = f"🙂 {HARSH}\nI'm so stupid.\n"
    for folder, words in [(one, []), (two, ["I'm so stupid"]), (lone, [WORDS, "I'm so stupid"])]:
        page = await editor.open((folder / "a.md").as_uri(), text)
        assert page.words() == words, folder.name
    # A folder that is added and one that is taken away.
    (lone / "evenkeel.yaml").write_text("rules:\n  harsh: off\n")
    event = types.WorkspaceFoldersChangeEvent(
        added=[types.WorkspaceFolder(lone.as_uri(), "lone")],
        removed=[types.WorkspaceFolder(one.as_uri(), "one")],
    )
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
    assert await editor.published((lone / "a.md").as_uri()) == []


async def test_one_folder_that_is_missing_does_not_hide_the_others(begin, tmp_path):
    here, gone = tmp_path / "here", tmp_path / "gone"
    here.mkdir()
    (here / "a.md").write_text(HARSH)
    editor = await begin(capable("full", "utf-16"), [gone, here])
    assert len((await editor.journal())[(here / "a.md").as_uri()]) == 1


async def test_a_text_that_was_never_saved(editor):
    editor.write("evenkeel.yaml", "allow: [\"I'm so stupid\"]\n")
    page = await editor.open("untitled:Untitled-1", f"🙂 I'm so stupid. {HARSH}")
    assert page.words() == [WORDS], "the journal that is open counts"
    [first, *_] = await page.titled("Instead: ")
    await page.apply(first.edit)
    assert WORDS not in page.text and page.found == []


async def test_a_text_that_was_never_saved_makes_no_journal_of_a_stray_folder(begin, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    editor = await begin(capable("full", "utf-16"), [])
    page = await editor.open("untitled:Untitled-1", HARSH)
    with pytest.raises(JsonRpcException):
        await editor.run("evenkeel.allow", page.uri, WORDS)
    assert list(tmp_path.iterdir()) == []


URIS = [
    "file:///c%3A/notes/a.md",
    "file:///C:/notes/a.md",
    "file:///notes/no%20such/%C3%BC%20%F0%9F%99%82.md",
    "file:///notes/no such/ü.md",
    "file://server/share/a.md",
    "file:///notes/a.md?query#part",
    "file:///notes/%FF%00.md",
    "untitled:a b",
    "git:/tmp/a.md?x",
    "",
    "no address",
]


@pytest.mark.parametrize("uri", URIS)
def test_odd_addresses_are_given_back_as_they_came(raw, uri):
    server = raw()
    server.open(uri, HARSH)
    [found] = server.diagnostics(uri, 1)
    params = {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": []}}
    [first, *_] = server.ask("textDocument/codeAction", params)
    assert list(first["edit"]["changes"]) == [uri]
    assert server.end() == 0


# ------------------------------------------------------------------------------- hard on the server

HARD = {
    # A comment or a tag below a tabulator in a list, as outliners write it.
    "comment in a list": "- I'm so stupid.\n\t<!-- note",
    "comment in a list, line end": "- I'm so stupid.\n\t<!-- note -->\n",
    "tag in a list": "- I'm so stupid.\n\t<div>",
    "comment before a letter": "- I'm so stupid.\n\t<!-- a -->\n🙂 Next.\n",
    "lone carriage return": "I'm so stupid.\rTea.\n",
    "lone carriage return at the end": "Tea.\n\nI'm so stupid.\r",
    "zero byte": "a\0b I'm so stupid.\n\0",
    "quotations": ">" * 3000 + "I'm so stupid.\n",
    "brackets": "[" * 20000 + "\n\nI'm so stupid.\n",
    "nested list": "".join("  " * depth + "- Tea.\n" for depth in range(200)) + "\nI'm so stupid.\n",
    "marks": "I'm so stupid" + "\u0301" * 500 + ".\n\nI'm so stupid.\n",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
async def test_no_text_brings_the_server_down(editor, text):
    page = await editor.open(DAY, text)
    for action in await page.actions():
        if action.edit is not None:
            page.applied(action.edit)
    await page.lenses()
    await page.links()
    await page.hover(types.Position(0, 3))
    await page.become(HARSH)
    assert page.words() == [WORDS]


async def test_a_question_stands_below_a_list_with_a_comment(full):
    page = await full.open(DAY, "- I'm so stupid.\n\t<!-- a -->\n- Fog.\n\nNext.\n")
    [ask] = await page.titled("Ask me: ")
    await page.apply(ask.edit)
    assert page.text.startswith("- I'm so stupid.\n\t<!-- a -->\n- Fog.\n\n> ")
    assert page.text.endswith("?\n\nNext.\n")


@pytest.mark.parametrize(
    "text",
    ["The bus was late and I read. " * 30000, HARSH * 1500, HARSH.replace("\n", " ") * 1000],
    ids=["long line", "many findings", "many findings in a line"],
)
async def test_a_large_text_is_still_read_while_typing(full, text):
    page = await full.open(DAY, text)
    begun = time.monotonic()
    for place in range(3):
        await page.replace((place, place, "x"))
    # Far more than it takes; a burst of keystrokes must not pile up.
    assert time.monotonic() - begun < 5


def test_a_burst_of_keystrokes_does_not_pile_up(raw, tmp_path):
    server, uri = raw(), (tmp_path / DAY).as_uri()
    server.open(uri, "The bus was late and I read for a while.\n\n" * 4000)
    server.diagnostics(uri, 1)
    burst = b""
    for number, letter in enumerate("I'm so stupid. " * 40):
        place = {"line": 0, "character": number}
        change = {"range": {"start": place, "end": place}, "text": letter}
        document = {"uri": uri, "version": number + 2}
        params = {"textDocument": document, "contentChanges": [change]}
        message = {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}
        body = json.dumps(message).encode()
        burst += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    begun = time.monotonic()
    server.send_bytes(b"", header=burst)
    assert len(server.diagnostics(uri, number + 2)) == 40
    assert time.monotonic() - begun < 5


# --------------------------------------------------------------------------- mistakes of a client

MISTAKES = [
    ("textDocument/hover", {}, INVALID_PARAMS),
    ("textDocument/hover", None, INVALID_PARAMS),
    ("textDocument/completion", {"textDocument": 5}, INVALID_PARAMS),
    ("textDocument/codeAction", {"textDocument": {"uri": "untitled:1"}}, INVALID_PARAMS),
    ("textDocument/codeLens", [1, 2], INVALID_PARAMS),
    ("textDocument/documentLink", "text", INVALID_PARAMS),
    ("textDocument/diagnostic", {}, INVALID_PARAMS),
    ("workspace/executeCommand", {}, INVALID_PARAMS),
    ("textDocument/rename", {}, METHOD_NOT_FOUND),
    ("$/unknown", {}, METHOD_NOT_FOUND),
]


@pytest.mark.parametrize("method, params, code", MISTAKES)
def test_a_malformed_request_is_answered_with_an_error(raw, method, params, code):
    server = raw()
    error = server.response(method, params)["error"]
    assert error["code"] == code and error["message"]
    server.open("untitled:1", HARSH)
    assert len(server.diagnostics("untitled:1", 1)) == 1, "the server lives on"
    assert server.end() == 0


async def test_an_unknown_command_is_an_error(full):
    with pytest.raises(JsonRpcException, match="evenkeel.nothing"):
        await full.run("evenkeel.nothing")


@pytest.mark.parametrize(
    "method, params",
    [
        ("$/cancelRequest", {"id": 77}),
        ("$/setTrace", {"value": "verbose"}),
        ("workspace/didChangeConfiguration", {"settings": None}),
        ("textDocument/didOpen", {"textDocument": {}}),
        ("textDocument/didOpen", None),
        ("textDocument/didChange", {"textDocument": {"uri": "untitled:1"}}),
        ("textDocument/didClose", []),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": 5}]}),
    ],
)
def test_a_notification_never_brings_the_server_down(raw, method, params):
    server = raw()
    server.notify(method, params)
    server.open("untitled:1", HARSH)
    assert len(server.diagnostics("untitled:1", 1)) == 1
    assert server.end() == 0


def test_a_change_that_is_malformed_does_not_replace_the_text(raw):
    server = raw()
    server.open("untitled:1", HARSH)
    server.diagnostics("untitled:1", 1)
    bad = {"start": {"line": 0, "character": -1}, "end": {"line": 0, "character": 0}}
    server.change("untitled:1", 2, [{"range": bad, "text": "x"}])
    params = {"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 3}}
    assert server.ask("textDocument/hover", params) is not None, "the words still stand there"


BODIES = {
    "no JSON": b"{nope",
    "no message": b"{}",
    "an error for nobody": b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}',
    "half a character": json.dumps(
        {
            "jsonrpc": "2.0",
            "method": "textDocument/didOpen",
            "params": {
                "textDocument": {"uri": "untitled:2", "languageId": "markdown", "version": 1, "text": "Secret \ud83d tea."}
            },
        }
    ).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_cannot_be_read_does_not_bring_the_server_down(raw, body):
    server = raw()
    server.send_bytes(body)
    server.open("untitled:1", HARSH)
    assert len(server.diagnostics("untitled:1", 1)) == 1
    assert server.end() == 0


@pytest.mark.parametrize(
    "body", [BODIES["half a character"], b'{"text": "Secret tea'], ids=["half a character", "cut off"]
)
def test_what_was_written_is_never_printed(raw, body):
    """Editors keep what a server prints in a log file."""
    server = raw()
    server.send_bytes(body)
    time.sleep(0.3)
    server.stop()
    assert b"Secret" not in server.errors


@pytest.mark.parametrize("number", ["a string", -1, 0], ids=str)
def test_a_request_is_answered_whatever_its_number(raw, number):
    server = raw()
    server.send(id=number, method="textDocument/codeLens", params={"textDocument": {"uri": "untitled:1"}})
    assert server.receive(5) == {"jsonrpc": "2.0", "id": number, "result": []}


# --------------------------------------------------------------------------- beginning and ending


def test_a_request_before_the_beginning_is_answered_with_an_error(raw, tmp_path):
    server = raw(initialize=False)
    response = server.response("textDocument/hover", {})
    assert response["error"]["code"] == -32002
    server.notify("textDocument/didOpen", {})
    server.initialize([tmp_path])
    assert server.end() == 0


def test_what_comes_between_the_greetings_is_no_reason_to_leave(raw):
    server = raw(initialize=False)
    server.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    server.notify("$/setTrace", {"value": "off"})
    server.notify("initialized", {})
    server.open("untitled:1", HARSH)
    assert len(server.diagnostics("untitled:1", 1)) == 1
    assert server.end() == 0


def test_a_second_beginning_is_an_error(raw):
    server = raw()
    assert "error" in server.response("initialize", {"capabilities": {}})
    assert server.end() == 0


def test_after_a_goodbye_only_the_exit_counts(raw):
    server = raw()
    server.open("untitled:1", HARSH)
    server.ask("shutdown")
    server.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:1"}})
    assert server.response("textDocument/hover", {})["error"]["code"] == INVALID_REQUEST
    server.notify("exit")
    assert server.wait() == 0


def test_an_exit_without_a_goodbye_is_told_apart(raw):
    server = raw()
    server.notify("exit")
    assert server.wait() == 1


@pytest.mark.parametrize("begun", [True, False])
def test_the_server_ends_when_the_editor_is_gone(raw, begun):
    server = raw(initialize=begun)
    if begun:
        server.open("untitled:1", HARSH)
        server.diagnostics("untitled:1", 1)
    server.process.stdin.close()
    server.wait()
    with pytest.raises(Gone):
        server.receive(1)


def test_the_server_ends_when_nobody_listens_any_more(tmp_path):
    ours, theirs = os.pipe()
    server = subprocess.Popen(COMMAND, cwd=tmp_path, stdin=subprocess.PIPE, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)

    def send(**message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        server.stdin.flush()

    try:
        send(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
        assert os.read(ours, 16)
        send(method="initialized", params={})
        os.close(ours)
        item = {"uri": "untitled:1", "languageId": "markdown", "version": 1, "text": HARSH}
        try:
            for _ in range(50):
                send(method="textDocument/didOpen", params={"textDocument": item})
                time.sleep(0.01)
        except OSError:
            pass
        server.stdin.close()
        server.wait(10)
        assert b"panicked" not in server.stderr.read()
    finally:
        server.kill()
        server.wait()
        server.stderr.close()
