-- The language server in a real Neovim, from 0.7 on. Run by neovim.sh, which makes the journal.
-- One line for each check; ends with 1 when one does not hold.

local journal, program = vim.env.JOURNAL, vim.env.EVENKEEL
local failed = 0

local function say(line)
  io.stdout:write(line .. "\n")
end

local function check(what, held, got)
  if held then
    say("ok    " .. what)
  else
    failed = failed + 1
    say("FAIL  " .. what .. (got == nil and "" or ": " .. vim.inspect(got)))
  end
end

local function same(what, got, wanted)
  check(what, vim.deep_equal(got, wanted), got)
end

local function write(name, lines)
  vim.fn.writefile(lines, journal .. "/" .. name)
end

local function text(buffer)
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

-- Where a server is started and how it ended.
local ended = {}

local function begin(capabilities)
  local config = {
    name = "evenkeel",
    cmd = { program, "lsp", "--today", "2026-06-05" },
    root_dir = journal,
    workspace_folders = { { uri = vim.uri_from_fname(journal), name = "journal" } },
    capabilities = capabilities,
    on_exit = function(code, _, id)
      ended[id] = code
    end,
  }
  if vim.fn.has("nvim-0.11") == 1 then
    return vim.lsp.start(config, { attach = false })
  end
  return vim.lsp.start_client(config)
end

local function start(capabilities)
  local id = begin(capabilities)
  local ready = vim.wait(5000, function()
    local client = vim.lsp.get_client_by_id(id)
    return client and client.initialized
  end, 5)
  check("the server answers the greeting", ready)
  return id
end

local function open(name, lines, client)
  vim.cmd("edit! " .. vim.fn.fnameescape(journal .. "/" .. name))
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = "markdown"
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.lsp.buf_attach_client(buffer, client)
  return buffer
end

-- Waits until so many findings are shown; what they are.
local function findings(buffer, count)
  vim.wait(5000, function()
    return #vim.diagnostic.get(buffer) == count
  end, 5)
  local found = vim.diagnostic.get(buffer)
  table.sort(found, function(a, b)
    return a.lnum < b.lnum or a.lnum == b.lnum and a.col < b.col
  end)
  return found
end

-- The words that are underlined.
local function words(buffer, found)
  return vim.tbl_map(function(one)
    local lines =
      vim.api.nvim_buf_get_text(buffer, one.lnum, one.col, one.end_lnum, one.end_col, {})
    return table.concat(lines, "\n")
  end, found)
end

local function ask(buffer, id, method, params)
  params.textDocument = { uri = vim.uri_from_bufnr(buffer) }
  local answers, why = vim.lsp.buf_request_sync(buffer, method, params, 5000)
  local answer = (answers or {})[id] or {}
  if answer.error or why then
    say("      " .. method .. ": " .. vim.inspect(answer.error or why))
  end
  return answer.result
end

local function encoding(id)
  return vim.lsp.get_client_by_id(id).offset_encoding
end

local function actions(buffer, id, finding)
  local function place(row, column)
    local character = vim.lsp.util.character_offset(buffer, row, column, encoding(id))
    return { line = row, character = character }
  end
  local range = {
    start = place(finding.lnum, finding.col),
    ["end"] = place(finding.end_lnum, finding.end_col),
  }
  local params = { range = range, context = { diagnostics = {} } }
  return ask(buffer, id, "textDocument/codeAction", params) or {}
end

local function titled(list, wanted)
  for _, action in ipairs(list) do
    if wanted(action.title) then
      return action
    end
  end
end

local function stop(id)
  local client = vim.lsp.get_client_by_id(id)
  if vim.fn.has("nvim-0.11") == 1 then
    client:stop()
  else
    client.stop()
  end
  vim.wait(5000, function()
    return ended[id] ~= nil
  end, 5)
  same("the server says goodbye in good order", ended[id], 0)
end

local function plain()
  local id = start(vim.lsp.protocol.make_client_capabilities())
  local said = "🙂 I missed the tram, I'm such a failure."
  local buffer = open("2026-03-02.md", { "# Mönday", "", said, "", "Tea." }, id)

  local found = findings(buffer, 1)
  same("the words are underlined", words(buffer, found), { "I'm such a failure" })
  check("the finding names its rule", found[1] and found[1].code ~= nil, found)
  check("the finding says where it is from", found[1] and found[1].source == "evenkeel", found)

  local list = actions(buffer, id, found[1])
  local rewrite = titled(list, function(title)
    return vim.startswith(title, "Instead: ") and not title:find("___", 1, true)
  end)
  check("another wording without blanks is offered", rewrite ~= nil, list)
  for _, start_of in ipairs({ "Ask me: ", "Leave this alone here", "Leave `", "Never flag " }) do
    local one = titled(list, function(title)
      return vim.startswith(title, start_of)
    end)
    check("there is an action: " .. start_of, one ~= nil)
  end

  vim.lsp.util.apply_workspace_edit(rewrite.edit, encoding(id))
  local lines = { "# Mönday", "", "🙂 I missed the tram.", "", "Tea." }
  same("the wording is taken", text(buffer), lines)
  same("and the finding is gone", findings(buffer, 0), {})

  -- Behind an emoji, letter by letter.
  local column = #"🙂 I missed the tram."
  for letter in (" I'm so stupid."):gmatch(".") do
    vim.api.nvim_buf_set_text(buffer, 2, column, 2, column, { letter })
    column = column + #letter
  end
  found = findings(buffer, 1)
  same("what is typed is read", words(buffer, found), { "I'm so stupid" })
  local blank = titled(actions(buffer, id, found[1]), function(title)
    return title:find("___", 1, true) ~= nil
  end)
  vim.lsp.util.apply_workspace_edit(blank.edit, encoding(id))
  local line = text(buffer)[3]
  check("a client without snippets gets plain blanks", line:find("___", 1, true), line)
  check("and no signs of a snippet", not line:find("${", 1, true), line)
  same("the finding is gone", findings(buffer, 0), {})

  local ask_again = open("2026-03-03.md", { "I'm so stupid.", "It rained.", "", "Tea." }, id)
  found = findings(ask_again, 1)
  local question = titled(actions(ask_again, id, found[1]), function(title)
    return vim.startswith(title, "Ask me: ")
  end)
  vim.lsp.util.apply_workspace_edit(question.edit, encoding(id))
  local asked = "> " .. question.title:sub(#"Ask me: " + 1)
  same(
    "the question stands below the paragraph",
    text(ask_again),
    { "I'm so stupid.", "It rained.", "", asked, "", "Tea." }
  )
  same("what it is about is still marked", #findings(ask_again, 1), 1)

  local place = { position = { line = 0, character = 3 } }
  local hover = ask(ask_again, id, "textDocument/hover", place)
  check("the finding is explained", hover and hover.contents.value:find("Instead: ", 1, true), hover)

  local never = titled(actions(ask_again, id, findings(ask_again, 1)[1]), function(title)
    return vim.startswith(title, "Never flag ")
  end)
  ask(ask_again, id, "workspace/executeCommand", vim.deepcopy(never.command))
  same("a phrase that is allowed is not marked", findings(ask_again, 0), {})
  local config = table.concat(vim.fn.readfile(journal .. "/evenkeel.yaml"), "\n")
  check("the config keeps what it said", vim.startswith(config, "title: Mine # my own\n"), config)
  check("and says the phrase", config:find("I'm so stupid", 1, true), config)
  stop(id)
end

-- An item as a completion plugin takes it: its edit replaces what was typed.
local function complete(buffer, id, line, column, label)
  vim.api.nvim_win_set_cursor(0, { line + 1, column })
  local items
  vim.wait(5000, function()
    local place = { position = vim.lsp.util.make_position_params(0, encoding(id)).position }
    local listed = ask(buffer, id, "textDocument/completion", place)
    items = listed and listed.items
    return listed and not listed.isIncomplete
  end, 20)
  for _, item in ipairs(items or {}) do
    if item.label == label then
      vim.lsp.util.apply_text_edits({ item.textEdit }, buffer, encoding(id))
      return
    end
  end
  check("there is an item: " .. label, false, items)
end

local function completion()
  local id = start(vim.lsp.protocol.make_client_capabilities())
  local lines = { "🙂", "", "- [", "", "piano:: ", "", "Ü [[By", "", "é #co" }
  local buffer = open("2026-03-04.md", lines, id)
  complete(buffer, id, 8, #lines[9], "coast")
  complete(buffer, id, 6, #lines[7], "By the sea")
  complete(buffer, id, 4, #lines[5], "rest")
  complete(buffer, id, 2, #lines[3], "Morning walk: kept")
  same("what is typed is completed", text(buffer), {
    "🙂",
    "",
    "- [x] Morning walk",
    "",
    "piano:: rest",
    "",
    "Ü [[By the sea]]",
    "",
    "é #coast",
  })

  local other = open("2026-03-05.md", { "# Thursday", "", "Fog." }, id)
  local lenses = ask(other, id, "textDocument/codeLens", {})
  local open_walk
  for _, lens in ipairs(lenses or {}) do
    if lens.command.title == "Morning walk: open, write it down as kept" then
      open_walk = lens.command
    end
  end
  check("a commitment stands above", open_walk ~= nil, lenses)
  ask(other, id, "workspace/executeCommand", vim.deepcopy(open_walk))
  vim.wait(5000, function()
    return #text(other) > 3
  end, 5)
  local written = { "# Thursday", "", "Fog.", "", "- [x] Morning walk" }
  same("the check-in is written into the entry", text(other), written)
  stop(id)
end

-- What a snippet plugin does with an edit: blanks become stops, and the cursor goes to the first.
local function expand(edit, id)
  local buffer, first
  for _, change in ipairs(edit.documentChanges) do
    buffer = vim.uri_to_bufnr(change.textDocument.uri)
    for _, one in ipairs(change.edits) do
      if one.snippet then
        local out, rest = "", one.snippet.value
        while rest ~= "" do
          local stop_at, name, after = rest:match("^%${(%d+):([^}\\]*)}()")
          local sign = rest:match("^\\([\\$}])")
          if stop_at then
            if stop_at == "1" then
              first = { line = one.range.start.line, character = one.range.start.character }
              first.before, first.name = out, name
            end
            out, rest = out .. name, rest:sub(after)
          elseif sign then
            out, rest = out .. sign, rest:sub(3)
          else
            out, rest = out .. rest:sub(1, 1), rest:sub(2)
          end
        end
        one.newText, one.snippet = out, nil
      end
    end
  end
  vim.lsp.util.apply_workspace_edit(edit, encoding(id))
  local line = text(buffer)[first.line + 1]
  local ok, column = pcall(function()
    -- The names of these functions differ between the versions of Neovim.
    if vim.fn.has("nvim-0.11") == 1 then
      return vim.str_byteindex(line, encoding(id), first.character)
    end
    return vim.str_byteindex(line, first.character, encoding(id) == "utf-16")
  end)
  if not ok or encoding(id) == "utf-8" then
    column = first.character
  end
  vim.api.nvim_win_set_cursor(0, { first.line + 1, column + #first.before })
  return first
end

local function snippets()
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.workspace.workspaceEdit.documentChanges = true
  capabilities.workspace.workspaceEdit.snippetEditSupport = true
  local id = start(capabilities)
  local lines = { "🙂 I missed the tram. I'm such a failure.", "", "Tea." }
  local buffer = open("2026-03-06.md", lines, id)
  local found = findings(buffer, 1)
  local blank = titled(actions(buffer, id, found[1]), function(title)
    return title:find("When ___", 1, true) ~= nil
  end)
  check("a wording with blanks is offered", blank ~= nil)
  local wanted = blank.title:sub(#"Instead: " + 1)
  local first = expand(blank.edit, id)
  same("the wording is in the text", text(buffer)[1], wanted)
  same("the rest is as it was", { text(buffer)[2], text(buffer)[3] }, { "", "Tea." })
  same("the finding is gone", findings(buffer, 0), {})
  same("the first stop is a blank", first.name, "___")
  local at = vim.api.nvim_win_get_cursor(0)
  same("the cursor stands on the first blank", at, { 1, (text(buffer)[1]:find("___", 1, true)) - 1 })
  stop(id)
end

local function care()
  local id = start(vim.lsp.protocol.make_client_capabilities())
  local buffer = open("2026-03-07.md", { "I'm such a failure." }, id)
  same("a finding stands there", #findings(buffer, 1), 1)
  vim.api.nvim_buf_set_lines(buffer, 1, 1, false, { "I want to die." })
  same("a text that asks for care gets nothing", findings(buffer, 0), {})
  stop(id)
end

local function main()
  -- As in insert mode, the cursor may stand behind the last letter.
  vim.o.virtualedit = "onemore"
  write("evenkeel.yaml", { "title: Mine # my own" })
  write("2026-03-01 Sea.md", { "# By the sea", "", "#coast" })
  for name, title in pairs({ walk = "Morning walk", piano = "Piano" }) do
    local lines = { "---", "title: " .. title, "start: 2026-03-01", "cadence: daily", "---" }
    write("commitments/" .. name .. ".md", lines)
  end
  for _, part in ipairs({ plain, completion, snippets, care }) do
    local ok, why = xpcall(part, debug.traceback)
    check("nothing breaks off", ok, why)
  end
end

main()
say(failed == 0 and "every check held" or failed .. " did not hold")
vim.cmd(failed == 0 and "qall!" or "cquit 1")
