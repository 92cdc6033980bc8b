/// Data folders: what loads is the same when it is packed and opened again, and answers every question.
///
/// The input is one text: a line `=== ties.csv` begins that file. Without such a line it is vertices.csv.
#include <capnet/io/data_folder.hpp>

#include <array>
#include <cstdlib>
#include <map>

#include <capnet/io/native_file.hpp>
#include <capnet/io/report.hpp>
#include <capnet/metric/audit.hpp>

#include "asked.hpp"
#include "described.hpp"
#include "fuzz/fuzz.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

constexpr std::array<std::string_view, 6> names{"vertices.csv", "ties.csv",   "figures.csv",
                                                "skills.csv",   "schema.csv", "sources.csv"};

std::map<std::string_view, std::string> files_of(std::string_view text) {
  std::map<std::string_view, std::string> files;
  std::string* into = &files[names[0]];
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    std::string_view named{};
    for (const std::string_view name : names) {
      if (line.starts_with("=== ") && line.substr(4).starts_with(name)) named = name;
    }
    if (named.empty())
      *into += line;
    else
      into = &files[named];
  }
  return files;
}

void require_printable(const snapshot& net) {
  for (const finding& found : audit(net)) {
    for (const std::string& sentence : {found.message, found.message_ja}) {
      fuzz::require(!sentence.empty(), "a finding says something");
      fuzz::require(find_invalid_utf8(sentence) == std::string_view::npos, "a finding is UTF-8");
      for (const char c : sentence) fuzz::require(static_cast<unsigned char>(c) >= 0x20, "a finding is printable");
    }
  }
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  static const scratch_folder folder;
  static const scratch_folder packed;
  const auto files = files_of(fuzz::text_of(data, size));
  for (const std::string_view name : names) {
    if (const auto file = files.find(name); file != files.end())
      folder.write(std::string{name}, file->second);
    else
      std::filesystem::remove(folder.path() / name);
  }
  snapshot net;
  if (fuzz::refused([&] { net = read_folder(folder.path()); })) return 0;
  const auto file = packed.path() / "n.capnet";
  write_native(net, file);
  (void)verify_native(file, 1);
  const snapshot reopened = read_native(file);
  fuzz::require_same(described(reopened), described(net), "a network that is packed and opened again is the same");
  fuzz::require(data_hash(reopened) == data_hash(net), "it has the same hash");
  fuzz::require(ask_everything(reopened) == ask_everything(net), "it has the same answers");
  require_printable(net);
  std::string page;
  if (!fuzz::refused([&] { page = html_report(net); }))  // of skill levels outside their scale there is none
    fuzz::require(find_invalid_utf8(page) == std::string_view::npos, "a report is UTF-8");
  return 0;
}
