@echo off
rem Finds a Python that is new enough and hands over to it. PLACEPLANNER_PYTHON names one to try first.
setlocal enableextensions
set "check=import sys; sys.exit(sys.version_info < (3, 11))"
if defined PLACEPLANNER_PYTHON (
    "%PLACEPLANNER_PYTHON%" -c "%check%" >nul 2>&1 && set "found="%PLACEPLANNER_PYTHON%"" && goto :found
)
for %%p in ("py -3" "py -3.13" "py -3.12" "py -3.11" "python" "python3") do (
    %%~p -c "%check%" >nul 2>&1 && set "found=%%~p" && goto :found
)
echo Place Planner needs Python 3.11 or later; please install it from python.org or the Microsoft Store. 1>&2
exit /b 1

:found
set "script=%~1"
set "arguments="
:collect
shift /1
if "%~1"=="" goto :run
set "arguments=%arguments% "%~1""
goto :collect

:run
%found% "%~dp0%script%" %arguments%
exit /b %errorlevel%
