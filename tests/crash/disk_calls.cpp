#include "crash/disk_calls.hpp"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <utility>

namespace capnet::fixture {
namespace {

disk_fault planned;
bool armed = false;
std::vector<std::string> calls;

/// Whether the call that begins now is to fail. A call that is to be killed does not come back.
bool fails(const char* name) {
  if (!armed) return false;
  calls.emplace_back(name);
  if (calls.size() != planned.at) return false;
  const bool goes_half_way = planned.what == disk_fault::killed_half_way && calls.back() == "write";
  const bool dies = planned.what == disk_fault::killed || planned.what == disk_fault::killed_half_way;
  if (dies && !goes_half_way) ::kill(::getpid(), SIGKILL);
  if (planned.what == disk_fault::failed) errno = planned.reason;
  return planned.what == disk_fault::failed;
}

}  // namespace

void arm(const disk_fault& fault) {
  planned = fault;
  calls.clear();
  armed = true;
}

std::vector<std::string> disarm() {
  armed = false;
  return std::exchange(calls, {});
}

}  // namespace capnet::fixture

// The linker puts these before the system's own (--wrap), which stay reachable as __real_.
extern "C" {
int __real_open(const char* file, int flags, ...);
ssize_t __real_write(int file, const void* bytes, size_t size);
int __real_fchmod(int file, mode_t mode);
int __real_fsync(int file);
int __real_rename(const char* from, const char* to);
int __wrap_open(const char* file, int flags, ...);
ssize_t __wrap_write(int file, const void* bytes, size_t size);
int __wrap_fchmod(int file, mode_t mode);
int __wrap_fsync(int file);
int __wrap_rename(const char* from, const char* to);

int __wrap_open(const char* file, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  const bool counted = (flags & (O_CREAT | O_DIRECTORY)) != 0;
  if (counted && capnet::fixture::fails((flags & O_CREAT) != 0 ? "open" : "open folder")) return -1;
  return __real_open(file, flags, mode);
}

ssize_t __wrap_write(int file, const void* bytes, size_t size) {
  using capnet::fixture::disk_fault;
  if (capnet::fixture::fails("write")) return -1;
  if (capnet::fixture::armed && capnet::fixture::calls.size() == capnet::fixture::planned.at) {
    const bool dies = capnet::fixture::planned.what == disk_fault::killed_half_way;
    if (dies || capnet::fixture::planned.what == disk_fault::short_write) {
      const ssize_t written = __real_write(file, bytes, (size + 1) / 2);
      if (dies) ::kill(::getpid(), SIGKILL);
      return written;
    }
  }
  return __real_write(file, bytes, size);
}

int __wrap_fchmod(int file, mode_t mode) { return capnet::fixture::fails("fchmod") ? -1 : __real_fchmod(file, mode); }
int __wrap_fsync(int file) { return capnet::fixture::fails("fsync") ? -1 : __real_fsync(file); }
int __wrap_rename(const char* from, const char* to) {
  return capnet::fixture::fails("rename") ? -1 : __real_rename(from, to);
}
}
