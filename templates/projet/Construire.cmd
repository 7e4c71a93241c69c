@echo off
rem Construit les documents de ce projet, puis ouvre le dossier output : double-cliquez sur ce fichier.
rem Aucun chemin de l'ordinateur qui a ecrit ce fichier n'y figure : le dossier peut changer de poste.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
title Restitution
rem Un programme depose dans ce dossier partage n'est jamais lance a la place du vrai.
set "NoDefaultCurrentDirectoryInExePath=1"
set "code=1"
pushd "%~dp0" || goto nofolder

rem Le programme : dans les dossiers de PATH, sinon la ou uv installe ses outils.
set "program="
for %%g in (restitution.exe) do if not "%%~$PATH:g"=="" set "program=%%~$PATH:g"
for %%g in ("%UV_TOOL_BIN_DIR%" "%XDG_BIN_HOME%" "%USERPROFILE%\.local\bin") do (
    if not defined program if not "%%~g"=="" if exist "%%~g\restitution.exe" set "program=%%~g\restitution.exe"
)
if not defined program for /f "usebackq delims=" %%g in (`uv tool dir --bin 2^>nul`) do (
    if exist "%%g\restitution.exe" set "program=%%g\restitution.exe"
)
if not defined program goto absent
"%program%" --help >nul 2>nul || goto broken

"%program%" build
set "code=%ERRORLEVEL%"
if not "%code%"=="0" goto leave
echo.
echo Les documents sont dans le dossier output.
explorer "%~dp0output"
goto leave

:nofolder
echo Le dossier de ce fichier ne s'ouvre pas. Le lecteur réseau est-il connecté ?
goto leave

:absent
echo Le programme « restitution » est introuvable sur cet ordinateur.
echo Il a été cherché dans les dossiers de PATH, dans .local\bin de votre dossier personnel,
echo et là où uv installe ses outils.
echo.
echo Pour l'installer :
goto install

:broken
echo Le programme « restitution » est là, mais il ne démarre pas :
echo "%program%"
echo Son installation est incomplète, ou le Python dont il se sert a été retiré. Pour le réinstaller :

:install
echo   1. Installez uv, qui ne demande aucun droit d'administrateur. Touche Windows, tapez cmd, Entrée,
echo      puis une de ces lignes :
echo        winget install --id astral-sh.uv --exact
echo        powershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"
echo   2. Fermez cette invite, ouvrez-en une autre, et donnez à uv le fichier .whl que l'on vous a remis
echo      (tapez le début, une espace, puis glissez le fichier dans la fenêtre) :
echo        uv tool install --force restitution-….whl
echo   3. Double-cliquez de nouveau sur Construire.cmd.

:leave
echo.
echo Appuyez sur une touche pour fermer cette fenêtre.
pause >nul
popd
exit /b %code%
