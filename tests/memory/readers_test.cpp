/// What readers take of memory: at most what `load_limits` allows, whatever the shape of the input, or one clear error.
#include <capnet/io/data_folder.hpp>
#include <capnet/io/edge_file.hpp>

#include <gtest/gtest.h>

#include <charconv>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "memory/counted_bytes.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

constexpr std::size_t base = std::size_t{1} << 18;  // for the schema and the like
/// Past a power of two, where vectors that double have just done so.
constexpr int many = 16'500;

std::string repeated(int n, const std::function<std::string(int)>& part) {
  std::string text;
  for (int k = 0; k < n; ++k) text += part(k);
  return text;
}
std::string hex(int number) {
  char text[16];
  return {text, std::to_chars(text, text + sizeof text, number, 16).ptr};
}

using files = std::vector<std::pair<const char*, std::string>>;

files folder_of(files more) {
  files all{{"vertices.csv", "id,kind\nx,organization\ny,program\n"},
            {"ties.csv", "relation,source,target\n"},
            {"schema.csv", "relation,source_kinds,target_kinds\nr,organization,program\n"}};
  for (auto& [name, text] : more) {
    for (auto& [known, old] : all) {
      if (std::string{known} == name) old.clear();
    }
    all.emplace_back(name, std::move(text));
  }
  std::erase_if(all, [](const auto& file) { return file.second.empty(); });
  return all;
}

/// Reads a folder with that factor. What it was refused for, or nothing; it took no more than was allowed either way.
std::string read(const files& all, std::size_t factor) {
  const scratch_folder folder;
  std::size_t bytes = 0;
  for (const auto& [name, text] : all) folder.write(name, text), bytes += text.size();
  std::string refused;
  const std::size_t peak = memory::peak_bytes([&] {
    try {
      (void)read_folder(folder.path(), {.memory_factor = factor, .memory_base = base});
    } catch (const input_error& refusal) {
      refused = refusal.what();
    }
  });
  EXPECT_LE(peak, base + factor * bytes) << all.back().first << " of " << bytes << " bytes, " << refused;
  return refused;
}

/// Each shape that is more in memory than on disk, as far as it can be.
std::vector<files> extremes() {
  const std::string columns = repeated(900, [](int k) { return ",c" + hex(k); });
  const std::string long_names = repeated(900, [](int k) { return ",c" + hex(k) + std::string(250, 'x'); });
  const std::string cells = repeated(900, [](int) { return ",1"; });
  std::vector<files> all{
      {{"ties.csv", "relation,source,target\n" + repeated(many, [](int) { return "r,x,y\n"; })}},
      {{"vertices.csv", "id,kind\n" + repeated(many, [](int k) { return hex(k) + ",tool\n"; })}},
      {{"sources.csv", "id\n" + repeated(many, [](int k) { return hex(k) + "\n"; })}},
      {{"skills.csv", "id\n" + repeated(many, [](int k) { return hex(k) + "\n"; })}},
      {{"figures.csv", "id,kind\n" + repeated(many, [](int k) { return hex(k) + ",count\n"; })}},
      {{"vertices.csv",
        "id,kind,aliases\n" + repeated(17,
                                       [](int k) {
                                         return hex(k) + ",event," +
                                                repeated(1'000, [&](int j) { return "|" + hex(k) + "." + hex(j); }) +
                                                "\n";
                                       })}},
      {{"vertices.csv",
        "id,kind,name\n" + repeated(130, [](int k) { return hex(k) + ",event," + std::string(10'000, 'n') + "\n"; })}},
      {{"ties.csv", "relation,source,target,role\n" +
                        repeated(130, [](int) { return "r,x,y," + std::string(10'000, 'n') + "\n"; })}},
  };
  for (const std::string& header : {columns, long_names}) {
    auto rows = [&](const std::string& more) {
      return header + "\n" + repeated(130, [&](int k) { return hex(k) + more + cells + "\n"; });
    };
    all.push_back({{"vertices.csv", "id,kind" + rows(",event")}});
    all.push_back({{"skills.csv", "id" + rows("")}});
    all.push_back({{"figures.csv", "id,kind" + rows(",count")}});
    all.push_back({{"sources.csv", "id" + rows("")}});
    all.push_back({{"ties.csv", "relation,source,target" + header + "\n" +
                                    repeated(130, [&](int) { return "r,x,y" + cells + "\n"; })}});
  }
  return all;
}

TEST(ReadFolder, TakesNoMoreMemoryThanItsLimitsAllowOrSaysSo) {
  for (files& shape : extremes()) {
    const files all = folder_of(std::move(shape));
    for (const std::size_t factor : {5u, 15u, 30u, 100u, 1'000u}) {
      const std::string refused = read(all, factor);
      if (refused.empty()) break;
      EXPECT_NE(refused.find(" bytes of memory; expected at most 262144 and "), std::string::npos) << refused;
      EXPECT_EQ(refused.find('\n'), std::string::npos) << "one error";
      EXPECT_LT(factor, 1'000u) << refused;
    }
  }
}

/// Enough of them for several threads.
TEST(ReadFolder, TakesManyShortTiesWellWithinItsLimits) {
  const std::string ties = "relation,source,target\n" +
                           repeated(140'000, [](int k) { return "runs,a" + hex(k % 8) + ",b" + hex(k % 7) + "\n"; });
  const std::string vertices =
      "id,kind\n" + repeated(8, [](int k) { return "a" + hex(k) + ",organization\nb" + hex(k) + ",program\n"; });
  EXPECT_EQ(read(folder_of({{"vertices.csv", vertices}, {"ties.csv", ties}}), 16), "");
}

TEST(ReadEdges, TakesNoMoreMemoryThanItsLimitsAllow) {
  constexpr int n = 70'000;
  const std::string shapes[] = {
      repeated(n, [](int k) { return hex(k) + " " + hex(k + n) + "\n"; }),
      "source,target,weight,begin,end\n" + repeated(n, [](int) { return "a,b\n"; }),
      "source,target,weight,begin,end\n" + repeated(n, [](int k) { return hex(k) + "," + hex(k + n) + "\n"; }),
      repeated(n, [](int k) { return std::string(16, 'x') + hex(k) + " b\n"; }),
      std::string(n, '\n'),
  };
  const scratch_folder folder;
  for (const std::string& text : shapes) {
    folder.write("edges", text);
    for (const bool two_mode : {false, true}) {
      const std::size_t peak =
          memory::peak_bytes([&] { (void)read_edges(folder.path() / "edges", {.two_mode = two_mode}); });
      EXPECT_LE(peak, base + 20 * text.size()) << text.substr(0, 40);
    }
  }
}

}  // namespace
}  // namespace capnet
