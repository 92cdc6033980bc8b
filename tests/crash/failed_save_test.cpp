/// A call of a save fails: one error that says why, and the old file; or the save goes on.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <capnet/io/atomic_file.hpp>

#include "crash/disk_calls.hpp"
#include "crash/saves.hpp"
#include "scratch_folder.hpp"

namespace capnet {
namespace {

using fixture::disk_fault;

/// The message of a save of `bytes` over `old` under a fault; empty if it succeeded.
struct failed_save {
  std::string message, content;
  std::size_t files = 0;
  std::vector<std::string> calls;

  failed_save(const std::vector<std::string_view>& bytes, const char* old, const disk_fault& fault) {
    const scratch_folder folder;
    const auto file = folder.path() / "file";
    if (old != nullptr) folder.write("file", old);
    fixture::arm(fault);
    try {
      write_atomically(file, bytes);
    } catch (const output_error& refusal) {
      message = refusal.what();
    }
    calls = fixture::disarm();
    files = fixture::files_in(folder.path()).size();
    content = ::content(file);
  }
};

// open, write x2, fchmod, fsync, rename, open the folder, fsync it; a new file is preceded by a sample.
TEST(FailedSave, OfAnyCallLeavesTheOldFileAndSaysWhy) {
  const std::vector<std::string_view> bytes{"new ", "bytes"};
  for (const char* old : {static_cast<const char*>("old"), static_cast<const char*>(nullptr)}) {
    const failed_save whole{bytes, old, {}};
    ASSERT_EQ(whole.message, "");
    ASSERT_EQ(whole.calls.size(), old != nullptr ? 8u : 9u);
    for (std::size_t at = 1; at <= whole.calls.size(); ++at) {
      SCOPED_TRACE(whole.calls[at - 1] + ", call " + std::to_string(at));
      const failed_save one{bytes, old, {.what = disk_fault::failed, .at = at, .reason = EIO}};
      EXPECT_NE(one.message.find(std::strerror(EIO)), std::string::npos) << one.message;
      EXPECT_EQ(one.message.find('\n'), std::string::npos);
      const bool in_place = at + 1 >= whole.calls.size();
      EXPECT_EQ(one.message.find("is in place and whole") != std::string::npos, in_place) << one.message;
      EXPECT_EQ(one.content, in_place ? "new bytes" : old != nullptr ? old : "");
      EXPECT_EQ(one.files, in_place || old != nullptr ? 1u : 0u) << "no temporary file is left";
    }
  }
}

TEST(FailedSave, OfAFolderThatTheSystemCantForceIsNone) {
  const std::vector<std::string_view> bytes{"new"};
  const std::size_t last = failed_save{bytes, "old", {}}.calls.size();
  for (const auto& [at, reason] : {std::pair{last, EINVAL}, {last, ENOTSUP}, {last - 1, EACCES}}) {
    const failed_save one{bytes, "old", {.what = disk_fault::failed, .at = at, .reason = reason}};
    EXPECT_EQ(one.message, "");
    EXPECT_EQ(one.content, "new");
  }
}

TEST(FailedSave, OfInterruptedAndShortWritesIsNone) {
  const std::vector<std::string_view> bytes{"new ", "bytes"};
  for (const std::size_t at : {2u, 3u}) {
    for (const disk_fault& fault : {disk_fault{.what = disk_fault::failed, .at = at, .reason = EINTR},
                                    disk_fault{.what = disk_fault::short_write, .at = at}}) {
      const failed_save one{bytes, "old", fault};
      EXPECT_EQ(one.message, "");
      EXPECT_EQ(one.content, "new bytes");
      EXPECT_EQ(one.calls.size(), 9u) << "the write is done again, for what is left";
    }
  }
}

}  // namespace
}  // namespace capnet
