/// Each column of a native file dropped, renamed, cut, grown and bent in turn, under right checksums: the file is
/// refused, or is a network of which everything can be asked. What a full check lets pass answers every question.
#include <capnet/io/native_file.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <capnet/network/builder.hpp>

#include "asked.hpp"
#include "everything.hpp"
#include "hostile/native_parts.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

std::string bytes_of(const snapshot& net) {
  const scratch_folder folder;
  write_native(net, folder.path() / "n.capnet");
  std::ifstream in{folder.path() / "n.capnet", std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

enum class outcome { refused, refused_when_asked, answered };

/// Opens, checks and asks; what passes the check must answer.
outcome opened(const std::filesystem::path& file, const std::string& bytes, const std::string& what) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
  bool sound = true;
  try {
    (void)verify_native(file, 1);
  } catch (const input_error&) {
    sound = false;
  }
  try {
    const snapshot net = read_native(file);
    try {
      (void)ask_everything(net);
      return outcome::answered;
    } catch (const input_error& failure) {
      EXPECT_FALSE(sound) << what << " passes the check and then: " << failure.what();
      return outcome::refused_when_asked;
    }
  } catch (const input_error&) {
    EXPECT_FALSE(sound) << what << " passes the check and can't be opened";
    return outcome::refused;
  }
}

class NativeColumns : public testing::TestWithParam<bool> {
 protected:
  /// Changes each column in turn.
  void for_each_column(const std::function<void(native_parts&, std::size_t, const std::string&)>& visit) {
    for (std::size_t k = 0; k < good.columns.size(); ++k) {
      native_parts bad = good;
      const native::section& s = good.columns[k].where;
      visit(bad, k,
            "column " + std::to_string(s.owner) + "/" + std::to_string(s.index) + "/" + std::to_string(s.column));
    }
  }
  const scratch_folder folder;
  const std::filesystem::path file = folder.path() / "n.capnet";
  const native_parts good{bytes_of(network_of_everything(GetParam()))};
};

TEST_P(NativeColumns, TheFilePutTogetherAgainIsTheSame) {
  EXPECT_EQ(good.file(), bytes_of(network_of_everything(GetParam())));
  EXPECT_EQ(opened(file, good.file(), "the file"), outcome::answered);
}

TEST_P(NativeColumns, OneThatIsDroppedIsMissedOrNotNeeded) {
  std::size_t refused = 0;
  for_each_column([&](native_parts& bad, std::size_t k, const std::string& name) {
    bad.columns.erase(bad.columns.begin() + static_cast<std::ptrdiff_t>(k));
    refused += opened(file, bad.file(), name + " dropped") != outcome::answered;
  });
  EXPECT_GT(refused, good.columns.size() / 3) << "without days or weights it is another network, the rest is needed";
}

TEST_P(NativeColumns, OneOfAnotherNameHasNoPlace) {
  for_each_column([&](native_parts& bad, std::size_t k, const std::string& name) {
    for (const std::uint32_t column : {0u, 23u, 0x1000u, good.columns[k].where.column ^ native::backward}) {
      bad.columns[k].where.column = column;
      EXPECT_EQ(opened(file, bad.file(), name + " named " + std::to_string(column)), outcome::refused) << name;
    }
  });
  for_each_column([&](native_parts& bad, std::size_t k, const std::string& name) {
    bad.columns[k].where.index += 1'000;
    EXPECT_EQ(opened(file, bad.file(), name + " of another owner"), outcome::refused) << name;
  });
}

TEST_P(NativeColumns, OneOfElementsOfAnotherSizeHasNoPlace) {
  for_each_column([&](native_parts& bad, std::size_t k, const std::string& name) {
    for (const std::uint32_t bytes : {1u, 2u, 4u, 8u}) {
      if (bytes == good.columns[k].where.element_bytes) continue;
      bad.columns[k].where.element_bytes = bytes;
      (void)opened(file, bad.file(), name + " of elements of " + std::to_string(bytes));  // of days there are two sizes
    }
  });
}

TEST_P(NativeColumns, OneThatIsCutOrGrownDoesNotFit) {
  for_each_column([&](native_parts& bad, std::size_t k, const std::string& name) {
    std::string& bytes = bad.columns[k].bytes;
    const std::string whole = bytes;
    const std::size_t element = bad.columns[k].where.element_bytes;
    if (bytes.size() > element) {
      bytes.resize(bytes.size() - element);
      EXPECT_NE(opened(file, bad.file(), name + " cut"), outcome::answered) << name;
    }
    bytes = whole + whole.substr(0, element);
    const bool table = bad.columns[k].where.owner == static_cast<std::uint32_t>(native::owner::keys);
    const outcome grown = opened(file, bad.file(), name + " grown");
    EXPECT_TRUE(table || grown != outcome::answered) << name;
  });
}

TEST_P(NativeColumns, AnyElementMayHaveAnyValue) {
  if (!GetParam()) return;  // in the other order there are two columns less
  std::size_t asked = 0;
  for_each_column([&](native_parts& bad, std::size_t k, const std::string& name) {
    std::string& bytes = bad.columns[k].bytes;
    const std::string whole = bytes;
    const std::size_t element = bad.columns[k].where.element_bytes;
    const std::size_t n = bytes.size() / element;
    for (const std::size_t at : {std::size_t{0}, n - 1}) {
      for (const std::int64_t value : {0LL, 1LL, 7LL, 0x7FFFLL, 0x7FFFFFFFLL, -1LL, 0x7FF0000000000000LL,
                                       static_cast<long long>(n), static_cast<long long>(n - 1)}) {
        bytes = whole;
        std::memcpy(bytes.data() + at * element, &value, element);
        (void)opened(file, bad.file(), name + "[" + std::to_string(at) + "] = " + std::to_string(value));
        ++asked;
      }
    }
  });
  EXPECT_GT(asked, 900u);
}

TEST_P(NativeColumns, TheDescriptionMayHaveAnyByte) {
  if (!GetParam()) return;
  for (std::size_t at = 0; at < good.description.size(); at += at < 700 ? 11 : 2) {  // names of kinds come first
    for (const char value : {'\0', '\xFF'}) {
      native_parts bad = good;
      bad.description[at] = value;
      (void)opened(file, bad.file(), "description[" + std::to_string(at) + "] = " + std::to_string(value));
    }
    native_parts cut = good;
    cut.description.resize(at);
    EXPECT_EQ(opened(file, cut.file(), "a description cut at " + std::to_string(at)), outcome::refused);
  }
}

INSTANTIATE_TEST_SUITE_P(InBothOrders, NativeColumns, testing::Bool());

/// A relation whose rows and places are gone has entries that are no ties: asking for them read past the details.
TEST(NativePlaces, AnUndirectedRelationWithoutThemIsRefused) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  for (int k = 0; k < 3; ++k) net.tie<collaborates_with>(a, b, {.role = "partner"});
  native_parts bad{bytes_of(net.freeze())};
  std::erase_if(bad.columns, [](const native_parts::part& p) {
    return p.where.column == static_cast<std::uint32_t>(native::column_id::places);
  });
  EXPECT_EQ(opened(file, bad.file(), "without places"), outcome::refused);
}

TEST(NativePlaces, LoopsAloneComeBackAsTheyWere) {
  const scratch_folder folder;
  const auto file = folder.path() / "n.capnet";
  builder net;
  const auto a = net.add<organization>("a"), b = net.add<organization>("b");
  net.tie<collaborates_with>(a, a, {.role = "first"});
  net.tie<collaborates_with>(b, b, {.role = "second"});
  write_native(net.freeze(), file);
  EXPECT_EQ(data_hash(read_native(file)), data_hash(net.freeze()));
}

/// Without it, or with one that is empty or too small, ids that are there were not found.
TEST(NativeIds, OfWhichTheTableFindsNoneAreTold) {
  const scratch_folder folder;
  builder net;
  for (const char* id : {"a", "b", "c", "d"}) net.add<organization>(id, {.aliases = {std::string{"also "} + id}});
  const native_parts good{bytes_of(net.freeze())};
  const auto slots = [](native_parts& parts) {
    return std::ranges::find_if(parts.columns, [](const native_parts::part& p) {
      return p.where.column == static_cast<std::uint32_t>(native::column_id::slots);
    });
  };
  native_parts bad = good;
  ASSERT_EQ(slots(bad)->bytes.size(), 16u * 4u);
  slots(bad)->bytes.resize(8 * 4);
  EXPECT_EQ(opened(folder.path() / "n.capnet", bad.file(), "small"), outcome::refused);
  bad.columns.erase(slots(bad));
  EXPECT_EQ(opened(folder.path() / "n.capnet", bad.file(), "none"), outcome::refused);
  bad = good;
  slots(bad)->bytes.assign(16 * 4, '\0');
  std::ofstream{folder.path() / "n.capnet", std::ios::binary | std::ios::trunc} << bad.file();
  EXPECT_THROW((void)verify_native(folder.path() / "n.capnet", 1), input_error);
}

TEST(NativeNames, ThatStandTwiceAreRefused) {
  const scratch_folder folder;
  builder net;
  net.add<organization>("a", {.region = "north", .attributes = {{"color", "red"}}});
  net.add<organization>("b", {.region = "south", .attributes = {{"shape", "round"}}});
  const native_parts good{bytes_of(net.freeze())};
  for (const auto& [name, other] : {std::pair{"south", "north"}, {"shape", "color"}}) {
    native_parts bad = good;
    bad.description.replace(bad.description.find(name), 5, other);
    EXPECT_EQ(opened(folder.path() / "n.capnet", bad.file(), name), outcome::refused);
  }
}

}  // namespace
}  // namespace capnet
