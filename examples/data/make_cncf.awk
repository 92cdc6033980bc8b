# Makes examples/data/cncf from landscape_items.csv of https://github.com/cncf/landscape (CC BY 4.0), commit 153d699b:
#
#     awk -v OUT=examples/data/cncf -f examples/data/make_cncf.awk landscape_items.csv
#
# Of its rows the members alone: an organization each, and the day it joined. " (member)" and the like are cut off the names. Ids are
# made of names, since two members share one slug of the list and others have none. Sectors are those that the list tells.

# The cells of a line of CSV; the list has no line breaks within cells.
function cells(line, cell,    n, at, c, text, quoted) {
  n = 0; text = ""; quoted = 0
  for (at = 1; at <= length(line); ++at) {
    c = substr(line, at, 1)
    if (quoted && c == "\"" && substr(line, at + 1, 1) == "\"") { text = text c; ++at }
    else if (c == "\"") quoted = !quoted
    else if (c == "," && !quoted) { cell[++n] = text; text = "" }
    else text = text c
  }
  cell[++n] = text
  return n
}
function quoted(text) {
  if (text !~ /[",]/) return text
  gsub(/"/, "\"\"", text)
  return "\"" text "\""
}
function id_of(name,    id) {
  id = tolower(name)
  gsub(/[^a-z0-9]+/, "_", id)
  gsub(/^_|_$/, "", id)
  return id
}

BEGIN {
  vertices = OUT "/vertices.csv"; ties = OUT "/ties.csv"; sources = OUT "/sources.csv"
  print "id,kind,sector,name,cite" > vertices
  print "relation,source,target,begin,role,cite" > ties
  print "id,title,publisher,date,url" > sources
  print "cncf,program,,Membership of the Cloud Native Computing Foundation,landscape" > vertices
  print "landscape,\"Cloud Native Landscape, commit 153d699b, CC BY 4.0\",Cloud Native Computing Foundation,," \
    "https://github.com/cncf/landscape" > sources
}
{ sub(/\r$/, "") }
NR == 1 {
  n = cells($0, head)
  for (k = 1; k <= n; ++k) column[head[k]] = k
  next
}
{
  cells($0, row)
  if (row[column["category"]] != "CNCF Members") next
  name = row[column["name"]]
  sub(/ \((member|supporter|contributor)\)$/, "", name)
  id = id_of(name)
  if (id in seen || id == "cncf") { print "two members have the id " id > "/dev/stderr"; exit 1 }
  seen[id] = 1
  level = row[column["subcategory"]]
  sector = level == "Nonprofit" ? "nonprofit" : level == "Academic" ? "academia" : ""
  print id ",organization," sector "," quoted(name) ",landscape" > vertices
  print "participates_in," id ",cncf," row[column["joined"]] "," tolower(level) ",landscape" > ties
}
