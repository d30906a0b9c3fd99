@echo off
rem The same as test.sh, for Windows.
"%~dp0with_python.cmd" prove.py %*
