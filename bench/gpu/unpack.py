#!/usr/bin/env python3
"""Puts a set of the bundle into a folder; the second set goes where the first one is. Python >= 3.9 and its standard library.

  python3 unpack.py FOLDER
"""
import hashlib
import lzma
import os
import subprocess
import sys
import tarfile

if len(sys.argv) != 2:
    sys.exit("usage: python3 unpack.py FOLDER")
here, folder = os.path.dirname(os.path.abspath(__file__)), os.path.abspath(sys.argv[1])
packed = os.path.join(folder, "packed")
os.makedirs(packed, exist_ok=True)
for line in open(os.path.join(here, "SHA256SUMS")):
    wanted, name = line.split()
    with open(os.path.join(here, name), "rb") as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != wanted:
        sys.exit(name + " has another checksum than SHA256SUMS says: transfer it again")
    if name == "program.tar.xz":
        with tarfile.open(os.path.join(here, name)) as tar:
            tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            tar.extractall(folder)
    else:
        with open(os.path.join(packed, name[: -len(".xz")]), "wb") as file:
            file.write(lzma.decompress(data))
node = os.path.join(folder, "bin", "node")
if not os.path.exists(node):
    sys.exit(folder + " has no Node.js: unpack the first set there before the second")
restore = os.path.join(folder, "product", "dist", "bench", "gpu", "restore-images.js")
subprocess.run([node, restore, packed, os.path.join(folder, "data", "cifar-10-batches-bin")], check=True)
