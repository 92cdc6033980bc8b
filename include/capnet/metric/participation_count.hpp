#pragma once
/// How many take part, named and known by number alike, and nobody twice.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/metric/condition_members.hpp>
#include <capnet/metric/measure.hpp>

namespace capnet {

namespace detail {

/// What takes part in one program: those named, and cohorts.
struct program_followers {
  std::vector<vertex_ref> named{}, cohorts{};
};

/// How many are surely different in one program.
struct program_count {
  std::int64_t known = 0;            ///< named and of cohorts whose number is known
  std::size_t counted = 0, all = 0;  ///< of the named and the cohorts: whose number is known; all
};

/// Organizations, or persons, that take part.
class participation_counter {
 public:
  participation_counter(const network_reading& reading, bool of_persons)
      : reading_{&reading},
        of_persons_{of_persons},
        cohorts_{reading.schema().index_of<kind::cohort>()},
        within_{reading.view().with(reading.view().options().sure == certainty::certain ? certainty::possible
                                                                                        : certainty::certain)} {
    const schema& known = reading.schema();
    for (const relation_index r : known.relations_with(relation_traits::membership)) {
      const layer& ties = reading.net().layer(r);
      const auto cohorts = known.subkinds(cohorts_);
      const bool some =
          ties.size() != 0 && std::ranges::any_of(cohorts, [&](kind_index k) { return ties.targets().admits(k); });
      if (some) memberships_.push_back(r);
    }
    const kind_index who = of_persons ? known.index_of<kind::person>() : known.index_of<kind::organization>();
    const auto see = [&](tie_ref t, vertex_ref v, vertex_ref program) {
      program_followers& followers = programs_[program];
      if (known.is_a(v.kind, who)) {
        followers.named.push_back(v);
      } else if (known.is_a(v.kind, cohorts_) && may_count(v)) {
        followers.cohorts.push_back(v);
      } else {
        return;
      }
      ties_.push_back(t);
    };
    if (reading.history() != nullptr) {
      const std::int32_t day = held_when::number(*reading.view().options().day);
      for (const dated_participation& p : reading.history()->participations()) {
        if (p.days.on(day)) see(p.tie, p.who, p.program);
      }
    } else {
      for_each_participation(reading.view(), [&](tie_ref t, const dated_tie& uv) { see(t, uv.source, uv.target); });
    }
    for (auto& [program, followers] : programs_) {
      for (auto* some : {&followers.named, &followers.cohorts}) {
        if (!std::is_sorted(some->begin(), some->end())) std::sort(some->begin(), some->end());
        some->erase(std::unique(some->begin(), some->end()), some->end());
      }
    }
  }
  [[nodiscard]] const std::map<vertex_ref, program_followers>& programs() const { return programs_; }
  [[nodiscard]] const std::vector<tie_ref>& ties() const { return ties_; }

  [[nodiscard]] program_count count(const program_followers& who) const {
    program_count result{.all = who.named.size() + who.cohorts.size()};
    const auto counted = [&](vertex_ref v) {
      return std::binary_search(who.cohorts.begin(), who.cohorts.end(), v) && size_of_cohort(v).has_value();
    };
    for (const vertex_ref v : who.named) result.known += !lies_in(v, counted), ++result.counted;
    for (const vertex_ref v : who.cohorts) {
      const bool within = lies_in(v, counted);
      const auto size = size_of_cohort(v);
      if (!within && size) result.known += *size;
      result.counted += within || size;
    }
    return result;
  }

 private:
  /// A cohort whose unit is not known may be of either, and is of neither until it is.
  [[nodiscard]] bool may_count(vertex_ref cohort) const {
    const counted_as what = counted_by(reading_->view(), cohort);
    return what != (of_persons_ ? counted_as::organizations : counted_as::persons) &&
           (!of_persons_ || what != counted_as::unknown);
  }
  [[nodiscard]] std::optional<std::int64_t> size_of_cohort(vertex_ref v) const {
    const auto [at, fresh] = sizes_.try_emplace(v);
    if (fresh && counted_by(reading_->view(), v) != counted_as::unknown)
      at->second = reading_->view().properties(v).size;
    return at->second;
  }
  /// Whether it belongs, directly or by way of others, to a counted cohort. Time: what it belongs to.
  template <class Counted>
  [[nodiscard]] bool lies_in(vertex_ref v, const Counted& counted) const {
    if (memberships_.empty()) return false;
    std::vector<vertex_ref> up{v};
    std::set<vertex_ref> met;
    for (std::size_t at = 0; at < up.size(); ++at) {
      const vertex_ref now = up[at];
      for (const relation_index r : memberships_) {
        within_.for_each_out(r, now, [&](const tie_end& end) {
          if (!reading_->schema().is_a(end.vertex.kind, cohorts_) || end.vertex == v) return;
          if (met.insert(end.vertex).second) up.push_back(end.vertex);
        });
      }
    }
    // Cohorts that lie in each other are one: the first of them counts.
    return std::any_of(met.begin(), met.end(), [&](vertex_ref cohort) {
      return counted(cohort) && (cohort < v || cohort.kind != v.kind || !counted(v) || !reaches(cohort, v));
    });
  }
  [[nodiscard]] bool reaches(vertex_ref from, vertex_ref to) const {
    std::vector<vertex_ref> up{from};
    std::set<vertex_ref> met{from};
    for (std::size_t at = 0; at < up.size(); ++at) {
      const vertex_ref now = up[at];
      for (const relation_index r : memberships_) {
        within_.for_each_out(r, now, [&](const tie_end& end) {
          if (reading_->schema().is_a(end.vertex.kind, cohorts_) && met.insert(end.vertex).second)
            up.push_back(end.vertex);
        });
      }
    }
    return met.contains(to);
  }
  const network_reading* reading_;
  bool of_persons_;
  kind_index cohorts_;
  network_view within_;  // who possibly lies in a cohort may count surely once: so that both readings are bounds
  std::vector<relation_index> memberships_;  // of cohorts, with ties
  std::map<vertex_ref, program_followers> programs_;
  std::vector<tie_ref> ties_;
  mutable std::map<vertex_ref, std::optional<std::int64_t>> sizes_;
};

[[nodiscard]] inline estimate participation_in(const network_reading& reading, bool of_persons) {
  const char* const unit = of_persons ? "person" : "organization";
  estimate result{
      .unit = unit,
      .definition = std::string{unit} + "s that participate in a program, named or of a cohort, each once (capnet)"};
  const participation_counter counter{reading, of_persons};
  std::vector<std::vector<bool>> named(reading.schema().kind_count());  // [kind][id]: in any program
  program_count best;
  std::optional<vertex_ref> largest;
  std::size_t cohorts = 0, of_largest = 0;
  for (const auto& [program, followers] : counter.programs()) {
    for (const vertex_ref v : followers.named) {
      auto& seen = named[static_cast<std::size_t>(v.kind)];
      if (seen.empty()) seen.resize(reading.net().order(v.kind));
      seen[v.value] = true;
    }
    cohorts += followers.cohorts.size();
    const program_count now = counter.count(followers);
    const bool more = largest && (now.known > best.known || (now.known == best.known &&
                                                             reading.net().key(program) < reading.net().key(*largest)));
    if (!largest || more) best = now, largest = program, of_largest = followers.cohorts.size();
  }
  std::vector<vertex_ref> who;  // ascending
  for (std::size_t k = 0; k < named.size(); ++k) {
    for (std::size_t id = 0; id < named[k].size(); ++id) {
      if (named[k][id]) who.push_back({static_cast<kind_index>(k), static_cast<std::uint32_t>(id)});
    }
  }
  const auto all_named = std::ssize(who);
  if (!largest) {
    bool some = false;
    reading.view().for_each_vertex_of(reading.schema().index_of<kind::program>(), [&](vertex_ref) { some = true; });
    if (some && !of_persons) result.value = 0, result.numerator = 0;
    return result;
  }
  result.coverage = part_of_all(best.counted, best.all);
  if (all_named >= best.known && all_named > 0) {
    result.value = static_cast<double>(all_named);
  } else if (best.counted > 0) {
    result.value = static_cast<double>(best.known);
  }
  if (cohorts > of_largest)
    result.definition +=
        "; cohorts of other programs than " + reading.net().label_en(*largest) + " may be the same and are not added";
  if (result.value) result.numerator = static_cast<std::int64_t>(*result.value);
  const auto& cohorts_of = counter.programs().at(*largest).cohorts;
  who.insert(who.end(), cohorts_of.begin(), cohorts_of.end());
  write_rows(reading, who, counter.ties(), result);
  return result;
}

}  // namespace detail

namespace measure {
inline constexpr network_measure participation{
    .info = {.name = "participation",
             .label = {"Organizations participating, named or not", "参加団体数（名前の分からない団体を含む）"},
             .meaning = {"named ones and those of groups known by their number, each once",
                         "名前のある団体と、数だけ分かる集団の団体を、重複なく数えたもの"},
             .unit = "organization",
             .definition = "organizations that participate in a program, named or of a cohort, each once",
             .source = "capnet",
             .cost = measure_cost::near_linear,
             .defined_for = "networks with a program",
             .rank = 21},
    .group = measure_groups::reach,
    .monotone = true,
    .of = [](const network_reading& reading, std::string_view) { return detail::participation_in(reading, false); }};
inline constexpr network_measure persons_taking_part{
    .info = {.name = "persons_taking_part",
             .label = {"Persons participating, named or not", "参加者数（名前の分からない人を含む）"},
             .meaning = {"never added to organizations", "団体数には足しません"},
             .unit = "person",
             .definition = "persons that participate in a program, named or of a cohort, each once",
             .source = "capnet",
             .cost = measure_cost::near_linear,
             .defined_for = "networks in whose programs persons participate",
             .rank = 22},
    .group = measure_groups::reach,
    .monotone = true,
    .of = [](const network_reading& reading, std::string_view) { return detail::participation_in(reading, true); }};
}  // namespace measure

/// How many organizations participate in a program: those named, and as many as cohorts have (`size` on the view's
/// day), by relations of the trait `membership`; who only runs a program is not among them.
///
/// Nobody twice: in a program a named organization that is `member_of` a cohort that is counted there is part of its
/// number, and so is a cohort that is `member_of` one. Between programs nothing says whether those of a cohort are
/// others than the rest. So the value is what is surely different: the larger of the number of all named organizations,
/// and the largest number of one program, which for a network around one program is that program's.
///
/// Unit: organization, whatever a cohort's attribute `unit` calls them (municipality, NPO). Cohorts of persons are left
/// out: see persons_taking_part. A cohort whose size or unit is not known counts for nothing, and lowers `coverage`,
/// the share of the named and the cohorts of that largest program whose number is known. None known: `value` is empty;
/// a program in which nobody is said to participate: 0; no program: empty. Bounds over partial dates: for the lower
/// one who possibly lies in a cohort is taken to, for the upper who surely does. Time O(ties of membership log).
[[nodiscard]] inline estimate participation(const network_view& view) { return measure::participation(view); }

/// The same for persons: those named, and those of cohorts whose unit says persons. Nobody said to: empty.
[[nodiscard]] inline estimate persons_taking_part(const network_view& view) {
  return measure::persons_taking_part(view);
}

}  // namespace capnet
