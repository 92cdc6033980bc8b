#pragma once
/// What is compared of organizations that may have the same problem: needs, practices, skills lacking, size, region.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <capnet/algorithm/ruzicka.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/skill/detail/regions_by_name.hpp>
#include <capnet/skill/skill_levels.hpp>
#include <capnet/view/network_view.hpp>

namespace capnet {

/// Sets of numbers, one for each of some things: each ascending, without repeats.
class number_sets {
 public:
  number_sets() = default;
  /// Of pairs (thing, number) in any order. O(pairs log pairs).
  number_sets(std::size_t things, std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs) : offsets_(things + 1) {
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const auto& [thing, number] : pairs) ++offsets_[thing + 1], numbers_.push_back(number);
    for (std::size_t k = 0; k < things; ++k) offsets_[k + 1] += offsets_[k];
  }
  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t thing) const {
    return std::span{numbers_}.subspan(offsets_[thing], offsets_[thing + 1] - offsets_[thing]);
  }
  [[nodiscard]] bool has(std::size_t thing, std::uint32_t number) const {
    return std::ranges::binary_search(of(thing), number);
  }
  [[nodiscard]] std::size_t size() const { return offsets_.size() - 1; }

 private:
  std::vector<std::size_t> offsets_{0};
  std::vector<std::uint32_t> numbers_;
};

/// Organizations and what is known of each, by number: those of the view, by key.
struct peer_profiles {
  std::vector<vertex_ref> organizations{};  ///< by key
  std::vector<vertex_ref> needs{};          ///< that some organization has or had, by key
  std::vector<vertex_ref> practices{};      ///< practices and offers that some organization uses or offers, by key

  number_sets told{};       ///< [organization]: needs that it had on some day up to the view's
  number_sets held{};       ///< of them, those that it has on the day
  number_sets ended{};      ///< of them, those that have surely ended by the day, and surely did not come back
  number_sets practiced{};  ///< practices and offers that it uses or offers on the day
  number_sets answers{};    ///< [practice]: needs that it addresses
  number_sets regions{};    ///< where it lies: regions that it is `located_in`, at any remove; else that of its column
  std::vector<std::size_t> gap_offsets{0};
  std::vector<std::uint32_t> gap_columns{};  ///< required skills
  std::vector<double> gaps{};                ///< importance times max(0, required - held); NaN where a level is unknown
  std::vector<double> sizes{};               ///< NaN: unknown, or 0

  [[nodiscard]] std::size_t size() const { return organizations.size(); }
  [[nodiscard]] sparse_row gap(std::size_t k) const {
    const std::size_t first = gap_offsets[k], n = gap_offsets[k + 1] - first;
    return {std::span{gap_columns}.subspan(first, n), std::span{gaps}.subspan(first, n)};
  }
  /// What the organization uses or offers that addresses the need; nothing if none is known.
  [[nodiscard]] std::optional<std::uint32_t> answer_of(std::size_t k, std::uint32_t need) const {
    for (const std::uint32_t practice : practiced.of(k)) {
      if (answers.has(practice, need)) return practice;
    }
    return std::nullopt;
  }
  /// It had the need, and the need has ended or is answered.
  [[nodiscard]] bool solved(std::size_t k, std::uint32_t need) const {
    return told.has(k, need) && (ended.has(k, need) || answer_of(k, need).has_value());
  }
  /// It has the need, and nothing that it uses or offers addresses it.
  [[nodiscard]] bool open(std::size_t k, std::uint32_t need) const {
    return held.has(k, need) && !answer_of(k, need).has_value();
  }
  [[nodiscard]] std::optional<std::size_t> find(vertex_ref v) const {
    const auto at = std::ranges::find(organizations, v);
    if (at == organizations.end()) return std::nullopt;
    return static_cast<std::size_t>(at - organizations.begin());
  }
};

namespace detail {

/// Numbers vertices by their keys.
class key_numbers {
 public:
  explicit key_numbers(const snapshot& net) : net_{net} {}
  void see(vertex_ref v) { seen_.push_back(v); }
  /// Those that were seen, by key, each once; from now on they have numbers.
  std::vector<vertex_ref> settle() {
    std::sort(seen_.begin(), seen_.end());
    seen_.erase(std::unique(seen_.begin(), seen_.end()), seen_.end());
    std::vector<std::pair<std::string, vertex_ref>> named;
    for (const vertex_ref v : seen_) named.emplace_back(net_.key(v), v);
    std::sort(named.begin(), named.end());
    numbers_.resize(seen_.size());
    std::vector<vertex_ref> by_key;
    for (const auto& [key, v] : named) {
      numbers_[place(v)] = static_cast<std::uint32_t>(by_key.size());
      by_key.push_back(v);
    }
    return by_key;
  }
  [[nodiscard]] std::optional<std::uint32_t> find(vertex_ref v) const {
    const std::size_t at = place(v);
    return at < seen_.size() && seen_[at] == v ? std::optional{numbers_[at]} : std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t place(vertex_ref v) const {
    return static_cast<std::size_t>(std::lower_bound(seen_.begin(), seen_.end(), v) - seen_.begin());
  }
  const snapshot& net_;
  std::vector<vertex_ref> seen_;
  std::vector<std::uint32_t> numbers_;
};

using number_pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// The regions above one, itself first.
[[nodiscard]] inline std::vector<vertex_ref> regions_up(const network_view& view, vertex_ref from) {
  const relation_index in = view.schema().index_of<rel::located_in>();
  std::vector<vertex_ref> all{from};
  for (std::size_t k = 0; k < all.size(); ++k) {
    const vertex_ref here = all[k];
    view.for_each_out(in, here, [&](const tie_end& end) {
      if (std::ranges::find(all, end.vertex) == all.end()) all.push_back(end.vertex);
    });
  }
  return all;
}

/// Where each organization lies, as numbers that mean nothing else.
[[nodiscard]] inline number_sets read_regions(const network_view& view, const std::vector<vertex_ref>& organizations) {
  const relation_index in = view.schema().index_of<rel::located_in>();
  std::map<vertex_ref, std::uint32_t> places;
  std::map<std::string, std::uint32_t> texts;
  const auto named = regions_by_name(view);
  std::map<vertex_ref, std::vector<std::uint32_t>> up;  // of a region
  std::uint32_t next = 0;
  number_pairs pairs;
  for (std::uint32_t k = 0; k < organizations.size(); ++k) {
    const auto add = [&](vertex_ref region) {
      auto [at, fresh] = up.try_emplace(region);
      if (fresh) {
        for (const vertex_ref one : regions_up(view, region)) {
          const auto [place, is_new] = places.try_emplace(one, next);
          if (is_new) ++next;
          at->second.push_back(place->second);
        }
      }
      for (const std::uint32_t place : at->second) pairs.emplace_back(k, place);
    };
    const std::size_t before = pairs.size();
    view.for_each_out(in, organizations[k], [&](const tie_end& end) { add(end.vertex); });
    const std::string& text = view.region(organizations[k]);
    if (pairs.size() > before || text.empty()) continue;
    if (const auto region = named.find(text); region != named.end()) {
      add(region->second);
    } else {
      const auto [place, is_new] = texts.try_emplace(text, next);
      if (is_new) ++next;
      pairs.emplace_back(k, place->second);
    }
  }
  return {organizations.size(), std::move(pairs)};
}

/// importance times max(0, required - held) of each required skill; the level held is the best that is known of the
/// organization and its staff.
inline void read_gaps(const network_view& view, peer_profiles& all, unsigned threads) {
  const skill_levels levels = read_skill_levels(view, {.threads = threads});
  for (const vertex_ref organization : all.organizations) {
    if (const auto row = levels.required.row_of(organization)) {
      for (std::size_t cell = levels.required.first(*row); cell < levels.required.last(*row); ++cell) {
        const std::int32_t column = levels.required.columns[cell];
        double best = std::numeric_limits<double>::quiet_NaN();
        const auto see = [&](std::size_t holder) {
          const auto held = levels.held.cell_of(holder, column);
          if (!held) return;
          const double level = levels.held.level[*held];
          if (!(level <= best) && !std::isnan(level)) best = level;
        };
        if (const auto own = levels.held.row_of(organization)) see(*own);
        for (const std::uint32_t person : levels.staff.of(organization)) see(person);
        const double missing = levels.required.level[cell] - best;  // NaN if either is
        all.gap_columns.push_back(static_cast<std::uint32_t>(column));
        all.gaps.push_back(missing < 0 ? 0 : levels.importance(cell) * missing);
      }
    }
    all.gap_offsets.push_back(all.gaps.size());
  }
}

}  // namespace detail

/// Reads the profiles of all organizations that count in a view: needs by relations of the trait `need`, what is done
/// by those of the trait `activity` towards practices and offers, what that addresses by those of the trait `answer`.
/// What is planned does not count. Without a day nothing has ended. Throws as `read_skill_levels`. Time
/// O((n + m) log (n + m)), space O(n + m).
[[nodiscard]] inline peer_profiles read_peer_profiles(const network_view& view, unsigned threads = 0) {
  const schema& known = view.schema();
  const snapshot& net = view.net();
  peer_profiles all;
  detail::key_numbers organizations{net}, needs{net}, practices{net};
  view.for_each_vertex_of(known.index_of<kind::organization>(), [&](vertex_ref v) { organizations.see(v); });
  all.organizations = organizations.settle();

  const std::optional<date> day = view.options().day;
  view_options until = view.options();
  if (day) until.window = interval{unbounded_past, *day + std::chrono::days{1}};
  until.day.reset();
  const network_view past{net, until};
  const kind_index need = known.index_of<kind::need>();
  struct need_tie {
    std::uint32_t organization;
    vertex_ref need;
    bool held, ended;
  };
  std::vector<need_tie> ties;
  past.for_each_tie_with(relation_traits::need, [&](tie_ref t, const dated_tie& uv) {
    const auto who = organizations.find(uv.source);
    if (!who || !known.is_a(uv.target.kind, need)) return;
    const bool ended = day && uv.when.end_latest <= held_when::number(*day);
    ties.push_back({*who, uv.target, view.contains(t), ended});
    needs.see(uv.target);
  });
  all.needs = needs.settle();
  detail::number_pairs told, held, ended;
  for (const need_tie& one : ties) {
    const std::pair pair{one.organization, *needs.find(one.need)};
    told.push_back(pair);
    if (one.held) held.push_back(pair);
    if (one.ended) ended.push_back(pair);
  }
  const std::size_t n = all.size();
  all.told = {n, std::move(told)};
  all.held = {n, std::move(held)};
  detail::number_pairs back;
  view.with(certainty::possible).for_each_tie_with(relation_traits::need, [&](tie_ref, const dated_tie& uv) {
    const auto who = organizations.find(uv.source), what = needs.find(uv.target);
    if (who && what) back.emplace_back(*who, *what);
  });
  const number_sets perhaps{n, std::move(back)};
  std::erase_if(ended, [&](const auto& pair) { return perhaps.has(pair.first, pair.second); });
  all.ended = {n, std::move(ended)};

  std::vector<std::pair<std::uint32_t, vertex_ref>> done;
  const kind_index practice = known.index_of<kind::practice>(), offer = known.index_of<kind::offer>();
  view.for_each_tie_with(relation_traits::activity, [&](tie_ref, const dated_tie& uv) {
    const auto who = organizations.find(uv.source);
    if (!who || !(known.is_a(uv.target.kind, practice) || known.is_a(uv.target.kind, offer))) return;
    done.emplace_back(*who, uv.target);
    practices.see(uv.target);
  });
  all.practices = practices.settle();
  detail::number_pairs pairs;
  for (const auto& [who, what] : done) pairs.emplace_back(who, *practices.find(what));
  all.practiced = {n, std::move(pairs)};
  pairs = {};
  view.for_each_tie_with(relation_traits::answer, [&](tie_ref, const dated_tie& uv) {
    const auto what = practices.find(uv.source), whom = needs.find(uv.target);
    if (what && whom) pairs.emplace_back(*what, *whom);
  });
  all.answers = {all.practices.size(), std::move(pairs)};
  all.regions = detail::read_regions(view, all.organizations);
  detail::read_gaps(view, all, threads);
  for (const vertex_ref v : all.organizations) {
    const auto size = view.properties(v).size;
    all.sizes.push_back(size && *size > 0 ? static_cast<double>(*size) : std::numeric_limits<double>::quiet_NaN());
  }
  return all;
}

}  // namespace capnet
