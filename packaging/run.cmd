@echo off
rem The same as run.sh, for Windows. Without "call", so that cmd.exe reads the arguments once, as they were typed.
"%~dp0with_python.cmd" start.py %*
