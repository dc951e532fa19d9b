#!/usr/bin/env bash
# Makes the container: Gradescope runs this once, as root, after it unpacked the zip to /autograder/source.
#
# Python 3.11 or newer: that of the system, or, where it is older, one that uv fetches; nothing is compiled.
# AUTOGRADER_TORCH, in the environment, takes precedence over `torch` in [gradescope] of assignment.toml.
set -euo pipefail
umask 022  # candidates run as other users: they must be able to read Python and its packages

SOURCE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
HOME_OF_PYTHON="${HOME_OF_PYTHON:-/opt/cv-autograder}"  # not below /root, which others cannot enter
chmod 700 "$SOURCE"  # tests, and the course secret
# shellcheck source=/dev/null
. "$SOURCE/settings"
TORCH="${AUTOGRADER_TORCH-$TORCH}"

if ! python3 -m pip --version >/dev/null 2>&1; then
    apt-get update  # an image's own lists are empty, or name versions that are gone
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates python3 python3-pip
fi
export PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1  # as options they would stop pip 22.0, Ubuntu's
python3 -m pip install --quiet --target "$HOME_OF_PYTHON/uv" uv

export PATH="$HOME_OF_PYTHON/uv/bin:$PATH"
export UV_CACHE_DIR="$HOME_OF_PYTHON/cache" UV_PYTHON_INSTALL_DIR="$HOME_OF_PYTHON/python" UV_COMPILE_BYTECODE=1
uv venv --quiet --python '>=3.11,<3.14' "$HOME_OF_PYTHON/venv"
export VIRTUAL_ENV="$HOME_OF_PYTHON/venv"
case "$TORCH" in
    "")    ;;
    *://*) uv pip install --default-index "$TORCH" torch torchvision ;;
    *)     uv pip install --torch-backend "$TORCH" torch torchvision ;;
esac
uv pip install "$SOURCE"/*.whl
rm -rf "$UV_CACHE_DIR"

"$VIRTUAL_ENV/bin/autograder" doctor || echo "The container is made, but not all of it is as it should be: see above."
