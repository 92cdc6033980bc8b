#include <capnet/io/atomic_file.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <capnet/core/text.hpp>

namespace capnet {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what, int reason) {
  throw output_error{printable(file.native()) + ": can't be written: " + what +
                     (reason != 0 ? std::string{": "} + std::strerror(reason) : "") +
                     "; expected a file in a folder that can be written to, with room on the disk"};
}

/// A file descriptor that is closed at the end of its scope.
class descriptor {
 public:
  explicit descriptor(int number = -1) : number_{number} {}
  descriptor(descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// How the names of a file's temporary files begin and end: `.FILE.PROCESS.NUMBER.capnet-part`.
constexpr std::string_view ending = ".capnet-part";
std::string beginning(const std::filesystem::path& file) { return "." + file.filename().native() + "."; }

/// A file of our own beside `file`: locked as long as it is open, gone at the end unless it was put in place.
class temporary_file {
 public:
  /// Not made, with the reason in errno, where `number()` is negative.
  temporary_file(const std::filesystem::path& folder, const std::filesystem::path& file, mode_t mode) {
    const std::string stem = (folder / beginning(file)).native() + std::to_string(::getpid()) + ".";
    for (int attempt = 0; attempt < 100; ++attempt) {
      name_ = stem + std::to_string(attempt) + std::string{ending};
      out_ = descriptor{::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
      if (number() < 0 && errno == EEXIST) continue;
      if (number() < 0) break;
      // Who sweeps may have come between: then it holds the lock, or the name is gone.
      struct stat made{};
      const bool taken = ::flock(number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
      if (!taken && ::fstat(number(), &made) == 0 && made.st_nlink > 0) return;
      out_ = descriptor{};
    }
    name_.clear();
  }
  ~temporary_file() {
    if (!name_.empty()) ::unlink(name_.c_str());  // while the lock is held
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;

  [[nodiscard]] int number() const { return out_.number(); }
  /// Still locked, so that no one takes it for abandoned before it is in place.
  [[nodiscard]] bool put(const std::filesystem::path& place) {
    if (::rename(name_.c_str(), place.c_str()) != 0) return false;
    name_.clear();
    return true;
  }

 private:
  std::string name_;
  descriptor out_;
};

/// The process that a temporary file's name tells; 0 if it is no such name.
pid_t maker_of(std::string_view name, std::string_view first) {
  if (!name.starts_with(first) || !name.ends_with(ending) || name.size() < first.size() + ending.size()) return 0;
  name.remove_prefix(first.size());
  name.remove_suffix(ending.size());
  pid_t maker = 0;
  unsigned attempt = 0;
  const char* const last = name.data() + name.size();
  const auto number = std::from_chars(name.data(), last, maker);
  if (number.ec != std::errc{} || number.ptr == last || *number.ptr != '.') return 0;
  const auto rest = std::from_chars(number.ptr + 1, last, attempt);
  return rest.ec == std::errc{} && rest.ptr == last && maker > 0 ? maker : 0;
}

/// Removes what saves of `file` left that were killed: by its name, a regular file, its process gone and its lock free.
/// The process alone would not tell: numbers come again, and another container or machine counts its own.
void sweep(const std::filesystem::path& folder, const std::filesystem::path& file) {
  const std::string first = beginning(file);
  // Not std::filesystem's iterator, which ends the program where there is no memory for the next name.
  const std::unique_ptr<DIR, int (*)(DIR*)> names{::opendir(folder.c_str()), ::closedir};
  if (names == nullptr) return;
  const int here = ::dirfd(names.get());
  while (const dirent* const left = ::readdir(names.get())) {
    const pid_t maker = maker_of(left->d_name, first);
    if (maker == 0 || (maker != ::getpid() && (::kill(maker, 0) == 0 || errno != ESRCH))) continue;
    const descriptor opened{::openat(here, left->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (opened.number() < 0 || ::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) continue;
    struct stat locked{}, named{};
    if (::fstat(opened.number(), &locked) == 0 && S_ISREG(locked.st_mode) &&
        ::fstatat(here, left->d_name, &named, AT_SYMLINK_NOFOLLOW) == 0 && named.st_dev == locked.st_dev &&
        named.st_ino == locked.st_ino)
      ::unlinkat(here, left->d_name, 0);
  }
}

/// Gives a new file the owner, group and permissions of the one before. Where the group can't be kept, what it may and
/// what all others may is what both might, as each may now be the other.
bool take_over(int number, const struct stat& before) {
  constexpr auto same_user = static_cast<uid_t>(-1);
  constexpr auto same_group = static_cast<gid_t>(-1);
  struct stat now{};
  if (::fstat(number, &now) != 0) return false;
  const bool group_kept = now.st_gid == before.st_gid || ::fchown(number, same_user, before.st_gid) == 0;
  const bool owner_kept = now.st_uid == before.st_uid || ::fchown(number, before.st_uid, same_group) == 0;
  mode_t mode = before.st_mode & 07777;
  if (!group_kept) {
    const mode_t both = mode & (mode >> 3) & 07;
    mode = (mode & 07700) | both << 3 | both;
  }
  if (!group_kept || !owner_kept) mode &= 0777;
  return ::fchmod(number, mode) == 0;
}

/// Forces a folder to the disk; false, with the reason in errno, if that failed. Systems that don't do that for
/// folders, or not without the right to list them, are let go (so does PostgreSQL).
bool force(const std::filesystem::path& folder) {
  const descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number() < 0) return errno == EACCES;
  return ::fsync(opened.number()) == 0 || errno == EINVAL || errno == EBADF || errno == ENOTSUP;
}

[[noreturn]] void refuse_name(const std::filesystem::path& place) {
  throw output_error{printable(place.native()) + ": is in place and whole, but the disk did not confirm its name: " +
                     std::strerror(errno) + "; expected it to: a loss of power may bring back what stood there before"};
}

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
  struct stat before{};
  const bool replaces = ::stat(file.c_str(), &before) == 0;
  if (replaces && S_ISDIR(before.st_mode)) refuse(place, "it is a directory", 0);
  if (replaces && !S_ISREG(before.st_mode)) refuse(place, "it is a device or pipe", 0);
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  sweep(folder, file);
  // What a new file may here, after the umask and the folder's access list: by making one, since to ask for the umask
  // is to change it, for every thread.
  struct stat fresh{};
  if (!replaces) {
    const temporary_file sample{folder, file, 0666};
    if (sample.number() < 0 || ::fstat(sample.number(), &fresh) != 0)
      refuse(place, "no file can be made in " + printable(folder.native()), errno);
  }
  temporary_file out{folder, file, 0600};
  if (out.number() < 0) refuse(place, "no file can be made in " + printable(folder.native()), errno);
  for (std::string_view rest : pieces) {
    while (!rest.empty()) {
      const ssize_t written = ::write(out.number(), rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) refuse(place, "writing failed", errno);
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  if (replaces ? !take_over(out.number(), before) : ::fchmod(out.number(), fresh.st_mode & 0777) != 0)
    refuse(place, "its permissions can't be set", errno);
  if (::fsync(out.number()) != 0) refuse(place, "the disk did not take it", errno);
  if (!out.put(file)) refuse(place, "it can't be put in place", errno);
  if (!force(folder)) refuse_name(place);
}

void detail::confirm_name(const std::filesystem::path& place) {
  if (!force(place.has_parent_path() ? place.parent_path() : std::filesystem::path{"."})) refuse_name(place);
}

}  // namespace capnet
