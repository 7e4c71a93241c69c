-- temoinlua
os.execute("touch @PROOF@/lua-source")
