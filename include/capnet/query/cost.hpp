#pragma once
/// What answering a question touches: the one place that knows how many bytes and cache lines the network's columns
/// cost.
#include <cstddef>
#include <cstdint>

namespace capnet {

/// What a step touched, or is expected to. `lines` counts 64-byte lines asked for: of a list one after another each
/// once, of scattered places one for each visit, whether or not a cache still holds it.
struct query_counters {
  std::uint64_t rows = 0;      ///< that the step hands on
  std::uint64_t vertices = 0;  ///< looked at: whose list was opened, or which a filter judged
  std::uint64_t ties = 0;      ///< whose time was read
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;

  query_counters& operator+=(const query_counters& other) {
    rows += other.rows, vertices += other.vertices, ties += other.ties, bytes += other.bytes, lines += other.lines;
    return *this;
  }
  friend bool operator==(const query_counters&, const query_counters&) = default;
};

/// Bytes of one value of each column.
namespace query_cost {

inline constexpr std::size_t line = 64;
inline constexpr std::size_t offsets = 8;  ///< begin and end of a list
inline constexpr std::size_t time = 4;     ///< when a tie or vertex held: the days of its begin and end, in two columns
inline constexpr std::size_t neighbor = 4;    ///< who is at the other end
inline constexpr std::size_t weight = 8;      ///< of relations that have weights
inline constexpr std::size_t slot = 4;        ///< where a vertex stands among the rows
inline constexpr std::size_t row = 32;        ///< one row of the answer
inline constexpr std::size_t attribute = 16;  ///< a sector or region, with the way there

/// Lines that bytes [first, last) of a column lie on.
[[nodiscard]] constexpr std::uint64_t lines_of(std::uint64_t first, std::uint64_t last) {
  return first == last ? 0 : (last - 1) / line - first / line + 1;
}
/// Of `lists` runs that together hold `bytes`, wherever they begin: a run of b bytes lies on 1 + (b - 1) / 64 lines in
/// the mean.
[[nodiscard]] constexpr double expected_lines(double lists, double bytes) {
  return lists <= 0 ? 0 : lists + (bytes > lists ? (bytes - lists) / static_cast<double>(line) : 0);
}

}  // namespace query_cost

namespace detail {

/// Counts nothing, at no cost.
struct no_counter {
  void list(std::uint64_t, std::uint64_t) {}
  void end(std::uint64_t, bool) {}
  void reach() {}
  void vertex_time(std::uint64_t) {}
  void attribute() {}
};

/// Counts what a step touches as it goes.
class touch_counter {
 public:
  explicit touch_counter(query_counters& counters) : counters_{counters} {}
  /// The list of a vertex is opened and the times of its ties are read.
  void list(std::uint64_t first, std::uint64_t last) {
    ++counters_.vertices;
    counters_.ties += last - first;
    add(query_cost::offsets, 1);
    add((last - first) * query_cost::time,
        2 * query_cost::lines_of(first * query_cost::time / 2, last * query_cost::time / 2));
    last_neighbor_ = last_weight_ = none;
  }
  /// The other end, and the weight if there are some, of the tie at a position that counts are read.
  void end(std::uint64_t at, bool weighted) {
    add(query_cost::neighbor, step(last_neighbor_, at * query_cost::neighbor / query_cost::line));
    if (weighted) add(query_cost::weight, step(last_weight_, at * query_cost::weight / query_cost::line));
    add(query_cost::time, 2);  // whether the vertex counts
  }
  /// A vertex is added to the rows.
  void reach() { add(query_cost::slot + query_cost::row, 2); }
  /// The times of `n` vertices, one beside the other, are read.
  void vertex_time(std::uint64_t n) {
    counters_.vertices += n;
    add(n * query_cost::time, 2 * query_cost::lines_of(0, n * query_cost::time / 2));
  }
  /// An attribute of a vertex is read.
  void attribute() {
    ++counters_.vertices;
    add(query_cost::attribute, 1);
  }

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};
  void add(std::uint64_t bytes, std::uint64_t lines) { counters_.bytes += bytes, counters_.lines += lines; }
  static std::uint64_t step(std::uint64_t& last, std::uint64_t line) {
    const bool fresh = last != line;
    last = line;
    return fresh ? 1 : 0;
  }
  query_counters& counters_;
  std::uint64_t last_neighbor_ = none, last_weight_ = none;
};

}  // namespace detail

}  // namespace capnet
