#pragma once
/// Whom starts reach over edges that are live.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <capnet/algorithm/spread_graph.hpp>
#include <capnet/core/simd.hpp>

namespace capnet::detail {

/// The earliest times at which vertices are reached: whoever is taken out has its final time.
class arrival_queue {
 public:
  /// `delay`: from being reached to passing on, 0 or 1.
  explicit arrival_queue(std::size_t order, std::int32_t delay = 0) : delay_{delay}, arrival_(order, last_time) {}
  void start(std::span<const vertex_index> starts, std::int32_t from) {
    for (const vertex_index v : reached_) arrival_[v] = last_time;
    reached_.clear();
    heap_.clear();
    for (const vertex_index v : starts) offer(v, from);
  }
  bool offer(vertex_index v, std::int32_t time) {
    if (time >= arrival_[v]) return false;
    if (arrival_[v] == last_time) reached_.push_back(v);
    arrival_[v] = time;
    heap_.push_back({time, v});
    std::ranges::push_heap(heap_, std::greater{});
    return true;
  }
  /// Offers the target of an edge that can be used from a vertex reached at `time` on. Whether it is reached sooner.
  bool offer(const spread_edge& uv, vertex_index target, std::int32_t time) {
    const std::int32_t used = std::max(uv.begin, time + delay_);
    return used < uv.end && offer(target, used);
  }
  [[nodiscard]] std::optional<vertex_index> take() {
    while (!heap_.empty()) {
      const auto [time, v] = heap_.front();
      std::ranges::pop_heap(heap_, std::greater{});
      heap_.pop_back();
      if (time == arrival_[v]) return v;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::int32_t arrival(vertex_index v) const { return arrival_[v]; }
  [[nodiscard]] std::span<const vertex_index> reached() const { return reached_; }

 private:
  std::int32_t delay_;
  std::vector<std::int32_t> arrival_;
  std::vector<vertex_index> reached_{};
  std::vector<std::pair<std::int32_t, vertex_index>> heap_{};
};

/// Whom `starts` reach over arcs with `live(arc)`, by way of vertices with `keeps(vertex)`; with a time they start at,
/// each arc only while its edge can be used.
class live_reach {
 public:
  explicit live_reach(const spread_graph& g, bool dated, std::int32_t delay = 0)
      : g_{&g},
        arrivals_{dated ? g.order() : 0, delay},
        marked_(dated ? 0 : g.order()),
        found_(dated ? 0 : g.order() + 1) {}

  template <class Live, class Keeps>
  std::span<const vertex_index> operator()(std::span<const vertex_index> starts, std::optional<std::int32_t> from,
                                           const Live& live, const Keeps& keeps) {
    const arc_coins& arcs = g_->coins();
    if (from) {
      arrivals_.start(starts, *from);
      while (const auto u = arrivals_.take()) {
        if (!keeps(*u)) continue;
        for (std::size_t at = arcs.row_begin(*u), end = arcs.row_end(*u); at < end; ++at) {
          if (live(at)) arrivals_.offer(g_->edges()[arcs.edge[at]], arcs.target(at), arrivals_.arrival(*u));
        }
      }
      return arrivals_.reached();
    }
    for (std::size_t k = 0; k < size_; ++k) marked_[found_[k]] = 0;
    std::ranges::copy(starts, found_.begin());
    for (const vertex_index v : starts) marked_[v] = 1;
    size_ = starts.size();
    constexpr std::size_t near = 8;
    for (std::size_t next = 0; next < size_; ++next) {
      if (next + near < size_) {
        const arc_group* const soon = arcs.groups.data() + arcs.first[found_[next + near]];
        prefetch(soon);
        prefetch(soon + 2);
      }
      const vertex_index u = found_[next];
      if (!keeps(u)) continue;
      for (std::size_t at = arcs.row_begin(u), end = arcs.row_end(u); at < end; ++at) {
        const vertex_index v = arcs.target(at);
        const auto fresh = static_cast<unsigned char>(static_cast<unsigned>(live(at)) & (marked_[v] ^ 1u));
        found_[size_] = v;  // kept if it is
        size_ += fresh;
        marked_[v] = static_cast<unsigned char>(marked_[v] | fresh);
      }
    }
    return {found_.data(), size_};
  }
  [[nodiscard]] std::int32_t arrival(vertex_index v) const { return arrivals_.arrival(v); }

 private:
  const spread_graph* g_;
  arrival_queue arrivals_;
  std::vector<unsigned char> marked_;
  std::vector<vertex_index> found_;
  std::size_t size_ = 0;
};

}  // namespace capnet::detail
