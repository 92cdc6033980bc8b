#include "io/new_folder.hpp"

#include <unistd.h>

#include <string>
#include <system_error>

#include <capnet/core/error.hpp>
#include <capnet/core/text.hpp>
#include <capnet/io/atomic_file.hpp>

namespace capnet::detail {
namespace {

[[noreturn]] void refuse_place(const std::filesystem::path& place, const std::string& what,
                               const std::error_code& reason) {
  throw output_error{printable(place.native()) + ": can't be written: " + what +
                     (reason ? ": " + reason.message() : std::string{}) +
                     "; expected the name of a new or empty folder, in a folder that can be written to"};
}

}  // namespace

new_folder::new_folder(const std::filesystem::path& place) {
  std::error_code failure;
  place_ = std::filesystem::weakly_canonical(place, failure);
  if (failure || place.empty()) refuse_place(place, "it is no path", failure);
  if (!place_.has_filename()) place_ = place_.parent_path();  // a/b/ is a/b
  const auto there = std::filesystem::status(place_, failure);
  if (std::filesystem::exists(there)) {
    if (!std::filesystem::is_directory(there)) refuse_place(place, "it is there already, and no folder", {});
    const bool empty = std::filesystem::is_empty(place_, failure);
    if (failure) refuse_place(place, "what is in it can't be listed", failure);
    if (!empty) refuse_place(place, "it is there already, and not empty", {});
  }
  const std::string name = "." + place_.filename().native() + "." + std::to_string(::getpid());
  for (int attempt = 0; attempt < 100; ++attempt) {
    made_ = place_.parent_path() / (name + "." + std::to_string(attempt) + ".capnet-part");
    if (std::filesystem::create_directory(made_, failure)) return;  // nothing fails from here on
    if (failure) break;
  }
  refuse_place(place, "no folder can be made beside it", failure);
}

new_folder::~new_folder() {
  if (made_.empty()) return;
  for (const std::filesystem::path& file : files_) ::unlink(file.c_str());  // which needs no memory
  ::rmdir(made_.c_str());
}

void new_folder::write(std::string_view name, std::string_view text) {
  write_atomically(files_.emplace_back(made_ / name), text);
}

void new_folder::put() {
  std::error_code failure;
  std::filesystem::rename(made_, place_, failure);
  if (failure) refuse_place(place_, "it can't be put in place", failure);
  made_.clear();
  confirm_name(place_);
}

}  // namespace capnet::detail
