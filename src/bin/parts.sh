#!/bin/sh
# parts.sh CUT INTO OPTION...: makes a few files of the many that wasm-split-cli
# cut, and the script that loads them. It cuts one for every set of parts that
# share code, which would be 50 requests; here sets that are wanted together are
# one. The options name the features of wasm that are in use.
set -eu
cut=$1
into=$2
shift 2
features=$*
source=$(dirname "$0")/..

# Each cut, the file that it goes to, and the parts that use it. "runs" has what
# others have in common with the runs of Crawl or with what reads its list, and
# "documents" what reads one that somebody pastes or opens, "letters" what
# compresses a list, a program or a recording for a link; what the list, or what
# only some strategies need, has in common with the rest of Crawl alone goes with
# that. Of what else they have in common, "programs" is for Tasks and Script alone,
# "compare_tasks" for these and any but Freeze, Race and Cost, "measures" for Race,
# Cost, Compare and what else reads JSON as they do, and "labs" for more of them.
# Compare measures by what other labs are made of: what is only of one of these is
# a file of its own, so that Compare loads it with the first run and the lab nothing
# more.
{
  sed -n 's|^/\* \(.*\) \*/$|\1|p; s|^const __chunk_\([0-9]*\) .*|chunk_\1|p' \
    "$cut/__wasm_split.js" | sed 's/, /,/g' | paste -d ' ' - -
  for file in "$cut"/split_*.wasm; do
    part=$(basename "$file" .wasm)
    echo "${part#split_} $part"
  done
} | awk '{
  users = "," $1 ","
  counts = users ~ /,(race|cost),/
  replays = users ~ /,(tasks|script),/
  if ($1 !~ /,/) file = $1
  else if ($1 == "crawl_list,crawl_rest" || $1 == "crawl_rest,crawl_ways") file = "crawl_rest"
  else if ($1 == "crawl_list,recordings") file = "documents"
  else if (users ~ /^(,crawl_list)?,letters(,recordings)?,$/) file = "letters"
  else if (users ~ /^(,compare)?(,compare_run)?(,cost)?,crawl_list,recordings,$/) file = "measures"
  else if (users ~ /,crawl_(list|rest),/) file = "runs"
  else if ($1 ~ /^compare_run,(cost|freeze|race)$/) file = "compare_" substr($1, 13)
  else if (users ~ /^(,script)?(,tasks)?(,tasks_programs)?,$/) file = "programs"
  else if (users ~ /,freeze,/ || (counts && replays)) file = "labs"
  else file = replays ? "compare_tasks" : "measures"
  print $2, file, $1
}' >"$cut/plan"

# What they share: the memory, the table and the stack pointer of the app. Every
# cut imports them anew, and a file only once.
any=$(sed -n '1s/ .*//p' "$cut/plan")
# shellcheck disable=SC2086 # Each is a word.
{
  echo "(module"
  wasm-dis $features "$cut/$any.wasm" | sed -n \
    's/^ (import "__wasm_split" "\([^"]*\)" (\([a-z]*\) $[^ ]* \(.*\)))$/\1 \2 \3/p' |
    while read -r name kind type; do
      case $name in
        # Only tells the parts of one unoptimised build from those of another.
        __canary_*) echo "(global \$$name $type (i32.const 0))" ;;
        *) echo "(import \"main\" \"$name\" ($kind \$$name $type))" ;;
      esac
      echo "(export \"$name\" ($kind \$$name))"
    done | sort -r # Imports come first.
  echo ")"
} >"$cut/main.wat"
# shellcheck disable=SC2086
wasm-as $features "$cut/main.wat" -o "$cut/main.wasm"
for file in $(awk '{print $2}' "$cut/plan" | sort -u); do
  # shellcheck disable=SC2046,SC2086
  wasm-merge $features -g --skip-export-conflicts "$cut/main.wasm" __wasm_split \
    $(awk -v file="$file" -v cut="$cut" \
      '$2 == file {print cut "/" $1 ".wasm", $1}' "$cut/plan") \
    -o "$into/split_$file.wasm"
done

# The script, told the files of each part, and made to give a function for each.
parts=$(awk '{print $3}' "$cut/plan" | tr ',' '\n' | sort -u)
files_of() {
  awk -v part="$1" 'index("," $3 ",", "," part ",") {print $2}' "$cut/plan" | sort -u
}
{
  for part in $parts; do
    echo "PARTS.$part = [$(files_of "$part" | sed 's/.*/"&"/' | paste -s -d , -)];"
    echo "export const __wasm_split_load_$part = loader(\"$part\");"
  done
} | cat "$source/later.js" - >"$into/__wasm_split.js"
