#include "limits.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <thread>

#include <capnet/core/parallel.hpp>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CAPNET_BENCH_CLONES [[gnu::target_clones("default", "avx2", "avx512f")]]
#else
#define CAPNET_BENCH_CLONES
#endif

namespace capnet::bench {
namespace {

CAPNET_BENCH_CLONES std::uint64_t sum_of(const std::uint64_t* data, std::size_t n) {
  std::array<std::uint64_t, 64> lane{};
  for (std::size_t at = 0; at + lane.size() <= n; at += lane.size()) {
    for (std::size_t k = 0; k < lane.size(); ++k) lane[k] += data[at + k];
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t part : lane) sum += part;
  return sum;
}

CAPNET_BENCH_CLONES float gather(const float* table, const std::uint32_t* index, std::size_t n) {
  std::array<float, 16> lane{};
  for (std::size_t at = 0; at + lane.size() <= n; at += lane.size()) {
    for (std::size_t k = 0; k < lane.size(); ++k) lane[k] += table[index[at + k]];
  }
  float sum = 0;
  for (const float part : lane) sum += part;
  return sum;
}

std::uint64_t lines(const std::uint64_t* data, std::size_t mask, std::size_t n, std::uint64_t seed) {
  std::uint64_t sum = 0;
  for (std::size_t k = 0; k < n; ++k) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    sum += data[(seed >> 33 & mask) * 8];
  }
  return sum;
}

/// Zeroed memory that is there, with the kind of pages asked for.
class pages {
 public:
  pages(std::size_t bytes, bool huge) : bytes_{bytes} {
    data_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data_ == MAP_FAILED) throw std::bad_alloc{};
    madvise(data_, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    parallel_for_blocks(bytes / 4096, 1024, 0u, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t page = first; page < last; ++page) static_cast<char*>(data_)[page * 4096] = 1;
    });
  }
  pages(const pages&) = delete;
  pages& operator=(const pages&) = delete;
  ~pages() { munmap(data_, bytes_); }
  [[nodiscard]] const std::uint64_t* words() const { return static_cast<const std::uint64_t*>(data_); }

 private:
  std::size_t bytes_;
  void* data_;
};

volatile std::uint64_t sink = 0;

/// Seconds of the best of five runs of `body(thread)` on that many threads at once.
template <class Body>
double best_of(unsigned threads, const Body& body) {
  double best = 1e300;
  for (int repetition = 0; repetition < 5; ++repetition) {
    const auto start = std::chrono::steady_clock::now();
    parallel_for_blocks(threads, 1, threads, [&](std::size_t thread, std::size_t, std::size_t) { body(thread); });
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

double machine_limits::bandwidth(double bytes, unsigned threads) const {
  const std::vector<reading>& all = sequential.at(threads - 1);
  for (const reading& r : all) {
    if (bytes <= static_cast<double>(r.bytes)) return r.bytes_per_second;
  }
  return all.back().bytes_per_second;
}

machine_limits measure_limits(bool quick) {
  machine_limits limits;
  const unsigned most = std::thread::hardware_concurrency() >= 2 ? 2 : 1;
  const std::size_t largest = quick ? std::size_t{128} << 20 : std::size_t{1} << 30;
  const pages huge{largest, true};
  const pages small{largest, false};
  std::vector<float> table(largest / 4 / 4, 1);
  std::vector<std::uint32_t> index(std::size_t{1} << 20);
  for (unsigned threads = 1; threads <= 2; ++threads) {
    if (threads > most) {
      limits.sequential[1] = limits.sequential[0];
      limits.lines_small_pages[1] = limits.lines_small_pages[0];
      limits.lines_huge_pages[1] = limits.lines_huge_pages[0];
      limits.gathers[1] = limits.gathers[0];
      break;
    }
    for (std::size_t bytes = std::size_t{256} << 10; bytes <= largest; bytes *= 4) {
      const std::size_t words = bytes / 8 / threads;
      const std::size_t times = std::max<std::size_t>(1, largest / 4 / bytes);
      const double seconds = best_of(threads, [&](std::size_t thread) {
        std::uint64_t sum = 0;
        for (std::size_t k = 0; k < times; ++k) sum += sum_of(huge.words() + thread * words, words);
        sink = sum;
      });
      limits.sequential[threads - 1].push_back({bytes, static_cast<double>(bytes * times) / seconds});
    }
    const std::size_t count = std::size_t{1} << (quick ? 20 : 22);
    for (const bool pages_are_huge : {false, true}) {
      const std::uint64_t* words = (pages_are_huge ? huge : small).words();
      const double seconds =
          best_of(threads, [&](std::size_t thread) { sink = lines(words, largest / 64 - 1, count, thread + 1); });
      (pages_are_huge ? limits.lines_huge_pages : limits.lines_small_pages)[threads - 1] =
          static_cast<double>(count * threads) / seconds;
    }
    for (std::size_t bytes = std::size_t{1} << 20; bytes <= table.size() * 4; bytes *= 4) {
      std::uint64_t seed = 1;
      for (std::uint32_t& at : index) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        at = static_cast<std::uint32_t>(seed >> 33) & static_cast<std::uint32_t>(bytes / 4 - 1);
      }
      const double seconds = best_of(threads, [&](std::size_t thread) {
        float sum = 0;
        for (int k = 0; k < 4; ++k)
          sum += gather(table.data(), index.data() + thread * (index.size() / 2), index.size() / 2);
        sink = static_cast<std::uint64_t>(sum);
      });
      limits.gathers[threads - 1].push_back({bytes, static_cast<double>(2 * index.size() * threads) / seconds});
    }
  }
  return limits;
}

}  // namespace capnet::bench
