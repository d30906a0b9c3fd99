@echo off
rem Finds a Python that is new enough and hands over to it:  with_python.cmd SCRIPT [ARGUMENTS]
rem PLACEPLANNER_PYTHON names one to try first.
setlocal enableextensions disabledelayedexpansion
set arguments=%*
set "script=%~1"
set python=
set told=

set code="import sys; sys.exit(sys.version_info < (3, 11))"
set candidate="%PLACEPLANNER_PYTHON%"
if defined PLACEPLANNER_PYTHON call :try
rem Rather one that the locked packages are made for than a newer one, a 32-bit one or one for ARM.
set code="import sys; sys.exit('AMD64' not in sys.version or not (3, 11) <= sys.version_info < (3, 15))"
call :try_each
set code="import sys; sys.exit(sys.version_info < (3, 11))"
call :try_each
if defined python goto :run

set code="import sys; print('Place Planner needs Python 3.11 or later, and the newest here is ' + sys.version.split()[0] + '; please install a newer one.')"
call :tell_each
if not defined told >&2 echo Place Planner needs Python 3.11 or later, and there is none here; please install it from python.org or the Microsoft Store.
set result=1
goto :end

:run
%python% "%~dp0%script%" %arguments:*.py=%
set result=%errorlevel%

:end
rem A window that was opened by a double click would close with what it says. Only then does cmd.exe's own command
rem line end in a quoted space.
setlocal enabledelayedexpansion
set "line=!cmdcmdline!"
if not "%result%"=="0" if /i "!line:~-7,4!"==".cmd" pause
exit /b %result%

:try_each
for %%p in ("py -3" "python" "python3" "py -3.14" "py -3.13" "py -3.12" "py -3.11") do (
    set "candidate=%%~p"
    call :try
)
exit /b

:try
rem Called, because some Pythons on PATH are batch files, which would not come back.
if defined python exit /b
call %candidate% -c %code% >nul 2>&1
if "%errorlevel%"=="0" set python=%candidate%
exit /b

:tell_each
for %%p in ("py -3" "python" "python3") do (
    set "candidate=%%~p"
    call :tell
)
exit /b

:tell
if defined told exit /b
call %candidate% -c %code% 1>&2 2>nul
if "%errorlevel%"=="0" set told=yes
exit /b
