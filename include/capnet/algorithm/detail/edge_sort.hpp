#pragma once
/// From edges in any order to sorted rows, both ways: the one build under all graphs.
///
/// Undirected edges are sorted once, by their larger end and then the smaller; the sorted edges, read in order, give
/// each row's larger neighbours by a stable scatter. So a row is its smaller neighbours as sorted, followed by what was
/// scattered. Arcs are sorted by source, and the same scatter gives the arcs in.
///
/// Sort: buckets of 2^k rows, wide enough that one fits the second-level cache, filled in the order given; then a
/// stable radix sort of (row within the bucket, column), packed into 32 bits where they fit. Parallel edges, which then
/// stand beside each other, become one. Nothing depends on the number of threads.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <capnet/algorithm/parallel_edges.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/large_vector.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/text.hpp>

namespace capnet::detail {

/// Edges in columns; without weights all are 1.
struct edge_columns {
  std::span<const vertex_index> sources{};
  std::span<const vertex_index> targets{};
  std::span<const double> weights{};
  [[nodiscard]] std::size_t size() const noexcept { return sources.size(); }
  [[nodiscard]] bool may_have_weights() const noexcept { return !weights.empty(); }
  [[nodiscard]] vertex_index source(std::size_t k) const noexcept { return sources[k]; }
  [[nodiscard]] vertex_index target(std::size_t k) const noexcept { return targets[k]; }
  [[nodiscard]] double weight(std::size_t k) const noexcept { return weights.empty() ? 1.0 : weights[k]; }
};

/// What is made of them, and what was left out.
struct sorted_rows {
  large_vector<arc_index> offsets{};
  large_vector<vertex_index> columns{};
  large_vector<double> weights{};        ///< empty if all are 1
  large_vector<arc_index> in_offsets{};  ///< directed only, as in_columns
  large_vector<vertex_index> in_columns{};
  std::size_t loops = 0;    ///< dropped
  std::size_t repeats = 0;  ///< dropped
  bool simple = true;
  bool weighted = false;
  bool unknown = false;   ///< some weight that was given is NaN
  arc_index longest = 0;  ///< arcs in the longest row
};

struct sort_options {
  bool directed = false;
  bool keep_loops = false;
  parallel_edges parallel = parallel_edges::sum;
  bool unknown_weights = false;  ///< NaN is no fault
  unsigned threads = 0;
};

/// An arc in a bucket: its row within the bucket above its column.
template <class Key, bool Weighted>
struct packed_arc {
  Key key;
  double weight() const noexcept { return 1; }
  static packed_arc of(Key key, double) noexcept { return {key}; }
};
template <>
struct packed_arc<std::uint32_t, true> {  // 12 bytes rather than 16
  std::uint32_t key;
  std::uint32_t low, high;
  double weight() const noexcept { return std::bit_cast<double>(std::uint64_t{high} << 32 | low); }
  static packed_arc of(std::uint32_t key, double weight) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(weight);
    return {key, static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32)};
  }
};
template <>
struct packed_arc<std::uint64_t, true> {
  std::uint64_t key;
  double value;
  double weight() const noexcept { return value; }
  static packed_arc of(std::uint64_t key, double weight) noexcept { return {key, weight}; }
};

/// How rows are put into buckets: row r is the (r & low_rows)-th of bucket r >> shift.
struct bucket_layout {
  unsigned shift = 0;
  unsigned column_bits = 0;
  std::size_t count = 0;

  bucket_layout(std::size_t order, std::size_t edges) {
    column_bits = std::max(1u, static_cast<unsigned>(std::bit_width(order == 0 ? 0 : order - 1)));
    const unsigned by_edges =
        std::min(10u, static_cast<unsigned>(std::bit_width(edges >> 15)));  // some 32 k edges in a bucket
    const unsigned by_rows = column_bits > 16 ? column_bits - 16 : 0;
    unsigned bits = std::min(column_bits, std::max(by_edges, by_rows));
    if (edges >> 20 != 0 && 2 * column_bits - bits > 32 && 2 * column_bits <= 32 + 12) bits = 2 * column_bits - 32;
    shift = column_bits - bits;
    count = (order >> shift) + ((order & ((std::size_t{1} << shift) - 1)) != 0);
  }
  [[nodiscard]] unsigned key_bits() const noexcept { return shift + column_bits; }
  [[nodiscard]] vertex_index low_rows() const noexcept {
    return static_cast<vertex_index>((std::uint64_t{1} << shift) - 1);
  }
};

/// The layout by value, so that a loop that writes keeps it in registers.
template <class Key>
struct arc_packing {
  unsigned shift = 0;
  unsigned column_bits = 0;
  vertex_index low_rows = 0;

  explicit arc_packing(const bucket_layout& layout)
      : shift{layout.shift}, column_bits{layout.column_bits}, low_rows{layout.low_rows()} {}
  [[nodiscard]] vertex_index column(Key key) const noexcept {
    return static_cast<vertex_index>(key & ((Key{1} << column_bits) - 1));
  }
  [[nodiscard]] vertex_index row(Key key) const noexcept { return static_cast<vertex_index>(key >> column_bits); }
  [[nodiscard]] Key pack(vertex_index row, vertex_index column) const noexcept {
    return Key{row & low_rows} << column_bits | column;
  }
  [[nodiscard]] std::size_t bucket(vertex_index row) const noexcept { return row >> shift; }
};

/// What the first look at the edges tells.
struct edge_survey {
  std::vector<arc_index> counts{};  ///< [block * buckets + bucket], then where each block writes first
  std::size_t loops = 0;
  bool bad = false;
  bool weighted = false;
  bool unknown = false;
};

/// Lists what is wrong with edges: the first hundred faults, and how many more there are.
template <class Edges>
[[noreturn]] void refuse_edges(std::size_t order, const Edges& edges, const sort_options& options) {
  constexpr std::size_t most = 100;
  std::vector<problem> problems;
  std::size_t more = 0;
  const auto add = [&](std::size_t k, auto&& rest) {
    if (problems.size() < most) {
      problems.push_back({"", 0, 0, "edge " + std::to_string(k) + rest()});
    } else {
      ++more;
    }
  };
  for (std::size_t k = 0; k < edges.size(); ++k) {
    for (const vertex_index end : {edges.source(k), edges.target(k)}) {
      if (end < order) continue;
      add(k, [&] {
        return " ends at vertex " + std::to_string(end) + "; expected a vertex below the order " +
               std::to_string(order);
      });
    }
    if (!std::isfinite(edges.weight(k)) && !(options.unknown_weights && std::isnan(edges.weight(k)))) {
      add(k, [&] { return " has the weight " + short_number(edges.weight(k), 12) + "; expected a finite number"; });
    }
  }
  if (more != 0) problems.push_back({"", 0, 0, "and " + std::to_string(more) + " more faults of edges"});
  throw input_error{std::move(problems)};
}

template <class Edges>
[[nodiscard]] edge_survey survey_edges(std::size_t order, const Edges& edges, const bucket_layout& layout,
                                       std::size_t grain, const sort_options& options) {
  const std::size_t blocks = edges.size() / grain + (edges.size() % grain != 0);
  edge_survey all;
  all.counts.assign(blocks * layout.count, 0);
  struct part {
    std::size_t loops = 0;
    bool bad = false, weighted = false, unknown = false;
  };
  std::vector<part> parts(blocks);
  parallel_for_blocks(
      edges.size(), grain, options.threads, [&](std::size_t block, std::size_t first, std::size_t last) {
        arc_index* const counts = all.counts.data() + block * layout.count;
        const std::size_t last_bucket = layout.count == 0 ? 0 : layout.count - 1;
        if (layout.count == 0) {  // an edge without a vertex to end at
          parts[block].bad = true;
          return;
        }
        std::size_t loops = 0;
        vertex_index largest = 0;
        for (std::size_t k = first; k < last; ++k) {
          const vertex_index u = edges.source(k);
          const vertex_index v = edges.target(k);
          const vertex_index high = std::max(u, v);
          largest = std::max(largest, high);
          const bool drop = u == v && !options.keep_loops;
          loops += drop;
          counts[std::min<std::size_t>((options.directed ? u : high) >> layout.shift, last_bucket)] += !drop;
        }
        bool infinite = false;
        bool unknown = false;
        bool weighted = false;
        if (edges.may_have_weights()) {
          for (std::size_t k = first; k < last; ++k) {
            const double weight = edges.weight(k);
            infinite = infinite || std::isinf(weight);
            unknown = unknown || std::isnan(weight);
            weighted = weighted || weight != 1;
          }
        }
        const bool bad = largest >= order || infinite || (unknown && !options.unknown_weights);
        parts[block] = {loops, bad, weighted, unknown};
      });
  for (const part& p : parts) {
    all.loops += p.loops;
    all.bad = all.bad || p.bad;
    all.weighted = all.weighted || p.weighted;
    all.unknown = all.unknown || p.unknown;
  }
  return all;
}

/// Turns counts by block and bucket into where each block writes first, buckets in order and blocks in order within
/// them. `starts` gets where each bucket begins, and the end.
inline void place_blocks(std::vector<arc_index>& counts, std::size_t buckets, std::vector<std::size_t>& starts) {
  starts.assign(buckets + 1, 0);
  const std::size_t blocks = buckets == 0 ? 0 : counts.size() / buckets;
  std::size_t sum = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    starts[bucket] = sum;
    for (std::size_t block = 0; block < blocks; ++block) {
      const std::size_t count = counts[block * buckets + bucket];
      counts[block * buckets + bucket] = static_cast<arc_index>(sum);
      sum += count;
    }
  }
  starts[buckets] = sum;
}

/// Sorts by key, stable. Returns where the sorted arcs are: in `arcs` or in `spare`, each of n. Time O(n), plus 2,048
/// for each digit.
template <class Arc>
Arc* radix_sort(Arc* arcs, Arc* spare, std::size_t n, unsigned key_bits) {
  if (n <= 96) {
    for (std::size_t k = 1; k < n; ++k) {
      const Arc moved = arcs[k];
      std::size_t to = k;
      for (; to > 0 && arcs[to - 1].key > moved.key; --to) arcs[to] = arcs[to - 1];
      arcs[to] = moved;
    }
    return arcs;
  }
  constexpr unsigned widest = 11;
  const unsigned digits = (key_bits + widest - 1) / widest;
  const unsigned width = (key_bits + digits - 1) / digits;
  const std::size_t values = std::size_t{1} << width;
  const auto mask = static_cast<std::uint32_t>(values - 1);
  std::uint32_t counts[6][std::size_t{1} << widest];
  for (unsigned d = 0; d < digits; ++d) std::fill_n(counts[d], values, 0u);
  if (digits == 3) {
    for (std::size_t k = 0; k < n; ++k) {
      const auto key = arcs[k].key;
      ++counts[0][static_cast<std::uint32_t>(key) & mask];
      ++counts[1][static_cast<std::uint32_t>(key >> width) & mask];
      ++counts[2][static_cast<std::uint32_t>(key >> (2 * width)) & mask];
    }
  } else {
    for (std::size_t k = 0; k < n; ++k) {
      for (unsigned d = 0; d < digits; ++d) ++counts[d][static_cast<std::uint32_t>(arcs[k].key >> (d * width)) & mask];
    }
  }
  for (unsigned d = 0; d < digits; ++d) {
    std::uint32_t sum = 0;
    for (std::size_t value = 0; value < values; ++value) sum += std::exchange(counts[d][value], sum);
    const unsigned down = d * width;
    std::uint32_t* const next = counts[d];
    for (std::size_t k = 0; k < n; ++k) spare[next[static_cast<std::uint32_t>(arcs[k].key >> down) & mask]++] = arcs[k];
    std::swap(arcs, spare);
  }
  return arcs;
}

template <class Key, bool Weighted>
class row_sorter {
 public:
  using arc = packed_arc<Key, Weighted>;

  template <class Edges>
  static void run(std::size_t order, const Edges& edges, const bucket_layout& layout, std::size_t grain,
                  edge_survey& survey, const sort_options& options, sorted_rows& result) {
    row_sorter s{order, layout, options, result};
    options.directed ? s.template fill<true>(edges, grain, survey) : s.template fill<false>(edges, grain, survey);
    s.sort();
    if (options.directed) {
      s.template transpose<packed_arc<Key, false>>();
    } else {
      s.template transpose<arc>();
    }
  }

 private:
  row_sorter(std::size_t order, const bucket_layout& layout, const sort_options& options, sorted_rows& result)
      : order_{order}, layout_{layout}, options_{options}, result_{result} {
    const std::size_t wanted = 8 * std::size_t{wanted_threads(options.threads)};
    group_ = std::max<std::size_t>(1, (layout.count + wanted - 1) / wanted);
  }

  template <bool Directed, class Edges>
  void fill(const Edges& edges, std::size_t grain, edge_survey& survey) {
    place_blocks(survey.counts, layout_.count, starts_);
    arcs_.resize(starts_.back());
    arc* const arcs = arcs_.data();
    parallel_for_blocks(
        edges.size(), grain, options_.threads, [&](std::size_t block, std::size_t first, std::size_t last) {
          arc_index* const next = survey.counts.data() + block * layout_.count;
          const arc_packing<Key> in{layout_};
          const bool keep_loops = options_.keep_loops;
          for (std::size_t k = first; k < last; ++k) {
            const vertex_index source = edges.source(k);
            const vertex_index target = edges.target(k);
            if (source == target && !keep_loops) continue;
            const vertex_index u = Directed ? source : std::max(source, target);
            const vertex_index v = source ^ target ^ u;  // the other end; a minimum would be compiled to a branch
            arcs[next[in.bucket(u)]++] = arc::of(in.pack(u, v), Weighted ? edges.weight(k) : 1.0);
          }
        });
  }

  /// Gives the first of parallel arcs the weight of them all. Returns the first whose weight is then infinite.
  static std::optional<Key> merge_weights(std::span<arc> sorted, parallel_edges how) {
    std::optional<Key> infinite;
    std::vector<double> together;
    for (std::size_t k = 1; k < sorted.size(); ++k) {
      if (sorted[k].key != sorted[k - 1].key) continue;
      arc& one = sorted[k - 1];
      together.assign(1, one.weight());
      for (; k < sorted.size() && sorted[k].key == one.key; ++k) together.push_back(sorted[k].weight());
      one = arc::of(one.key, merged_weight(together, how));
      if (!infinite && std::isinf(one.weight())) infinite = one.key;
    }
    return infinite;
  }

  /// Sorts each bucket, makes one of its parallel arcs, and counts for the transpose what each group of buckets will
  /// send where.
  void sort() {
    kept_.assign(layout_.count, 0);
    const std::size_t groups = (layout_.count + group_ - 1) / group_;
    sent_.assign(groups * layout_.count, 0);
    struct part {
      std::size_t repeats = 0;
      bool loops = false;
      std::optional<std::pair<vertex_index, vertex_index>> infinite{};
    };
    std::vector<part> parts(groups);
    parallel_for_blocks(
        layout_.count, group_, options_.threads, [&](std::size_t group, std::size_t first, std::size_t last) {
          std::size_t largest = 0;
          for (std::size_t b = first; b < last; ++b) largest = std::max(largest, starts_[b + 1] - starts_[b]);
          large_vector<arc> spare(largest);
          arc_index* const sent = sent_.data() + group * layout_.count;
          part found;
          const arc_packing<Key> in{layout_};
          const bool directed = options_.directed;
          const bool keep_parallel = options_.parallel == parallel_edges::all;
          [[maybe_unused]] const bool merge = !keep_parallel && options_.parallel != parallel_edges::first;
          for (std::size_t b = first; b < last; ++b) {
            arc* const arcs = arcs_.data() + starts_[b];
            const std::size_t n = starts_[b + 1] - starts_[b];
            arc* const sorted = radix_sort(arcs, spare.data(), n, layout_.key_bits());
            const auto base = static_cast<vertex_index>(b << layout_.shift);
            if constexpr (Weighted) {
              const auto over = merge ? merge_weights({sorted, n}, options_.parallel) : std::nullopt;
              if (over && !found.infinite) found.infinite = {base + in.row(*over), in.column(*over)};
            }
            Key before = ~Key{0};  // no key: a column is below the order
            std::size_t kept = 0;
            for (std::size_t k = 0; k < n; ++k) {
              const arc uv = sorted[k];
              const bool repeat = uv.key == before;
              before = uv.key;
              found.repeats += repeat;
              const vertex_index v = in.column(uv.key);
              const bool loop = v == base + in.row(uv.key);
              found.loops = found.loops || loop;
              const bool keep = !repeat || keep_parallel;
              arcs[kept] = uv;
              kept += keep;
              sent[in.bucket(v)] += keep && (directed || !loop);
            }
            kept_[b] = kept;
          }
          parts[group] = found;
        });
    std::size_t repeats = 0;
    bool loops = false;
    for (const part& p : parts) {
      repeats += p.repeats;
      loops = loops || p.loops;
      if (!p.infinite) continue;
      throw input_error{"the weights of the parallel edges between the vertices " + std::to_string(p.infinite->first) +
                        " and " + std::to_string(p.infinite->second) +
                        " add up to more than a number holds; expected smaller weights"};
    }
    const bool keep_parallel = options_.parallel == parallel_edges::all;
    result_.repeats = keep_parallel ? 0 : repeats;
    result_.simple = !loops && (!keep_parallel || repeats == 0);
  }

  /// Sends each arc to the bucket of its column, in order, and writes the rows of each bucket.
  template <class Back>
  void transpose() {
    std::vector<std::size_t> back_starts;
    place_blocks(sent_, layout_.count, back_starts);
    large_vector<Back> back(back_starts.back());
    parallel_for_blocks(layout_.count, group_, options_.threads,
                        [&](std::size_t group, std::size_t first, std::size_t last) {
                          arc_index* const next = sent_.data() + group * layout_.count;
                          Back* const to = back.data();
                          const arc_packing<Key> in{layout_};
                          const bool directed = options_.directed;
                          for (std::size_t b = first; b < last; ++b) {
                            const auto base = static_cast<vertex_index>(b << layout_.shift);
                            const std::span<const arc> arcs{arcs_.data() + starts_[b], kept_[b]};
                            for (const arc& uv : arcs) {
                              const vertex_index u = base + in.row(uv.key);
                              const vertex_index v = in.column(uv.key);
                              if (u == v && !directed) continue;
                              to[next[in.bucket(v)]++] = Back::of(in.pack(v, u), uv.weight());
                            }
                          }
                        });
    std::vector<std::size_t> out_starts(layout_.count + 1, 0);
    for (std::size_t b = 0; b < layout_.count; ++b) {
      out_starts[b + 1] = out_starts[b] + kept_[b] + (options_.directed ? 0 : back_starts[b + 1] - back_starts[b]);
    }
    result_.offsets.resize(order_ + 1);
    result_.offsets[0] = 0;
    result_.columns.resize(out_starts.back());
    if (Weighted) result_.weights.resize(out_starts.back());
    if (options_.directed) {
      result_.in_offsets.resize(order_ + 1);
      result_.in_offsets[0] = 0;
      result_.in_columns.resize(back_starts.back());
    }
    result_.longest = parallel_reduce(
        layout_.count, 1, options_.threads, arc_index{0},
        [&](std::size_t b, std::size_t) {
          const std::span<const arc> arcs{arcs_.data() + starts_[b], kept_[b]};
          const std::span<const Back> backs{back.data() + back_starts[b], back_starts[b + 1] - back_starts[b]};
          if (!options_.directed) return write_rows(b, arcs, backs, out_starts[b], result_.offsets, result_.columns);
          write_rows(b, std::span<const arc>{}, backs, back_starts[b], result_.in_offsets, result_.in_columns);
          return write_rows(b, arcs, std::span<const Back>{}, out_starts[b], result_.offsets, result_.columns);
        },
        [](arc_index a, arc_index b) { return std::max(a, b); });
  }

  /// The rows of a bucket: what was sorted, then what came back. Returns the length of the longest.
  template <class Back>
  arc_index write_rows(std::size_t b, std::span<const arc> arcs, std::span<const Back> backs, std::size_t start,
                       large_vector<arc_index>& row_offsets, large_vector<vertex_index>& row_columns) const {
    const arc_packing<Key> in{layout_};
    vertex_index* const columns = row_columns.data();
    [[maybe_unused]] double* const weights = result_.weights.data();
    const std::size_t first_row = b << layout_.shift;
    const std::size_t rows = std::min(order_ - first_row, std::size_t{1} << layout_.shift);
    std::vector<arc_index> next(rows, 0);
    for (const Back& vu : backs) ++next[in.row(vu.key)];
    auto place = static_cast<arc_index>(start);
    arc_index longest = 0;
    const arc* uv = arcs.data();
    const arc* const end = uv + arcs.size();
    for (std::size_t r = 0; r < rows; ++r) {
      const arc_index begin = place;
      for (; uv != end && in.row(uv->key) == r; ++uv, ++place) {
        columns[place] = in.column(uv->key);
        if constexpr (Weighted) weights[place] = uv->weight();
      }
      place += std::exchange(next[r], place);
      row_offsets[first_row + r + 1] = place;
      longest = std::max(longest, place - begin);
    }
    for (const Back& vu : backs) {
      const arc_index to = next[in.row(vu.key)]++;
      columns[to] = in.column(vu.key);
      if constexpr (Weighted && std::is_same_v<Back, arc>) weights[to] = vu.weight();
    }
    return longest;
  }

  std::size_t order_;
  const bucket_layout& layout_;
  const sort_options& options_;
  sorted_rows& result_;
  std::size_t group_ = 1;  ///< buckets that are worked on together
  std::vector<std::size_t> starts_{};
  std::vector<std::size_t> kept_{};  ///< arcs in each bucket without repeats
  std::vector<arc_index> sent_{};
  large_vector<arc> arcs_{};
};

/// Rows of `edges`. Throws: input_error for ends and weights that are none, for parallel edges that together weigh more
/// than a number holds, and for more vertices or arcs than 32 bits can number, the latter before an edge is read. Time
/// O(order + edges), space for both directions twice.
template <class Edges>
[[nodiscard]] sorted_rows sort_edges(std::size_t order, const Edges& edges, const sort_options& options) {
  constexpr std::size_t most = std::numeric_limits<arc_index>::max();
  if (order > std::numeric_limits<vertex_index>::max()) {
    throw input_error{"a graph of order " + std::to_string(order) + "; expected at most 4294967295 vertices"};
  }
  if (edges.size() > (options.directed ? most : most / 2)) {
    throw input_error{"a graph of " + std::to_string(edges.size()) + (options.directed ? " arcs" : " edges") +
                      "; expected at most " + std::to_string(options.directed ? most : most / 2)};
  }
  sorted_rows result;
  const bucket_layout layout{order, edges.size()};
  const std::size_t threads = wanted_threads(options.threads);
  const std::size_t grain =
      std::max<std::size_t>(std::size_t{1} << 15, threads == 1 ? edges.size() : edges.size() / (4 * threads) + 1);
  const auto sort = [&](bool weighted) {
    edge_survey survey = survey_edges(order, edges, layout, grain, options);
    if (survey.bad) refuse_edges(order, edges, options);
    result = {};
    result.loops = survey.loops;
    result.weighted = weighted || survey.weighted;
    result.unknown = survey.unknown;
    const auto run = [&]<class Key, bool Weighted>() {
      row_sorter<Key, Weighted>::run(order, edges, layout, grain, survey, options, result);
    };
    if (layout.key_bits() <= 32) {
      result.weighted ? run.template operator()<std::uint32_t, true>()
                      : run.template operator()<std::uint32_t, false>();
    } else {
      result.weighted ? run.template operator()<std::uint64_t, true>()
                      : run.template operator()<std::uint64_t, false>();
    }
  };
  sort(false);
  // Weights that are all 1 are not carried along; a sum makes others of them.
  const bool sums = options.parallel == parallel_edges::sum && edges.may_have_weights();
  if (sums && !result.weighted && result.repeats > 0) sort(true);
  return result;
}

}  // namespace capnet::detail
