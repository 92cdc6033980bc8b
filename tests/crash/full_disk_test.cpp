/// A disk that is full before a save is done: the old file stays, and one error says so.
#include <gtest/gtest.h>

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

// A disk of a few pages, in a name space of its own, where mounting is allowed. The network takes 42 KiB, its report
// much more.
TEST(FullDisk, KeepsTheOldFileAndGivesOneError) {
  const std::string data = "'" CAPNET_SOURCE_DIR "/examples/data/nptech'";
  for (const std::string& save : {"pack " + data + " disk/file", "report " + data + " -o disk/file"}) {
    for (const char* size : {"8k", "16k", "32k"}) {
      SCOPED_TRACE(save + " on " + size);
      const scratch_folder folder;
      folder.write("save.sh", "mkdir disk && mount -t tmpfs -o size=" + std::string{size} +
                                  " none disk || exit 77\n"
                                  "printf old > disk/file && chmod 600 disk/file || exit 77\n"
                                  "'" CAPNET_COMMAND "' " +
                                  save +
                                  " > out 2> err; echo $? > status\n"
                                  "cp disk/file after; stat -c %a disk/file > mode; ls -A disk > names\n"
                                  "printf new > disk/file || exit 1  # there is room again\n");
      const std::string in = "cd '" + folder.path().string() + "' && unshare ", script = " sh save.sh 2> log";
      int status = std::system((in + "-rm" + script).c_str());
      if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && content(folder.path() / "status").empty())) {
        std::filesystem::remove_all(folder.path() / "disk");
        status = std::system((in + "-m" + script).c_str());
      }
      if (content(folder.path() / "status").empty())
        GTEST_SKIP() << "no disk can be mounted here: " << content(folder.path() / "log");
      EXPECT_EQ(status, 0);
      EXPECT_NE(content(folder.path() / "status"), "0\n");
      EXPECT_EQ(content(folder.path() / "after"), "old");
      EXPECT_EQ(content(folder.path() / "mode"), "600\n");
      EXPECT_EQ(content(folder.path() / "names"), "file\n");
      const std::string error = content(folder.path() / "err");
      EXPECT_NE(error.find("can't be written: writing failed: No space left on device"), std::string::npos) << error;
      EXPECT_EQ(error.find('\n') + 1, error.size()) << "one line: " << error;
    }
  }
}

}  // namespace
}  // namespace capnet
