#!/bin/sh
# Rebuilds vendor/vendor.min.js and vendor/LICENSES from the exact versions in vendor/package-lock.json.
# Needs node 18 or later, npm and a network; building capnet needs none of them, as the results are committed.
set -eu
cd "$(dirname "$0")/vendor"

if [ -f package-lock.json ]; then npm ci --silent; else npm install --silent; fi

./node_modules/.bin/esbuild entry.js --bundle --minify --format=iife --global-name=capnet_vendor \
  --target=es2020 --charset=utf8 --legal-comments=none --outfile=vendor.min.js --metafile=node_modules/meta.json --log-level=warning

# One licence per package of which the bundle holds something, and a check that none was forgotten.
node --input-type=module - > LICENSES <<'JS'
import fs from "node:fs";
const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
const { inputs } = JSON.parse(fs.readFileSync("node_modules/meta.json", "utf8")).outputs["vendor.min.js"];
const bundled = (folder) => Object.entries(inputs).some(([file, { bytesInOutput }]) => bytesInOutput > 0 && file.startsWith(`${folder}/`));
for (const [folder, entry] of Object.entries(lock.packages).sort()) {
  if (!folder || !bundled(folder)) continue;
  const file = fs.readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder}: no licence file found`);
  const name = folder.replace(/^.*node_modules\//, "");
  console.log(`${"=".repeat(78)}\n${name} ${entry.version} (${entry.license})\n${"=".repeat(78)}`);
  console.log(fs.readFileSync(`${folder}/${file}`, "utf8").trim() + "\n");
}
JS
wc -c vendor.min.js LICENSES
