#pragma once
/// One relation of a snapshot: compressed adjacency in both directions.
#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/id.hpp>
#include <capnet/core/indexed_range.hpp>
#include <capnet/model/schema.hpp>
#include <capnet/network/event_log.hpp>

namespace capnet {

/// The vertices a relation admits at one end, numbered through: kind by kind, each in order of id.
class endpoint_domain {
 public:
  endpoint_domain() = default;
  /// Pre: `kinds` ascending. `order_of(kind)` is the number of vertices of a kind. Throws input_error past 2^31 - 1 vertices.
  template <class OrderOf>
  endpoint_domain(std::span<const kind_index> kinds, std::size_t kind_count, const OrderOf& order_of) : base_(kind_count, absent) {
    std::uint64_t next = 0;
    for (const kind_index k : kinds) {
      kinds_.push_back(k);
      base_[static_cast<std::size_t>(k)] = static_cast<std::int32_t>(next);
      first_.push_back(static_cast<std::int32_t>(next));
      next += order_of(k);
      if (next > 0x7FFFFFFF) throw input_error{"a relation joins more than 2,147,483,647 vertices; expected at most that many"};
    }
    first_.push_back(static_cast<std::int32_t>(next));
  }

  [[nodiscard]] std::int32_t size() const { return first_.empty() ? 0 : first_.back(); }
  [[nodiscard]] bool admits(kind_index k) const { return base_[static_cast<std::size_t>(k)] != absent; }
  /// Pre: admits(v.kind).
  [[nodiscard]] std::int32_t position(vertex_ref v) const { return base_[static_cast<std::size_t>(v.kind)] + static_cast<std::int32_t>(v.value); }
  [[nodiscard]] vertex_ref at(std::int32_t position) const {
    const auto after = std::upper_bound(first_.begin(), first_.end() - 1, position);
    const auto k = static_cast<std::size_t>(after - first_.begin() - 1);
    return {kinds_[k], static_cast<std::uint32_t>(position - first_[k])};
  }

 private:
  static constexpr std::int32_t absent = -1;
  std::vector<kind_index> kinds_;
  std::vector<std::int32_t> first_;
  std::vector<std::int32_t> base_;
};

/// When something held and how, in 20 bytes: what every question on a day reads.
struct held_when {
  std::int32_t begin_earliest, begin_latest, end_earliest, end_latest;  ///< days since 1970-01-01
  capnet::status status;

  held_when(const spell& when, capnet::status how)
      : begin_earliest{number(when.begin.earliest)}, begin_latest{number(when.begin.latest)}, end_earliest{number(when.end.earliest)},
        end_latest{number(when.end.latest)}, status{how} {}
  static std::int32_t number(date day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }
};

/// Rows of one direction: the neighbours of position p are [offsets[p], offsets[p + 1]), ascending, parallel ties by row.
/// Offsets and neighbours share one signed type, so that Eigen can map them.
struct adjacency {
  std::vector<std::int32_t> offsets;
  std::vector<std::int32_t> neighbors;
  std::vector<std::uint32_t> rows;   ///< the tie's row in the log
  std::vector<held_when> times;      ///< of the tie, beside the neighbor
  std::vector<double> weights;       ///< NaN where unknown; empty if no tie of the relation has a weight
};

/// A tie as seen from one of its ends: who is at the other, and which tie it is.
struct tie_end {
  vertex_ref vertex;
  tie_ref tie;
  friend bool operator==(const tie_end&, const tie_end&) = default;
};

/// One relation: who is tied to whom. Immutable.
class layer {
 public:
  struct end_access {
    const layer* owner = nullptr;
    const adjacency* side = nullptr;
    const endpoint_domain* other = nullptr;
    tie_end operator()(std::size_t at) const { return {other->at(side->neighbors[at]), {owner->relation_, side->rows[at]}}; }
  };
  using tie_range = indexed_range<end_access>;

  layer(relation_index relation, const relation_info& info, const event_log& log) : relation_{relation}, directed_{info.directed} {
    auto order_of = [&](kind_index k) { return log.vertices[static_cast<std::size_t>(k)].size(); };
    std::vector<kind_index> both;
    std::ranges::set_union(info.source_kinds, info.target_kinds, std::back_inserter(both));
    sources_ = endpoint_domain{directed_ ? info.source_kinds : both, log.vertices.size(), order_of};
    targets_ = endpoint_domain{directed_ ? info.target_kinds : both, log.vertices.size(), order_of};
    const std::vector<tie_record>& ties = log.ties[static_cast<std::size_t>(relation)];
    if (ties.size() > 0x3FFFFFFF) throw input_error{"relation '" + info.name + "' has over 1,073,741,823 ties; expected at most that many"};
    std::vector<arc> arcs;
    arcs.reserve(directed_ ? ties.size() : 2 * ties.size());
    bool weighted = false;
    for (std::uint32_t row = 0; row < ties.size(); ++row) {
      if (ties[row].retracted) continue;
      const std::int32_t u = sources_.position(ties[row].source);
      const std::int32_t v = targets_.position(ties[row].target);
      weighted = weighted || ties[row].properties.weight.has_value();
      arcs.push_back({u, v, row});
      if (!directed_ && u != v) arcs.push_back({v, u, row});
      ++size_;
    }
    out_ = compress(arcs, sources_.size(), weighted, ties);
    if (!directed_) return;
    for (arc& uv : arcs) std::swap(uv.from, uv.to);
    in_ = compress(arcs, targets_.size(), weighted, ties);
  }

  [[nodiscard]] relation_index relation() const { return relation_; }
  [[nodiscard]] bool directed() const { return directed_; }
  /// Number of ties ever recorded and not retracted, of any status.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const endpoint_domain& sources() const { return sources_; }
  [[nodiscard]] const endpoint_domain& targets() const { return targets_; }
  /// The arrays themselves, for kernels and other libraries. An undirected tie is in both rows; `in` equals `out` then.
  [[nodiscard]] const adjacency& out() const { return out_; }
  [[nodiscard]] const adjacency& in() const { return directed_ ? in_ : out_; }
  /// The ties that leave or reach a vertex, ascending by the other end; empty if the relation does not admit it. O(1).
  [[nodiscard]] tie_range out(vertex_ref v) const { return range(out_, sources_, targets_, v); }
  [[nodiscard]] tie_range in(vertex_ref v) const { return range(in(), targets_, sources_, v); }

 private:
  struct arc {
    std::int32_t from, to;
    std::uint32_t row;
  };

  // Sorted by (from, to, row); rows ascend with the position in `arcs`.
  static adjacency compress(const std::vector<arc>& arcs, std::int32_t order, bool weighted, const std::vector<tie_record>& ties) {
    std::vector<std::uint32_t> by_neighbor(arcs.size());
    std::iota(by_neighbor.begin(), by_neighbor.end(), 0u);
    std::sort(by_neighbor.begin(), by_neighbor.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::tie(arcs[a].from, arcs[a].to, a) < std::tie(arcs[b].from, arcs[b].to, b);
    });
    adjacency side;
    side.offsets.resize(static_cast<std::size_t>(order) + 1);
    side.neighbors.reserve(arcs.size());
    side.rows.reserve(arcs.size());
    side.times.reserve(arcs.size());
    for (const std::uint32_t at : by_neighbor) {
      ++side.offsets[static_cast<std::size_t>(arcs[at].from) + 1];
      side.neighbors.push_back(arcs[at].to);
      side.rows.push_back(arcs[at].row);
      side.times.emplace_back(ties[arcs[at].row].properties.active, ties[arcs[at].row].properties.status);
    }
    std::partial_sum(side.offsets.begin(), side.offsets.end(), side.offsets.begin());
    if (weighted) {
      side.weights.reserve(arcs.size());
      for (const std::uint32_t row : side.rows) {
        side.weights.push_back(ties[row].properties.weight.value_or(std::numeric_limits<double>::quiet_NaN()));
      }
    }
    return side;
  }

  [[nodiscard]] tie_range range(const adjacency& side, const endpoint_domain& mine, const endpoint_domain& other, vertex_ref v) const {
    if (!mine.admits(v.kind)) return {};
    const auto p = static_cast<std::size_t>(mine.position(v));
    return {{this, &side, &other}, static_cast<std::size_t>(side.offsets[p]), static_cast<std::size_t>(side.offsets[p + 1])};
  }

  relation_index relation_{};
  bool directed_ = true;
  std::size_t size_ = 0;
  endpoint_domain sources_, targets_;
  adjacency out_, in_;
};

}  // namespace capnet
