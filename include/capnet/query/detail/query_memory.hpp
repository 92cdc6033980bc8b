#pragma once
/// What is kept beside a network between questions: where its vertices lie, and working memory.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include <capnet/network/snapshot.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet::detail {

/// A run of positions of one kind, whose columns lie in one table.
struct vertex_slice {
  std::int32_t first = 0, count = 0;
  vertex_ref begins{};                         ///< at `first`, if positions are ids
  const column<std::uint32_t>* ids = nullptr;  ///< by position - first; null: positions are ids
  const vertex_table* rows = nullptr;

  [[nodiscard]] bool holds(std::int32_t p) const { return p - first < count && p >= first; }
  [[nodiscard]] vertex_ref at(std::int32_t p) const {
    const auto local = static_cast<std::uint32_t>(p - first);
    return {begins.kind, ids == nullptr ? begins.value + local : begins.value + (*ids)[local]};
  }
};

/// A numbering of vertices, as a relation has at either end: the positions that rows of an answer are counted by.
struct vertex_space {
  const endpoint_domain* domain = nullptr;
  std::vector<vertex_slice> slices{};  ///< ascending by position
  bool always_exist = false;

  [[nodiscard]] const vertex_slice& slice(std::int32_t p) const {
    if (slices.size() == 1) return slices.front();
    return *std::prev(std::upper_bound(slices.begin() + 1, slices.end(), p,
                                       [](std::int32_t x, const vertex_slice& s) { return x < s.first; }));
  }
  [[nodiscard]] vertex_ref at(std::int32_t p) const { return slice(p).at(p); }
  /// The same numbers mean the same vertices.
  [[nodiscard]] bool same(const vertex_space& other) const {
    return this == &other ||
           (domain->size() == other.domain->size() &&
            std::ranges::equal(slices, other.slices, [](const vertex_slice& a, const vertex_slice& b) {
              return a.first == b.first && a.rows == b.rows && (a.ids == nullptr) == (b.ids == nullptr);
            }));
  }
};

/// Numbers that are all 0 between questions: pages that no question touched take no memory.
template <class T>
class zeroed_array {
 public:
  /// Room for at least n.   Pre: all are 0 if it grows.
  [[nodiscard]] T* of(std::size_t n) {
    if (n > size_) {
      values_.reset(static_cast<T*>(std::calloc(n, sizeof(T))));
      size_ = values_ == nullptr ? 0 : n;
      if (values_ == nullptr) throw std::bad_alloc{};
    }
    return values_.get();
  }

 private:
  struct release {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::unique_ptr<T[], release> values_;
  std::size_t size_ = 0;
};

/// Beside a network (companion): made by the first question. Serves any number of threads; what one question works in
/// goes back for the next.
template <class Workspace>
class query_memory : public kept_beside {
 public:
  explicit query_memory(const frozen& parts) : parts_{parts}, kinds_(parts.vertices.size()) {
    for (std::size_t k = 0; k < parts.vertices.size(); ++k) {
      for (const auto& rows : parts.vertices[k])
        everything_.append(static_cast<kind_index>(k), rows->first, rows->count);
    }
    fill(all_, everything_);
    ends_.resize(2 * parts.layers.size());
    for (std::size_t r = 0; r < parts.layers.size(); ++r) {
      fill(ends_[2 * r], parts.layers[r].sources());
      fill(ends_[2 * r + 1], parts.layers[r].targets());
    }
  }
  static query_memory& of(const snapshot& net) {
    return net.parts().beside.template of<query_memory>([&] { return new query_memory{net.parts()}; });
  }

  [[nodiscard]] const vertex_space& all() const { return all_; }
  [[nodiscard]] const vertex_space& sources(relation_index r) const { return ends_[2 * static_cast<std::size_t>(r)]; }
  [[nodiscard]] const vertex_space& targets(relation_index r) const {
    return ends_[2 * static_cast<std::size_t>(r) + 1];
  }
  /// Where each region begins among the positions of a slice, counted from its first; one more at the end. Null if they
  /// don't lie by region.
  [[nodiscard]] const std::vector<std::int32_t>* regions(const vertex_slice& slice) const {
    if (!parts_.by_locality || slice.ids == nullptr || parts_.changes.changes_regions()) return nullptr;
    lies_by_region& kind = kinds_[static_cast<std::size_t>(slice.begins.kind)];
    std::call_once(kind.once, [&] {
      const std::size_t codes = parts_.regions.size() + 1;
      const auto n = static_cast<std::int32_t>(slice.rows->count);
      for (std::size_t code = 0; code < codes; ++code) {
        std::int32_t low = kind.firsts.empty() ? 0 : kind.firsts.back(), high = n;
        while (low < high) {
          const std::int32_t middle = low + (high - low) / 2;
          slice.rows->region(slice.at(slice.first + middle).value) < code ? low = middle + 1 : high = middle;
        }
        kind.firsts.push_back(code + 1 == codes ? n : low);
      }
    });
    return &kind.firsts;
  }

  /// Memory to work in, of this question alone until it is given back.
  [[nodiscard]] std::unique_ptr<Workspace> take() {
    if (Workspace* const last = last_.exchange(nullptr, std::memory_order_acq_rel))
      return std::unique_ptr<Workspace>{last};
    const std::scoped_lock lock{mutex_};
    if (idle_.empty()) return std::make_unique<Workspace>();
    auto taken = std::move(idle_.back());
    idle_.pop_back();
    return taken;
  }
  void give_back(std::unique_ptr<Workspace> used) noexcept {
    Workspace* none = nullptr;
    if (last_.compare_exchange_strong(none, used.get(), std::memory_order_acq_rel)) {
      static_cast<void>(used.release());
      return;
    }
    const std::scoped_lock lock{mutex_};
    if (idle_.size() < most_idle) idle_.push_back(std::move(used));
  }
  ~query_memory() override { delete last_.load(); }

 private:
  static constexpr std::size_t most_idle = 64;
  struct lies_by_region {
    std::once_flag once{};
    std::vector<std::int32_t> firsts{};
  };

  // An extent's positions, table by table.
  void fill(vertex_space& space, const endpoint_domain& domain) {
    space.domain = &domain;
    space.always_exist = true;
    for (const endpoint_domain::extent& e : domain.extents()) {
      for (const auto& rows : parts_.vertices[static_cast<std::size_t>(e.kind)]) {
        const std::uint32_t from = std::max(e.first_id, rows->first),
                            to = std::min(e.first_id + e.count, rows->first + rows->count);
        if (from >= to) continue;
        space.always_exist = space.always_exist && rows->times.trivial();
        space.slices.push_back({static_cast<std::int32_t>(e.first_position + (from - e.first_id)),
                                static_cast<std::int32_t>(to - from),
                                {e.kind, from},
                                e.order.ids.empty() ? nullptr : &e.order.ids,
                                rows.get()});
      }
    }
  }

  const frozen& parts_;
  endpoint_domain everything_;
  vertex_space all_;
  std::vector<vertex_space> ends_;  // [relation]: of its sources, of its targets
  mutable std::vector<lies_by_region> kinds_;
  std::atomic<Workspace*> last_{nullptr};
  std::mutex mutex_;
  std::vector<std::unique_ptr<Workspace>> idle_;
};

}  // namespace capnet::detail
