#!/bin/sh
# Installs mailbot from this folder, without a network:  sh install.sh [FOLDER]   (default: /srv/mailbot)
# PYTHON names the interpreter, which must be of the version the folder was made for.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=${1:-/srv/mailbot}
python=${PYTHON:-python3}
wanted=$(cat "$here/python-version")

found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ "$found" != "$wanted" ]; then
    echo "这个安装包需要 Python $wanted，$python 是 $found。请用 PYTHON=python$wanted sh install.sh" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "缺少 venv 模块，请先安装 python$wanted-venv。" >&2
    exit 1
fi
umask 022
mkdir -p "$into"
"$python" -m venv --clear "$into/venv"
"$into/venv/bin/python" -m pip install --quiet --disable-pip-version-check --isolated --no-index -f "$here/wheels" mailbot
# The office's folder holds passwords and people: for its owner only.
umask 077
[ -e "$into/office/mailbot.toml" ] || "$into/venv/bin/mailbot" init "$into/office"
echo "已安装。下一步：编辑 $into/office/mailbot.toml 和 $into/office/.env，再运行"
echo "  $into/venv/bin/mailbot --home $into/office doctor"
echo "说明见 $here/安装.md，服务文件见 $here/mailbot.service。"
