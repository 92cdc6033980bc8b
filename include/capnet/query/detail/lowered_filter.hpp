#pragma once
/// Filters of a plan, resolved for the columns of a network.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <capnet/query/detail/asked_days.hpp>
#include <capnet/query/detail/cell_test.hpp>
#include <capnet/query/detail/code_test.hpp>
#include <capnet/query/detail/query_memory.hpp>
#include <capnet/query/plan.hpp>

namespace capnet::detail {

/// An end that a tie leads to, and the days on which it still can. Without values of its own: lists of them are made
/// for each 64 ties.
struct candidate {
  std::int32_t position;
  std::uint32_t tie;  ///< of the 64 at hand
  std::uint64_t days;
};
/// Those of up to 64 ties.
struct candidate_list {
  std::array<candidate, 64> all;
  std::size_t size = 0;

  void add(const candidate& end) { all[size++] = end; }
  /// Leaves those with a day in `days_of(end)`, a part of the end's days, and these days.
  template <class DaysOf>
  void keep(const DaysOf& days_of) {
    std::size_t kept = 0;
    for (std::size_t k = 0; k < size; ++k) {
      candidate end = all[k];
      end.days = days_of(end);
      all[kept] = end;
      kept += end.days != 0 ? 1 : 0;
    }
    size = kept;
  }
  [[nodiscard]] const candidate* begin() const { return all.data(); }
  [[nodiscard]] const candidate* end() const { return all.data() + size; }
};

/// Of ends that all lie in one slice, whose bits are set, those of a region.   Pre: nobody's region changes.
[[nodiscard]] inline std::uint64_t of_region(const vertex_slice& slice, const std::int32_t* ends, std::size_t n,
                                             std::uint64_t word, std::uint32_t region, simd_level level) {
  const column<std::uint32_t>& codes = slice.rows->regions;
  if (codes.empty()) return 0;
  const std::uint32_t ahead = slice.begins.value - slice.rows->first;
  if (slice.ids == nullptr && codes.ready())
    return have_code(ends, n, word, codes.data() + (static_cast<std::ptrdiff_t>(ahead) - slice.first), region, level);
  std::uint64_t kept = 0;
  for_each_bit(
      word, [&](std::size_t k) { kept |= std::uint64_t{slice.rows->region(slice.at(ends[k]).value) == region} << k; });
  return kept;
}

/// A filter of vertices. What it says of a vertex differs between days only if something of the vertex changed.
class vertex_filter {
 public:
  /// Pre: the step is one of sector, region, kind, attribute or vertices, or calls a function.
  vertex_filter(const snapshot& net, const plan_step& step) : step_{&step} {
    if (const auto* sectors = std::get_if<step_sector>(&step)) {
      how_ = how::sector;
      negated_ = sectors->negated;
      for (const sector s : sectors->sectors) add(static_cast<std::size_t>(s));
      if (negated_) add(0);  // an unknown one is not different
    } else if (const auto* regions = std::get_if<step_region>(&step)) {
      how_ = regions->same_as_start ? how::same_region : how::region;
      negated_ = regions->negated;
      if (negated_) codes_.push_back(0);
      for (const std::string& name : regions->regions) {
        const auto found = std::ranges::find(net.regions(), name);
        if (found != net.regions().end()) codes_.push_back(static_cast<std::uint32_t>(found - net.regions().begin()));
      }
    } else if (std::holds_alternative<step_kind>(step)) {
      how_ = how::kind;
    } else if (std::holds_alternative<step_among>(step)) {
      how_ = how::among;
    } else if (const auto* attribute = std::get_if<step_attribute>(&step); attribute != nullptr) {
      resolve(net, *attribute);
    }
  }

  /// Cheap enough to ask of every tie's end; else only of vertices, once each.
  [[nodiscard]] bool can_be_pushed() const { return how_ != how::any; }
  [[nodiscard]] bool same_region() const { return how_ == how::same_region; }
  /// The one region that passes, if there is just one.
  [[nodiscard]] std::optional<std::uint32_t> region() const {
    return how_ == how::region && !negated_ && codes_.size() == 1 && codes_[0] != 0 ? std::optional{codes_[0]}
                                                                                    : std::nullopt;
  }
  /// All vertices of a space pass.
  [[nodiscard]] bool passes_all(const schema& known, const vertex_space& space) const {
    return how_ == how::kind && std::ranges::all_of(space.slices, [&](const vertex_slice& s) {
             return known.is_a(s.begins.kind, std::get<step_kind>(*step_).kind);
           });
  }
  /// Leaves the ends that pass, asked one by one.
  void keep(std::span<const network_view> views, const vertex_space& space, candidate_list& ends,
            vertex_ref start) const {
    ends.keep([&](const candidate& end) {
      const vertex_slice& slice = space.slice(end.position);
      return (*this)(views, *slice.rows, slice.at(end.position), end.days, start);
    });
  }
  /// Of these days those on which a vertex passes. `start`: the one that walks began at.
  [[nodiscard]] std::uint64_t operator()(std::span<const network_view> views, const vertex_table& rows, vertex_ref v,
                                         std::uint64_t days, vertex_ref start) const {
    if (how_ == how::kind) return views.front().schema().is_a(v.kind, std::get<step_kind>(*step_).kind) ? days : 0;
    if (how_ == how::among) {
      const auto& among = std::get<step_among>(*step_);
      return std::ranges::binary_search(among.vertices, v) != among.negated ? days : 0;
    }
    const change_list& changes = views.front().net().parts().changes;
    const bool changing = !changes.empty() && (changes.changes(v) || how_ == how::same_region);
    if (changing || std::holds_alternative<step_where>(*step_)) return each_day(views, v, days, start);
    if (how_ == how::any) return passes(views.front(), *step_, v) ? days : 0;
    switch (how_) {
      case how::sector:
        return has_sector(static_cast<std::size_t>(rows.sector(v.value))) != negated_ ? days : 0;
      case how::region:
        return (std::ranges::find(codes_, rows.region(v.value)) != codes_.end()) != negated_ ? days : 0;
      case how::same_region: {
        const std::uint32_t code = rows.region(v.value);
        return code != 0 && code == views.front().region_code(start) ? days : 0;
      }
      default: {
        const auto& [index, test] = cells_[static_cast<std::size_t>(v.kind)];
        if (!test) return unknown_passes_ ? days : 0;
        const attribute_column* const values = rows.attribute(index);
        return (*test)(values == nullptr ? missing_cell(test->type()) : (*values)[v.value - rows.first]) ? days : 0;
      }
    }
  }

 private:
  enum class how : std::uint8_t { any, sector, region, same_region, kind, among, attribute };
  [[nodiscard]] bool has_sector(std::size_t sector) const { return (sectors_[sector / 64] >> (sector % 64) & 1) != 0; }
  void add(std::size_t sector) { sectors_[sector / 64] |= std::uint64_t{1} << (sector % 64); }
  // By the column of each kind that has the attribute, unless it is a text, which lies in records.
  void resolve(const snapshot& net, const step_attribute& filter) {
    if (filter.attribute == "size" || filter.attribute == "name" || filter.attribute == "name_en" ||
        net.parts().untyped)
      return;
    const auto& texts = net.parts().vocabulary->names;
    if (std::ranges::find(texts, filter.attribute) != texts.end()) return;
    for (std::size_t k = 0; k < net.schema().kind_count(); ++k) {
      const auto kind = static_cast<kind_index>(k);
      auto& [index, test] = cells_.emplace_back();
      const auto found = net.schema().find_attribute(kind, filter.attribute);
      if (!found) continue;
      const value_type type = net.schema().attributes(kind)[static_cast<std::size_t>(*found)].type;
      if (type == value_type::text) return;
      index = *found;
      test.emplace(filter, type, net.words());
    }
    unknown_passes_ = value_passes(std::nullopt, filter);
    how_ = how::attribute;
  }
  [[nodiscard]] std::uint64_t each_day(std::span<const network_view> views, vertex_ref v, std::uint64_t days,
                                       vertex_ref start) const {
    for_each_bit(days, [&](std::size_t d) {
      const network_view& view = views[d];
      bool pass = false;
      if (const auto* function = std::get_if<step_where>(step_)) {
        pass = function->keep(view, v);
      } else if (how_ == how::same_region) {
        const std::uint32_t code = view.region_code(start);
        pass = code != 0 && view.region_code(v) == code;
      } else {
        pass = passes(view, *step_, v);
      }
      if (!pass) days &= ~(std::uint64_t{1} << d);
    });
    return days;
  }

  struct of_kind {
    attribute_index index{};
    std::optional<cell_test> test{};
  };
  const plan_step* step_;
  how how_ = how::any;
  bool negated_ = false, unknown_passes_ = false;
  std::array<std::uint64_t, 4> sectors_{};
  std::vector<std::uint32_t> codes_;
  std::vector<of_kind> cells_;  // [kind]
};

/// A filter of the ties of one relation, tested many at a time.
class tie_filter {
 public:
  /// Of a relation without the attribute it is unknown.
  tie_filter(const snapshot& net, relation_index r, const step_attribute& filter) : filter_{&filter}, relation_{r} {
    const schema& known = net.schema();
    if (filter.attribute == "weight") {
      weight_ = true;
      test_.emplace(filter, value_type::number, net.words());
      return;
    }
    const auto found = known.find_attribute(r, filter.attribute);
    if (!found || net.parts().untyped) return;  // a text, or unknown
    index_ = *found;
    const value_type type = known.attributes(r)[static_cast<std::size_t>(*found)].type;
    if (type != value_type::text) test_.emplace(filter, type, net.words());
  }
  /// Bit k: the tie at first + k of this side passes. Pre: n in [1, 64].
  [[nodiscard]] std::uint64_t operator()(const snapshot& net, const adjacency& side, std::size_t first,
                                         std::size_t n) const {
    if (weight_)
      return test_->of_numbers(side.weights.empty() ? nullptr : side.weights.slice(first, first + n).data(), n);
    if (test_) return (*test_)(side.attribute(index_), first, n);
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < n; ++k)
      word |=
          std::uint64_t{value_passes(net.value(tie_ref{relation_, side.row(first + k)}, filter_->attribute), *filter_)}
          << k;
    return word;
  }

 private:
  const step_attribute* filter_;
  relation_index relation_;
  attribute_index index_{};
  bool weight_ = false;
  std::optional<cell_test> test_;
};

}  // namespace capnet::detail
