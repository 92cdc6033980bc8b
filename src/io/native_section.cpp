#include "io/native_section.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <mutex>

#include <capnet/network/time_columns.hpp>

namespace capnet::native {
namespace {

constexpr std::uint64_t huge_page = std::uint64_t{2} << 20;
constexpr std::size_t run_blocks = 4;  // read at once: a call costs as much as copying some dozen KiB

}  // namespace

file_memory::file_memory(const std::filesystem::path& file, bool mapped) : name_{file.string()} {
  descriptor_ = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor_ < 0)
    throw bad("can't be opened: " + std::string{std::strerror(errno)} + "; expected a file that capnet pack wrote");
  const auto refuse = [&](const std::string& what) {
    ::close(descriptor_);
    throw bad(what);
  };
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode))
    refuse("is no regular file; expected one that capnet pack wrote");
  size_ = static_cast<std::uint64_t>(status.st_size);
  if (size_ < sizeof(header))
    refuse("has " + std::to_string(size_) + " bytes; expected a native file, which has at least 64");
  if (mapped) {
    reserved_bytes_ = size_;
    reserved_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
    if (reserved_ == MAP_FAILED) refuse("can't be mapped: " + std::string{std::strerror(errno)});
    first_ = static_cast<char*>(reserved_);
    return;
  }
  // In huge pages, unless the file is small: they cost less than half of what 16 small ones for a single block do, each
  // is paid once for 32 blocks, and questions miss the translation buffer less.
  reserved_bytes_ = size_ + 2 * huge_page;
  reserved_ =
      ::mmap(nullptr, reserved_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (reserved_ == MAP_FAILED)
    refuse("is too large for this machine's addresses: " + std::string{std::strerror(errno)});
  first_ = static_cast<char*>(reserved_);
  first_ += (huge_page - reinterpret_cast<std::uintptr_t>(first_) % huge_page) % huge_page;
#ifdef MADV_HUGEPAGE
  if (size_ >= huge_page / 2) (void)::madvise(first_, (size_ + huge_page - 1) / huge_page * huge_page, MADV_HUGEPAGE);
#endif
}

file_memory::~file_memory() {
  ::munmap(reserved_, reserved_bytes_);
  ::close(descriptor_);
}

void file_memory::read(void* to, std::uint64_t offset, std::size_t bytes) const {
  auto* out = static_cast<char*>(to);
  while (bytes > 0) {
    const ssize_t got = ::pread(descriptor_, out, bytes, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw bad("can't be read at byte " + std::to_string(offset) + ": " + std::strerror(errno));
    if (got == 0)
      throw bad("ends at byte " + std::to_string(offset) + "; expected " + std::to_string(size_) +
                " bytes: it was cut while it was open");
    out += got;
    offset += static_cast<std::uint64_t>(got);
    bytes -= static_cast<std::size_t>(got);
  }
}

void file_memory::load(std::uint64_t offset, std::size_t bytes) const {
#ifdef MADV_POPULATE_WRITE
  // Where there are no huge pages, the small ones in one call; a system that can't do that takes them one by one.
  const std::uint64_t page = offset / 4096 * 4096;
  (void)::madvise(at(page), offset + bytes - page, MADV_POPULATE_WRITE);
#endif
  read(at(offset), offset, bytes);
}

std::string title(const section& s) {
  static constexpr const char* owners[] = {"keys", "kind", "relation"};
  static constexpr const char* columns[] = {"",
                                            "offsets",
                                            "neighbors",
                                            "rows",
                                            "weights",
                                            "begin_latest",
                                            "end_earliest",
                                            "begin_earliest",
                                            "end_latest",
                                            "statuses",
                                            "places",
                                            "detail_offsets",
                                            "detail_bytes",
                                            "key_offsets",
                                            "key_bytes",
                                            "sectors",
                                            "regions",
                                            "positions",
                                            "ids",
                                            "slots",
                                            "alias_offsets",
                                            "alias_bytes",
                                            "alias_owners"};
  const std::uint32_t column = s.column & 0xFFFFu & ~backward;
  if (const std::uint32_t attribute = s.column >> 16; attribute > 0) {
    return std::string{s.owner < 3 ? owners[s.owner] : "?"} + " " + std::to_string(s.index) +
           (s.column & backward ? " in attribute " : " attribute ") + std::to_string(attribute - 1);
  }
  return std::string{s.owner < 3 ? owners[s.owner] : "?"} + " " + std::to_string(s.index) +
         (s.column & backward ? " in " : " ") + (column < std::size(columns) ? columns[column] : "?");
}

void section_check::block(std::size_t number, const char* bytes) const {
  const std::size_t size = start(number + 1) - start(number);
  if (hash(bytes, size) != checksums_[number]) {
    throw file_->bad("block " + std::to_string(number + 1) + " of " + std::to_string(blocks()) + " of " +
                     title(*section_) + " (byte " + std::to_string(section_->offset + start(number)) +
                     ") is damaged; expected the bytes that were written");
  }
  switch (rule_.what) {
    case element_rule::any:
      return;
    case element_rule::below:
      return expect_below(bytes, size);
    case element_rule::rising:
      return expect_rising(number, bytes, size);
    case element_rule::days:
      return expect_days(bytes, size);
    case element_rule::weights:
      return expect_weights(bytes, size);
  }
}

void section_check::expect_below(const char* bytes, std::size_t size) const {
  std::uint64_t largest = 0;
  if (section_->element_bytes == 1) {
    const auto* values = reinterpret_cast<const unsigned char*>(bytes);
    unsigned char most = 0;
    for (std::size_t k = 0; k < size; ++k) most = std::max(most, values[k]);
    largest = most;
  } else {
    const auto* values = reinterpret_cast<const std::uint32_t*>(bytes);
    if (rule_.limit > 0 && rule_.limit <= 0x80000000u &&
        checks().below(values, size / 4, static_cast<std::uint32_t>(rule_.limit)))
      return;
    largest = *std::max_element(values, values + size / 4);
  }
  if (largest >= rule_.limit) {
    throw file_->bad(title(*section_) + " has the number " + std::to_string(largest) + "; expected one below " +
                     std::to_string(rule_.limit));
  }
}

void section_check::expect_rising(std::size_t number, const char* bytes, std::size_t size) const {
  bool good = false;
  if (section_->element_bytes == 4) {
    good = rule_.limit < 0x80000000u && checks().rising(reinterpret_cast<const std::uint32_t*>(bytes), size / 4,
                                                        static_cast<std::uint32_t>(rule_.limit));
  } else {
    const auto* values = reinterpret_cast<const std::uint64_t*>(bytes);
    std::uint64_t falls = values[size / 8 - 1] > rule_.limit;
    for (std::size_t k = 1; k < size / 8; ++k) falls |= values[k] < values[k - 1];
    good = falls == 0;
  }
  good =
      good && (number > 0 || first_of(bytes) == 0) && (number + 1 < blocks() || last_of(number, bytes) == rule_.limit);
  if (!good) throw not_rising();
}

void section_check::expect_days(const char* bytes, std::size_t size) const {
  const auto* days = reinterpret_cast<const std::int32_t*>(bytes);
  std::int32_t first = 0, last = 0;
  for (std::size_t k = 0; k < size / 4; ++k) first = std::min(first, days[k]), last = std::max(last, days[k]);
  if (first < first_of_days || last > last_of_days)
    throw file_->tampered(title(*section_) + " has a day outside the calendar");
}

void section_check::expect_weights(const char* bytes, std::size_t size) const {
  const auto* values = reinterpret_cast<const std::uint64_t*>(bytes);  // infinity: no sign, no fraction
  constexpr std::uint64_t infinite = 0x7FF0000000000000u;
  std::uint64_t found = 0;
  for (std::size_t k = 0; k < size / 8; ++k) found |= (values[k] & ~(std::uint64_t{1} << 63)) == infinite;
  if (found != 0) throw file_->tampered(title(*section_) + " has a weight that is infinite");
}

std::uint64_t section_check::number_at(const char* bytes) const {
  std::uint64_t value = 0;  // little-endian
  std::memcpy(&value, bytes, section_->element_bytes);
  return value;
}
std::uint64_t section_check::last_of(std::size_t number, const char* bytes) const {
  return number_at(bytes + (start(number + 1) - start(number)) - section_->element_bytes);
}

input_error section_check::not_rising() const {
  return file_->tampered(title(*section_) + " is not rising from 0 to " + std::to_string(rule_.limit));
}

void section_source::fetch(const void* first, std::size_t bytes) const {
  // What was checked at opening rules this out; should it ever not, this is the last place before memory of others.
  const auto address = reinterpret_cast<std::uintptr_t>(first);
  const std::uint64_t begin = address - reinterpret_cast<std::uintptr_t>(file_->at(check_.of().offset));
  if (bytes == 0) return;
  if (begin > check_.of().bytes || bytes > check_.of().bytes - begin)
    throw file_->tampered(title(check_.of()) + " is asked for an entry that it does not have");
  const std::size_t last = (begin + bytes - 1) / block_bytes;
  for (std::size_t b = begin / block_bytes; b <= last;) {
    const unsigned char state = states_[b].load(std::memory_order_acquire);
    if (state == ready) {
      ++b;
    } else if (state == reading) {
      states_[b].wait(reading, std::memory_order_acquire);  // another thread's turn
    } else {
      b = read_run(b, last);
    }
  }
}

/// Reads the blocks from `first` on that no one reads, up to `last` and a few at once; gives the one after them.
std::size_t section_source::read_run(std::size_t first, std::size_t last) const {
  const auto claim = [&](std::size_t b) {
    unsigned char state = absent;
    return states_[b].compare_exchange_strong(state, reading, std::memory_order_acquire);
  };
  std::size_t end = first;
  while (end <= last && end < first + run_blocks && claim(end)) ++end;
  if (end == first) return first;
  std::size_t done = first;
  try {
    file_->load(check_.of().offset + check_.start(first), check_.start(end) - check_.start(first));
    for (; done < end; ++done) {
      check_.block(done, at(done));
      publish(done);
    }
  } catch (...) {
    for (; done < end; ++done) set(done, absent);
    throw;
  }
  return end;
}

void section_source::publish(std::size_t block) const {
  if (check_.rises()) {
    // Where two blocks are ready that lie side by side, numbers rise from one to the other.
    const std::lock_guard held{edges_};
    const auto follow = [&](std::size_t next) {
      check_.follow(check_.last_of(next - 1, at(next - 1)), check_.first_of(at(next)));
    };
    if (block > 0 && states_[block - 1].load(std::memory_order_relaxed) == ready) follow(block);
    if (block + 1 < states_.size() && states_[block + 1].load(std::memory_order_relaxed) == ready) follow(block + 1);
    set(block, ready);
  } else {
    set(block, ready);
  }
  if (left_.fetch_sub(1, std::memory_order_acq_rel) == 1) set_whole();
}

void section_source::set(std::size_t block, unsigned char state) const {
  states_[block].store(state, std::memory_order_release);
  states_[block].notify_all();
}

}  // namespace capnet::native
