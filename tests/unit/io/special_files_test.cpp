/// Pipes, devices and sockets in place of files: an error at once, not a program that waits for ever.
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include <capnet/io/csv.hpp>
#include <capnet/io/data_folder.hpp>
#include <capnet/io/edge_file.hpp>
#include <capnet/io/native_file.hpp>

#include "scratch_folder.hpp"

namespace capnet {
namespace {

/// Ends the program if a test waits.
struct not_for_ever {
  not_for_ever() { ::alarm(60); }
  ~not_for_ever() { ::alarm(0); }
};

TEST(SpecialFiles, AreRefusedByEveryReaderAtOnce) {
  const scratch_folder folder;
  const std::filesystem::path pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const not_for_ever guard;
  for (const std::filesystem::path& file :
       {pipe, std::filesystem::path{"/dev/zero"}, std::filesystem::path{"/dev/null"}, folder.path()}) {
    EXPECT_FALSE(is_native(file)) << file;
    EXPECT_THROW((void)read_native(file), input_error) << file;
    EXPECT_THROW((void)read_native(file, file_trust::trusted), input_error) << file;
    EXPECT_THROW((void)verify_native(file), input_error) << file;
    EXPECT_THROW((void)read_edges(file), input_error) << file;
    problem_list problems;
    (void)csv_reader::read(file, {}, problems);
    EXPECT_EQ(problems.size(), 1u) << file;
  }
}

TEST(SpecialFiles, InADataFolderAreNamed) {
  const not_for_ever guard;
  for (const char* name : {"vertices.csv", "ties.csv", "schema.csv", "figures.csv"}) {
    const scratch_folder folder{{"vertices.csv", "id,kind\na,organization\n"},
                                {"ties.csv", "relation,source,target\n"}};
    std::filesystem::remove(folder.path() / name);
    ASSERT_EQ(::mkfifo((folder.path() / name).c_str(), 0600), 0);
    try {
      (void)read_folder(folder.path());
      ADD_FAILURE() << name;
    } catch (const input_error& refusal) {
      EXPECT_NE(std::string{refusal.what()}.find("is not a regular file"), std::string::npos) << refusal.what();
    }
  }
}

}  // namespace
}  // namespace capnet
