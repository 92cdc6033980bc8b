#include <capnet/io/atomic_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace capnet {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what, int reason) {
  throw output_error{file.string() + ": can't be written: " + what +
                     (reason != 0 ? std::string{": "} + std::strerror(reason) : "") +
                     "; expected a file in a folder that can be written to, with room on the disk"};
}

/// A file descriptor that is closed at the end of its scope.
class descriptor {
 public:
  explicit descriptor(int number) : number_{number} {}
  ~descriptor() { (void)close(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  int close() { return number_ < 0 ? 0 : ::close(std::exchange(number_, -1)); }

 private:
  int number_;
};

}  // namespace

void write_atomically(const std::filesystem::path& file, std::string_view bytes) {
  write_atomically(file, std::span<const std::string_view>{&bytes, 1});
}

void write_atomically(const std::filesystem::path& place, std::span<const std::string_view> pieces) {
  std::error_code failure;
  // Through links to what they stand for, so that a link stays one.
  std::filesystem::path file = place;
  if (std::filesystem::is_symlink(place, failure)) {
    file = std::filesystem::weakly_canonical(place, failure);
    if (failure) refuse(place, "its link leads nowhere", failure.value());
  }
  const auto what = std::filesystem::status(file, failure).type();
  if (what == std::filesystem::file_type::directory) refuse(place, "it is a directory", 0);
  if (what != std::filesystem::file_type::not_found && what != std::filesystem::file_type::regular) {
    refuse(place, "it is a device or pipe", 0);
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const std::string beside =
      (folder / ("." + file.filename().string() + ".")).string() + std::to_string(::getpid()) + ".";
  std::string temporary;
  int opened = -1;
  for (int attempt = 0; opened < 0 && attempt < 100; ++attempt) {
    temporary = beside + std::to_string(attempt);
    opened = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (opened < 0 && errno != EEXIST) break;
  }
  descriptor out{opened};
  if (out.number() < 0) refuse(place, "no file can be made in " + folder.string(), errno);
  auto give_up = [&](const std::string& why) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    refuse(place, why, reason);
  };
  for (std::string_view rest : pieces) {
    while (!rest.empty()) {
      const ssize_t written = ::write(out.number(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) give_up("writing failed");
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  struct stat before{};
  if (::stat(file.c_str(), &before) == 0 && ::fchmod(out.number(), before.st_mode & 07777) != 0)
    give_up("its permissions can't be set");
  if (::fsync(out.number()) != 0) give_up("the disk did not take it");
  if (out.close() != 0) give_up("the disk did not take it");
  if (::rename(temporary.c_str(), file.c_str()) != 0) give_up("it can't be put in place");
  const descriptor parent{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (parent.number() >= 0) (void)::fsync(parent.number());  // the file is whole either way
}

}  // namespace capnet
