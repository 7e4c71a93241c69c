-- Reads "format <tab> path" lines; reads path.in, writes its AST as path.json, whole or not at all.
-- The empty read_env is pandoc's sandbox: readers see no file and no network.
for line in io.lines() do
  local format, path = line:match("^(.-)\t([^\r]+)")
  pcall(function()
    local file = assert(io.open(path .. ".in", "rb"))
    local data = file:read("a")
    file:close()
    local document = pandoc.read(data, format, pandoc.ReaderOptions({}), {})
    local out = assert(io.open(path .. ".tmp", "wb"))
    out:write(pandoc.write(document, "json"))
    out:close()
    assert(os.rename(path .. ".tmp", path .. ".json"))
  end)
  collectgarbage()
end
