#include "io/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace capnet::detail {
namespace {

std::string reason(int number) { return std::generic_category().message(number); }

/// Closes a file at the end of its scope.
struct open_file {
  int number;
  explicit open_file(const std::filesystem::path& file)
      : number{::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)} {}
  ~open_file() {
    if (number >= 0) ::close(number);
  }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
};

}  // namespace

std::optional<std::string> read_text(const std::filesystem::path& file, std::size_t most, std::string_view expected,
                                     problem_list& problems) {
  auto refuse = [&](const std::string& found, std::string_view wanted) {
    problems.add({file.string(), 0, 0, found + "; expected " + std::string{wanted}});
    return std::nullopt;
  };
  const open_file in{file};
  if (in.number < 0 && errno == ENOENT) return refuse("there is no such file", expected);
  if (in.number < 0) return refuse("can't be opened: " + reason(errno), expected);
  struct stat what{};
  if (::fstat(in.number, &what) != 0) return refuse("can't be read: " + reason(errno), expected);
  if (S_ISDIR(what.st_mode)) return refuse("is a directory", expected);
  if (!S_ISREG(what.st_mode)) return refuse("is not a regular file", expected);
  std::string text;
  std::size_t filled = 0;
  // Again if it has grown since.
  for (auto size = static_cast<std::size_t>(what.st_size);; size = std::max(filled, std::min(most, 2 * filled))) {
    if (size > most) return refuse("has more than " + std::to_string(most) + " bytes", "at most that many");
    text.resize(size + 1);
    while (filled < text.size()) {
      const ssize_t got = ::read(in.number, text.data() + filled, text.size() - filled);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return refuse("can't be read: " + reason(errno), expected);
      if (got == 0) {
        text.resize(filled);
        return text;
      }
      filled += static_cast<std::size_t>(got);
    }
  }
}

}  // namespace capnet::detail
