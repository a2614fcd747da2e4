#!/bin/sh
# Puts the pieces beside this script together, in the folder given: sh unpack.sh FOLDER
set -eu
folder="${1:?usage: sh unpack.sh FOLDER}"
cd "$(dirname "$0")"
sha256sum --check --quiet SHA256SUMS
mkdir -p "$folder"
cat alpha-cl.tar.gz.?? | tar -xz -C "$folder"
echo "unpacked: $folder/alpha-cl --help, $folder/gpu-bench"
