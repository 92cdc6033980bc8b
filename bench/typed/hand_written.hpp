#pragma once
/// The two-hop question over a snapshot's own columns, written by hand: what the abstraction may cost is measured
/// against it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <capnet/network/snapshot.hpp>
#include <capnet/query/plan.hpp>

#include "measuring.hpp"

namespace capnet::bench {

/// The same hops over the snapshot's own columns, with the same range of positions for a region, written by hand.
class hand_written {
 public:
  hand_written(const snapshot& net, date day)
      : net_{net},
        ties_{net.layer<participates_in>()},
        last_begin_{ties_.out().times.begin_latest.code_of(held_when::number(day))},
        first_end_{ties_.out().times.end_earliest.code_of(held_when::number(day))} {
    const endpoint_domain& ends = ties_.sources();
    const auto n = static_cast<std::size_t>(ends.size());
    keep_.resize((n + 63) / 64);
    first_.assign(net.regions().size() + 1, 0);
    const std::size_t organizations = net.order<organization>();
    for (std::size_t p = 0; p < n; ++p) {
      const vertex_ref v = ends.at(static_cast<std::int32_t>(p));
      if (net.sector(v) == sector::nonprofit) keep_[p / 64] |= std::uint64_t{1} << (p % 64);
    }
    std::int32_t p = 0;
    for (std::size_t code = 0; code < first_.size(); ++code) {
      while (static_cast<std::size_t>(p) < organizations && net.region_code(ends.at(p)) < code) ++p;
      first_[code] = p;
    }
    slot_.assign(n, 0xFFFFFFFFu);
  }
  typed_answer operator()(vertex_ref start) {
    const std::uint32_t region = net_.region_code(start);
    const std::int32_t low = first_[region], high = first_[region + 1];
    const adjacency& out = ties_.out();
    const adjacency& in = ties_.in();
    const std::uint16_t* out_begin = out.times.begin_latest.narrow.data();
    const std::uint16_t* out_end = out.times.end_earliest.narrow.data();
    const std::uint16_t* in_begin = in.times.begin_latest.narrow.data();
    const std::uint16_t* in_end = in.times.end_earliest.narrow.data();
    const auto u = static_cast<std::size_t>(ties_.sources().position(start));
    middle_.clear(), rows_.clear();
    for (auto a = static_cast<std::size_t>(out.offsets.data()[u]);
         a < static_cast<std::size_t>(out.offsets.data()[u + 1]); ++a) {
      if (out_begin[a] <= last_begin_ && out_end[a] > first_end_)
        add(middle_, slot_, out.neighbors.data()[a], out.weights.data()[a]);
    }
    for (const reached& m : middle_) slot_[static_cast<std::size_t>(m.position)] = 0xFFFFFFFFu;
    for (const reached& m : middle_) {
      const std::int32_t* list = in.neighbors.data();
      const std::int32_t* first = list + in.offsets.data()[m.position];
      const std::int32_t* last = list + in.offsets.data()[m.position + 1];
      first = std::lower_bound(first, last, low);
      last = std::lower_bound(first, last, high);
      for (auto b = static_cast<std::size_t>(first - list); b < static_cast<std::size_t>(last - list); ++b) {
        if (in_begin[b] > last_begin_ || in_end[b] <= first_end_) continue;
        const auto p = static_cast<std::size_t>(list[b]);
        if ((keep_[p / 64] >> (p % 64) & 1) != 0) add(rows_, slot_, list[b], m.weight * in.weights.data()[b]);
      }
    }
    const std::size_t count = rows_.size();
    for (const reached& r : rows_) slot_[static_cast<std::size_t>(r.position)] = 0xFFFFFFFFu;
    const auto k = static_cast<std::ptrdiff_t>(std::min<std::size_t>(10, count));
    std::partial_sort(rows_.begin(), rows_.begin() + k, rows_.end(), [&](const reached& a, const reached& b) {
      return a.weight != b.weight ? a.weight > b.weight
                                  : ties_.sources().at(a.position) < ties_.sources().at(b.position);
    });
    typed_answer all{.results = count};
    found_.clear();
    for (std::ptrdiff_t at = 0; at < k; ++at) {  // who they are, by id
      const reached& r = rows_[static_cast<std::size_t>(at)];
      found_.push_back({ties_.sources().at(r.position), 1, r.weight});
      all.weight += r.weight;
    }
    return all;
  }

 private:
  struct reached {
    std::int32_t position = 0;
    double weight = 0;
  };
  static void add(std::vector<reached>& rows, std::vector<std::uint32_t>& slots, std::int32_t p, double weight) {
    std::uint32_t& slot = slots[static_cast<std::size_t>(p)];
    if (slot == 0xFFFFFFFFu) {
      slot = static_cast<std::uint32_t>(rows.size());
      rows.push_back({p, weight});
    } else {
      rows[slot].weight += weight;
    }
  }
  const snapshot& net_;
  const layer& ties_;
  std::int32_t last_begin_, first_end_;
  std::vector<std::uint64_t> keep_;
  std::vector<std::int32_t> first_;
  std::vector<std::uint32_t> slot_;
  std::vector<reached> middle_, rows_;
  std::vector<query_row> found_;
};

}  // namespace capnet::bench
