#pragma once
/// How long ties and memberships last.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <capnet/core/date.hpp>
#include <capnet/metric/measure.hpp>
#include <capnet/metric/observed.hpp>
#include <capnet/metric/provenance.hpp>
#include <capnet/metric/survival_curve.hpp>

namespace capnet {

/// How long spells last, as their dates allow: at the least and at the most. The two are one where all are exact.
struct spell_survival {
  survival_curve shortest{}, longest{};
  estimate basis{};  ///< without a value: coverage, sources and rows of all that is estimated from it

  /// The share of spells that still hold `days` days after they began. [0, 1], unit share; empty where the curve is.
  /// The value is of the shortest spells that the dates allow; the interval is Greenwood's, from the low of the shorter
  /// to the high of the longer reading or the other way round. `denominator` is the number of spells.
  [[nodiscard]] estimate lasting(std::int32_t days) const {
    estimate result = basis;
    result.unit = "share";
    result.definition = "share of " + basis.definition + " that still hold after " + std::to_string(days) +
                        " days (Kaplan & Meier 1958; Greenwood 1926)";
    const auto least = shortest.at(days), most = longest.at(days);
    if (!least) return result;
    result.value = least->share;
    if (!least->low && !(most && most->low)) return result;
    const auto span = [&](const survival_share& of) {
      result.low = std::min(result.low.value_or(1), of.low.value_or(of.share));
      result.high = std::max(result.high.value_or(0), of.high.value_or(of.share));
    };
    span(*least);
    if (most) span(*most);
    result.interval_kind = interval_kinds::greenwood;
    return result;
  }
  /// The days that half of the spells outlast at most. Empty where more than half never ended; without an interval
  /// where that is open to the right.
  [[nodiscard]] estimate median() const {
    estimate result = basis;
    result.unit = "day";
    result.definition = "median length of " + basis.definition +
                        " (Kaplan & Meier 1958), with the interval of Brookmeyer & Crowley 1982";
    const median_days least = shortest.median(), most = longest.median();
    if (!least.value) return result;
    result.value = *least.value;
    if (!least.low || !least.high || !most.low || !most.high) return result;
    result.low = std::min(*least.low, *most.low);
    result.high = std::max(*least.high, *most.high);
    result.interval_kind = interval_kinds::greenwood;
    return result;
  }
};

namespace detail {

/// When a pair was tied, or a member (twice the same) took part.
struct pair_spell {
  vertex_ref u{}, v{};
  std::int32_t begin_earliest = 0, begin_latest = 0, end_earliest = 0, end_latest = 0;
};

/// The spells of ties that a view knows, cut to those of their parties and joined where they touch.
class spell_list {
 public:
  explicit spell_list(const network_reading& reading) : view_{whenever(reading.view())}, rows_{reading} {
    if (const auto day = last_known_day(reading.view())) day_ = held_when::number(*day);
  }
  /// The ties of a relation for which `keep(dated_tie)`, each under the pair of `key(dated_tie)`.
  template <class Keep, class Key>
  void add(relation_index r, const Keep& keep, const Key& key) {
    const bool state = view_.schema().relation(r).nature == tie_nature::state;
    view_.for_each_tie(r, [&](tie_ref t, const dated_tie& uv) {
      if (!keep(uv)) return;
      const auto [u, v] = key(uv);
      const held_when& when = uv.when;
      pair_spell one{u, v, when.begin_earliest, when.begin_latest, when.end_earliest, when.end_latest};
      for (const vertex_ref party : {uv.source, uv.target}) {
        const held_when life = view_.net().parts().held(party);
        one.begin_earliest = std::max(one.begin_earliest, life.begin_earliest);
        one.begin_latest = std::max(one.begin_latest, life.begin_latest);
        if (!state) continue;
        one.end_earliest = std::min(one.end_earliest, life.end_earliest);
        one.end_latest = std::min(one.end_latest, life.end_latest);
      }
      if (one.begin_earliest >= one.end_latest || one.begin_earliest > day_) return;  // never, or not yet
      if (when.begin_earliest <= first_of_days) {
        ++unknown_;
      } else {
        spells_.push_back(one);
        rows_.add(t);
      }
    });
  }
  /// Of all that was added. `what`: "pairs tied by employs".
  [[nodiscard]] spell_survival survival(const std::string& what) {
    join_touching();
    std::vector<spell_length> least, most;
    least.reserve(spells_.size());
    most.reserve(spells_.size());
    for (const pair_spell& one : spells_) {
      const auto length = [&](std::int32_t begin, std::int32_t end) {
        return end <= day_ ? spell_length{std::max(1, end - begin), true}  // what was, was for a day
                           : spell_length{std::max(0, day_ - begin), false};
      };
      least.push_back(length(one.begin_latest, one.end_earliest));
      most.push_back(length(one.begin_earliest, one.end_latest));
    }
    spell_survival found{.shortest = kaplan_meier(least)};
    found.longest = least == most ? found.shortest : kaplan_meier(most);
    const auto known = static_cast<std::int64_t>(spells_.size());
    found.basis.denominator = known;
    found.basis.definition = what;
    if (unknown_ > 0) found.basis.coverage = static_cast<double>(known) / static_cast<double>(known + unknown_);
    rows_.write(found.basis);
    return found;
  }

 private:
  void join_touching() {
    const auto order = [](const pair_spell& a, const pair_spell& b) {
      return std::tie(a.u, a.v, a.begin_earliest) < std::tie(b.u, b.v, b.begin_earliest);
    };
    if (!std::is_sorted(spells_.begin(), spells_.end(), order)) std::sort(spells_.begin(), spells_.end(), order);
    std::size_t kept = 0;
    for (const pair_spell& next : spells_) {
      pair_spell* const last = kept > 0 ? &spells_[kept - 1] : nullptr;
      if (last && last->u == next.u && last->v == next.v && next.begin_earliest <= last->end_latest) {
        last->begin_latest = std::min(last->begin_latest, next.begin_latest);
        last->end_earliest = std::max(last->end_earliest, next.end_earliest);
        last->end_latest = std::max(last->end_latest, next.end_latest);
      } else {
        spells_[kept++] = next;
      }
    }
    spells_.resize(kept);
  }
  network_view view_;
  provenance rows_;
  std::int32_t day_ = first_of_days;
  std::int64_t unknown_ = 0;
  std::vector<pair_spell> spells_;
};

[[nodiscard]] inline spell_survival tie_survival_in(const network_reading& reading, relation_index r) {
  const bool directed = reading.net().layer(r).directed();
  spell_list spells{reading};
  spells.add(
      r, [](const dated_tie&) { return true; },
      [&](const dated_tie& uv) {
        return directed || uv.source < uv.target ? std::pair{uv.source, uv.target} : std::pair{uv.target, uv.source};
      });
  return spells.survival("spells of pairs tied by " + reading.schema().relation(r).name);
}

[[nodiscard]] inline spell_survival member_survival_in(const network_reading& reading) {
  const capnet::schema& schema = reading.schema();
  const kind_index organizations = schema.index_of<kind::organization>(), programs = schema.index_of<kind::program>();
  spell_list spells{reading};
  const auto add = [&](relation_index r) {
    spells.add(
        r,
        [&](const dated_tie& uv) {
          return schema.is_a(uv.source.kind, organizations) && schema.is_a(uv.target.kind, programs);
        },
        [](const dated_tie& uv) { return std::pair{uv.source, uv.source}; });
  };
  for (const relation_index r : schema.relations_with(relation_traits::lead | relation_traits::membership)) add(r);
  return spells.survival("spells of organizations taking part");
}

}  // namespace detail

/// How long pairs stay tied by a relation: the product-limit estimate over their spells (`kaplan_meier`).
///
/// A spell is a time without a gap in which a pair is tied: ties of one pair that touch or overlap are one, after a gap
/// a new one begins, which is taken to be independent of the first. Ties of a state end with their parties; a deed does
/// not end, and is of little use here. Nothing is known after `last_known_day(view)`: a spell that goes on then, or is
/// said to end later, is censored. Only what the view's statuses keep counts, planned ties so never; a window's first
/// day is not asked for.
///
/// A tie of unknown begin, or without any date, has no length: it is left out and lowers `coverage`, which is spells /
/// (spells + such ties); one without an end is open. Partial dates leave a range: `shortest` takes the last possible
/// begin and the first possible end, one day at the least, `longest` the others. The two curves are readings and no
/// bounds, since a later end also raises the number at risk; spells that may touch are joined. Leaving partial dates
/// out would be worse: of most networks only months are known, and the short spells would be the ones that go.
///
/// No spell: no value. A pair without direction counts once. Throws: nothing. Time O(m log m).
[[nodiscard]] inline spell_survival tie_survival(const network_view& view, relation_index relation,
                                                 const measure_options& options = {}) {
  return detail::tie_survival_in(network_reading{view, options}, relation);
}
template <tie_relation Relation>
[[nodiscard]] spell_survival tie_survival(const network_view& view) {
  return tie_survival(view, view.schema().template index_of<Relation>());
}
/// The same of how long organizations take part: a spell is a time without a gap in which one runs some program or
/// participates in one (`members`), whichever. Time O(m log m) in the ties of both relations.
[[nodiscard]] inline spell_survival member_survival(const network_view& view, const measure_options& options = {}) {
  return detail::member_survival_in(network_reading{view, options});
}

namespace measure {
inline constexpr network_measure member_survival{
    .info =
        {.name = "member_survival",
         .label = {"Memberships that last a year", "1年以上続く参加"},
         .meaning = {"the share that still takes part a year after joining, those who joined lately taken as far as "
                     "they are known",
                     "参加してから1年後も続けている割合。最近参加した団体は、わかっている期間だけを数えます"},
         .unit = "share",
         .range = value_range{0, 1},
         .definition = "product-limit estimate of the share of organizations taking part that still do after 365 days",
         .source = "Kaplan & Meier 1958",
         .cost = measure_cost::near_linear,
         .defined_for = "networks with a program and dates",
         .rank = 194},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of = [](const network_reading& reading, std::string_view) {
      return detail::member_survival_in(reading).lasting(365);
    }};
/// Of each relation that is a state and has dates.
inline constexpr network_measure tie_survival{
    .info =
        {.name = "tie_survival.",
         .label = {"Ties that last a year: ", "1年以上続くつながり: "},
         .meaning = {"the share of pairs still tied a year after they were, recent ones taken as far as they are known",
                     "結ばれてから1年後も続いている組の割合。最近のものは、わかっている期間だけを数えます"},
         .unit = "share",
         .range = value_range{0, 1},
         .definition = "product-limit estimate of the share of spells of tied pairs that still hold after 365 days",
         .source = "Kaplan & Meier 1958",
         .cost = measure_cost::near_linear,
         .defined_for = "relations that are states, with dates",
         .rank = 195},
    .group = measure_groups::change,
    .by_reading = false,
    .shown = false,
    .of =
        [](const network_reading& reading, std::string_view relation) {
          return detail::tie_survival_in(reading, reading.schema().relation_named(std::string{relation})).lasting(365);
        },
    .subjects = detail::dated_states};
}  // namespace measure

}  // namespace capnet
