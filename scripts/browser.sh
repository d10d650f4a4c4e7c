#!/bin/sh
# Provides the browser and the Chinese fonts that the journeys need, by apt where that is allowed.
set -u
need=""
command -v chromium >/dev/null 2>&1 || need="$need chromium"
fc-list 2>/dev/null | grep -q "Noto Sans CJK" || need="$need fonts-noto-cjk fontconfig"
[ -z "$need" ] && exit 0
if [ "$(id -u)" = 0 ]; then sudo=""; elif sudo -n true 2>/dev/null; then sudo="sudo"; else
  echo "journeys: not installed:$need (no right to use apt); the tests that need them will be skipped, and say so"
  exit 0
fi
echo "安装浏览器与中文字体:$need …"
export DEBIAN_FRONTEND=noninteractive
if ! { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends $need; } >/dev/null 2>&1; then
  echo "journeys: apt could not install:$need; the tests that need them will be skipped, and say so"
fi
exit 0
