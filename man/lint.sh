#!/bin/sh
# A manual page must pass mandoc's lint without a warning. 77 tells meson: skipped.
command -v mandoc >/dev/null || { echo "mandoc is not installed"; exit 77; }
exec mandoc -T lint -W warning "$@"
