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
  throw output_error{file.string() + ": can't be written: " + what + (reason != 0 ? std::string{": "} + std::strerror(reason) : "") +
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
  std::error_code failure;
  if (std::filesystem::is_directory(file, failure)) refuse(file, "it is a directory", 0);
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  std::string temporary = (folder / ("." + file.filename().string() + ".XXXXXX")).string();
  descriptor out{::mkstemp(temporary.data())};
  if (out.number() < 0) refuse(file, "no file can be made in " + folder.string(), errno);
  auto give_up = [&](const std::string& what) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    refuse(file, what, reason);
  };
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t written = ::write(out.number(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) give_up("writing failed");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  // As a new file would be, or as the old one was.
  struct stat before {};
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = ::stat(file.c_str(), &before) == 0 ? before.st_mode & 07777 : 0666 & ~mask;
  if (::fchmod(out.number(), mode) != 0) give_up("its permissions can't be set");
  if (::fsync(out.number()) != 0) give_up("the disk did not take it");
  if (out.close() != 0) give_up("the disk did not take it");
  if (::rename(temporary.c_str(), file.c_str()) != 0) give_up("it can't be put in place");
  const descriptor parent{::open(folder.c_str(), O_RDONLY | O_DIRECTORY)};
  if (parent.number() >= 0) (void)::fsync(parent.number());  // the file is whole either way
}

}  // namespace capnet
