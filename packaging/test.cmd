@echo off
rem The same as test.sh, for Windows.
call "%~dp0with_python.cmd" prove.py %*
exit /b %errorlevel%
