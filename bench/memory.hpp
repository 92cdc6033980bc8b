#pragma once
/// How much memory this process holds, and held at most. Linux; 0 elsewhere.
#include <malloc.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>
#include <string>

namespace capnet::bench {

/// An entry of /proc/self/status in bytes.
inline std::size_t process_memory(const char* what) {
  std::ifstream in{"/proc/self/status"};
  for (std::string word; in >> word;) {
    std::size_t kilobytes = 0;
    if (word == std::string{what} + ":" && in >> kilobytes) return kilobytes << 10;
  }
  return 0;
}

/// What no process uses, and what the system gives up for one.
inline std::size_t free_memory() {
  std::ifstream in{"/proc/meminfo"};
  for (std::string word; in >> word;) {
    std::size_t kilobytes = 0;
    if (word == "MemAvailable:" && in >> kilobytes) return kilobytes << 10;
  }
  return static_cast<std::size_t>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// The most memory that `work` held above what was held before it, in bytes.
template <class Work>
std::size_t peak_of(const Work& work) {
  malloc_trim(0);  // so that what was freed before does not hide what is taken now
  std::ofstream{"/proc/self/clear_refs"} << "5";
  const std::size_t before = process_memory("VmRSS");
  work();
  const std::size_t peak = process_memory("VmHWM");
  return peak > before ? peak - before : 0;
}

}  // namespace capnet::bench
