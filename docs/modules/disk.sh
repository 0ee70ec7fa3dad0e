#!/bin/sh
# A module for the mail reports of spoor-agent: tells which file systems are nearly full, and nothing if none is.
# Copy it to /usr/local/lib/spoor/disk, mode 0755, and write into /etc/spoor/spoor.yml:
#   report_modules:
#     - { name: disk, exec: [/usr/local/lib/spoor/disk] }
#   mail_reports:
#     - name: morning
#       ...
#       sections:
#         - { module: disk, directives: { warn: 90 } }
# A module reads one line of JSON on standard input, with the directives as its last key. It prints header lines, an
# empty line and the part of the mail. With --validate it only says what is wrong with its directives.
set -eu

IFS= read -r call
# In JSON a quote within a text stands after a backslash, so no text can look like this key.
directives=${call##*,\"directives\":}
directives=${directives%\}}

# Taken whole instead of searched: what is not exactly this is refused.
case $directives in
  '{}') warn=90 ;;
  '{"warn":"'*'"}')
    warn=${directives#'{"warn":"'}
    warn=${warn%'"}'}
    ;;
  *) warn= ;;
esac
case $warn in
  [1-9] | [1-9][0-9] | 100) ;;
  *)
    echo 'directives: write { warn: PERCENT }, a whole number from 1 to 100' >&2
    exit 2
    ;;
esac
if [ "${1-}" = --validate ]; then exit 0; fi

printf 'Content-Type: text/plain; charset=utf-8\n\n'
df -P -k | awk -v warn="$warn" '
  NR > 1 && $5 ~ /^[0-9]+%$/ && $5 + 0 >= warn {
    if (!told++) printf "These file systems are full to %s %% or more:\n", warn
    print
  }'
