@echo off
rem The same as run.sh, for Windows.
call "%~dp0with_python.cmd" start.py %*
exit /b %errorlevel%
