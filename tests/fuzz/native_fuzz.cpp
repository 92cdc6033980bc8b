/// Native files under right checksums: one that passes the check opens and answers every question, any other is
/// refused.
///
/// The input is a native file, or changes to the columns and the description of one that is written here.
#include <capnet/io/native_file.hpp>

#include <algorithm>

#include "asked.hpp"
#include "described.hpp"
#include "everything.hpp"
#include "fuzz/fuzz.hpp"
#include "hostile/native_parts.hpp"
#include "hostile/signed_again.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

const scratch_folder& folder() {
  static const scratch_folder one;
  return one;
}

/// Vertices and ties in columns, without keys or details of their own.
snapshot network_of_columns() {
  const std::vector<std::uint32_t> sources{0, 1, 2, 4}, targets{2, 1, 0, 0};
  const std::vector<double> weights{1, 2, .5, 4};
  builder net;
  net.add_vertices<organization>({.count = 5, .prefix = "o"});
  net.add_vertices<program>({.count = 3, .prefix = "p"});
  net.add_ties<participates_in>({.source_kind = net.schema().index_of<organization>(),
                                 .target_kind = net.schema().index_of<program>(),
                                 .sources = sources,
                                 .targets = targets,
                                 .weights = weights});
  return net.freeze();
}

native_parts parts_of(const snapshot& net) {
  const auto file = folder().path() / "base.capnet";
  write_native(net, file);
  return native_parts{content(file)};
}

std::string changed(fuzz::byte_reader& input) {
  static const native_parts bases[] = {parts_of(network_of_everything(false)), parts_of(network_of_everything(true)),
                                       parts_of(network_of_columns())};
  native_parts file = bases[input.below(3)];
  while (!input.done() && !file.columns.empty()) {
    const std::uint8_t what = input.byte() & 7u;
    native_parts::part& column = file.columns[input.below(static_cast<std::uint32_t>(file.columns.size()))];
    std::string& bytes = what < 6 ? column.bytes : file.description;
    const std::size_t at = bytes.empty() ? 0 : input.below(65'536) % bytes.size();
    switch (what) {
      case 0:
      case 6: {  // other bytes
        const std::string_view more = input.take(1 + input.below(16));
        bytes.replace(at, more.size(), more);
        break;
      }
      case 1:
        bytes.resize(at);
        break;
      case 2:
        bytes.append(bytes.substr(0, at));
        break;
      case 3: {  // another name or shape
        std::uint32_t* const fields[] = {&column.where.owner, &column.where.index, &column.where.column,
                                         &column.where.element_bytes};
        *fields[at % 4] = input.below(2) == 0 ? input.below(32) : 0x100 + input.below(32);
        break;
      }
      case 4:
        file.columns.erase(file.columns.begin() + (&column - file.columns.data()));
        break;
      case 5:
        std::swap(bytes, file.columns[at % file.columns.size()].bytes);
        break;
      default:  // bytes fewer or more
        bytes.replace(at, input.below(16), input.take(input.below(16)));
    }
  }
  return file.file();
}

}  // namespace
}  // namespace capnet

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace capnet;
  fuzz::byte_reader input{data, size};
  const std::string given{fuzz::text_of(data, size)};
  folder().write("n.capnet", given.starts_with("CAPNET") ? signed_again(given) : changed(input));
  const auto file = folder().path() / "n.capnet";
  const bool sound = !fuzz::refused([&] { (void)verify_native(file, 1); });
  std::string said;
  const bool answers = !fuzz::refused([&] {
    const snapshot net = read_native(file);
    (void)ask_everything(net);
    said = described(net);
    write_native(net, folder().path() / "again.capnet");
  });
  fuzz::require(answers || !sound, "what passes the check opens and answers");
  if (!sound) return 0;
  (void)verify_native(folder().path() / "again.capnet", 1);
  fuzz::require_same(described(read_native(folder().path() / "again.capnet")), said,
                     "what passes the check can be written, and is the same then");
  return 0;
}
