#pragma once
/// A simulated growth of a network: new organizations join a program, month by month, and tie themselves to members.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/hash.hpp>
#include <capnet/core/parallel.hpp>
#include <capnet/core/random.hpp>
#include <capnet/core/text.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/sim/growth_view.hpp>

namespace capnet {

/// The most steps that can be simulated: more than 800 years.
inline constexpr std::uint32_t max_growth_steps = 10'000;
/// The most arrivals that can be expected over all steps.
inline constexpr double max_growth_arrivals = 2e7;

struct growth_options {
  std::uint32_t steps = 12;  ///< one month each; at most `max_growth_steps`
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;        ///< another run with the same seed: other random numbers
  unsigned threads = 0;             ///< 0: one for each core; the result does not depend on it
  double rate = 2;                  ///< expected number of organizations that join in a step
  std::uint32_t ties = 2;           ///< that each of them forms, where there are so many to tie to
  double homophily = .7;            ///< probability that a tie looks within the own sector, where there is somebody
  std::string program{};            ///< key; empty: the one with the most members
  std::optional<date> start{};      ///< empty: the last day of the data
  std::string id_prefix = "grown";  ///< ids are PREFIX-STEP-NUMBER
};

/// The network after a step. Step 0 is the start.
struct growth_step {
  std::uint32_t step = 0;
  std::optional<date> day{};               ///< empty if the network has no dates and no start was given
  std::uint64_t members = 0;               ///< organizations in the program: by name, and in cohorts of organizations
  std::uint64_t joined = 0;                ///< in this step
  std::uint64_t ties = 0;                  ///< collaborates_with, all of the network
  std::uint64_t formed = 0;                ///< in this step
  std::uint64_t formed_within_sector = 0;  ///< both ends of one known sector
  std::map<std::string, std::uint64_t> joined_by_sector{};  ///< "" is unknown
  friend bool operator==(const growth_step&, const growth_step&) = default;
};

struct growth_result {
  snapshot net{};                       ///< everything there was, and what was simulated
  std::optional<vertex_ref> program{};  ///< that they join; empty if the network has none
  growth_step start{};
  std::vector<growth_step> history{};  ///< after step 1, 2, ...
};

namespace detail {

/// The day `months` later; the last one of its month if the day does not exist there.
[[nodiscard]] inline date add_months(date day, std::uint32_t months) {
  const std::chrono::year_month_day later = std::chrono::year_month_day{day} + std::chrono::months{months};
  return later.ok() ? date{later} : date{later.year() / later.month() / std::chrono::last};
}

/// Whom a newcomer can tie itself to, in a canonical order, also by sector; and how many members there are of each
/// sector.
class growth_pool {
 public:
  struct entry {
    vertex_ref vertex{};
    std::size_t sector = 0;  ///< number in `sectors`
    std::size_t rank = 0;    ///< among its sector
  };
  std::vector<std::string> sectors{};  ///< names, ascending at the start

  std::size_t sector_number(const std::string& name) {
    const auto found = std::ranges::find(sectors, name);
    if (found != sectors.end()) return static_cast<std::size_t>(found - sectors.begin());
    sectors.push_back(name);
    by_sector_.emplace_back();
    members_.push_back(0);
    return sectors.size() - 1;
  }
  void add_partner(vertex_ref v, std::size_t sector) {
    by_sector_[sector].push_back(entries_.size());
    entries_.push_back({v, sector, by_sector_[sector].size() - 1});
  }
  void add_members(std::size_t sector, std::uint64_t n) {
    members_[sector] += n;
    total_ += n;
    if (total_ > 0xFFFFFFFFu) throw input_error{"over 4,294,967,295 members to grow from; expected fewer"};
  }
  [[nodiscard]] std::uint64_t members() const { return total_; }
  /// Two of unknown sector are not known to be alike.
  [[nodiscard]] bool known(std::size_t sector) const { return !sectors[sector].empty(); }
  [[nodiscard]] const entry& operator[](std::size_t position) const { return entries_[position]; }

  /// The sector of a member drawn at random; nothing if there are no members.
  [[nodiscard]] std::optional<std::size_t> draw_sector(random_stream& rng) const {
    if (total_ == 0) return std::nullopt;
    std::uint64_t at = rng.below(static_cast<std::uint32_t>(total_));
    std::size_t sector = 0;
    while (at >= members_[sector]) at -= members_[sector++];
    return sector;
  }

  /// Up to `ties` different partners, as positions; each looks within `sector`, if it is known, with probability
  /// `homophily`.
  [[nodiscard]] std::vector<std::size_t> draw_partners(random_stream& rng, std::size_t sector, std::uint32_t ties,
                                                       double homophily) const {
    std::vector<std::size_t> chosen;        // ascending
    std::vector<std::size_t> chosen_ranks;  // of them, within the sector; ascending
    std::vector<std::size_t> in_order;
    // The k-th of those that are left, of n numbers without `gone`.
    auto draw = [&rng](std::size_t n, const std::vector<std::size_t>& gone) {
      std::size_t at = rng.below(static_cast<std::uint32_t>(n - gone.size()));
      for (const std::size_t taken : gone) at += taken <= at ? 1 : 0;
      return at;
    };
    auto insert = [](std::vector<std::size_t>& sorted, std::size_t number) {
      sorted.insert(std::ranges::lower_bound(sorted, number), number);
    };
    static const std::vector<std::size_t> nobody;
    const std::vector<std::size_t>& own = known(sector) ? by_sector_[sector] : nobody;
    while (in_order.size() < ties && chosen.size() < entries_.size()) {
      const bool within = rng.bernoulli(homophily) && chosen_ranks.size() < own.size();
      const std::size_t at = within ? own[draw(own.size(), chosen_ranks)] : draw(entries_.size(), chosen);
      insert(chosen, at);
      if (entries_[at].sector == sector) insert(chosen_ranks, entries_[at].rank);
      in_order.push_back(at);
    }
    return in_order;
  }

 private:
  std::vector<entry> entries_;
  std::vector<std::vector<std::size_t>> by_sector_;
  std::vector<std::uint64_t> members_;
  std::uint64_t total_ = 0;
};

/// How many organizations take part in a program: those named, and those in cohorts that have a sector.
struct program_members {
  std::vector<vertex_ref> named{};
  std::vector<std::pair<vertex_ref, std::uint64_t>> cohorts{};
  [[nodiscard]] std::uint64_t size() const {
    std::uint64_t sum = named.size();
    for (const auto& [cohort, n] : cohorts) sum += n;
    return sum;
  }
};

template <class View>
[[nodiscard]] program_members members_of(const View& view, vertex_ref program) {
  const schema& known = view.schema();
  const kind_index organization_k = known.index_of<kind::organization>();
  const kind_index cohort_k = known.index_of<kind::cohort>();
  program_members members;
  const auto see = [&](const tie_end& end) {
    if (!view.contains(end.vertex)) return;
    if (known.is_a(end.vertex.kind, organization_k)) members.named.push_back(end.vertex);
    const std::int64_t size = view.properties(end.vertex).size.value_or(0);
    if (known.is_a(end.vertex.kind, cohort_k) && view.sector(end.vertex) != sector::unknown && size > 0) {
      members.cohorts.emplace_back(end.vertex, static_cast<std::uint64_t>(size));
    }
  };
  for (const relation_index r : known.relations_with(relation_traits::membership)) view.for_each_in(r, program, see);
  const auto keep_once = [](auto& all) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  keep_once(members.named);
  keep_once(members.cohorts);
  return members;
}

/// The program asked for, else the one with the most members; among equals the first by key.
[[nodiscard]] inline std::optional<vertex_ref> program_to_join(const growth_view& view, const std::string& key) {
  const snapshot& net = view.net();
  const kind_index program_k = view.schema().index_of<kind::program>();
  if (!key.empty()) {
    const vertex_ref v = net.vertex(key);
    if (!view.schema().is_a(v.kind, program_k))
      throw input_error{quote(key) + " is not a program but of kind " + view.schema().name(v.kind) +
                        "; expected the id of a program"};
    return v;
  }
  std::optional<vertex_ref> largest;
  std::uint64_t most = 0;
  view.for_each_vertex_of(program_k, [&](vertex_ref v) {
    const std::uint64_t n = members_of(view, v).size();
    if (!largest || n > most || (n == most && net.key(v) < net.key(*largest))) {
      largest = v;
      most = n;
    }
  });
  return largest;
}

}  // namespace detail

/// Grows a network by `steps` months:
///
///     const growth_result grown = simulate_growth(net, {.steps = 12, .seed = 7, .rate = 3});
///     const network_view in_a_year = as_of(grown.net, *grown.history.back().day);
///
/// In each step `rate` organizations join the program on average: of 16 prospects for each of `rate`, rounded up, all
/// with the same chance and each on its own (a binomial number: nearly a Poisson one, without a logarithm that
/// libraries round differently). Each takes the sector of a member drawn at random, so that the mix of sectors goes on
/// in expectation, and forms `ties` ties of collaborates_with to different organizations that took part in or ran the
/// program before the step: with probability `homophily` within its own sector, if that is known, else anywhere; all
/// are equally likely there. A model to compare with, capnet's own, not a forecast: nobody leaves, and nothing is
/// calibrated.
///
/// The members at the start are the organizations that take part on the start day, and the size of cohorts that have a
/// sector (a group of organizations), taken as others than those named; their anonymous members form no ties. What is
/// simulated has the attribute `simulated` = `yes`, cites a source of its run that tells the seed (`simulation`,
/// `simulation-2`, ...), has status held and begins on the day of its step. Without any date in the network and without
/// `start`, nothing simulated is dated. What the data says of days after the start stays in `net`, not in `history`. A
/// program that has nobody: newcomers are of unknown sector and tie to earlier ones.
///
/// A network that was grown can be grown on, under another `id_prefix`: it begins with the members and ties that the
/// last run ended with (see growth_view), and with the same seed takes other random numbers than the runs before it.
///
/// Same bits with any compiler and thread count: a decision depends on (seed, replica, number of earlier runs, step,
/// key of who decides, purpose) and on the network before the step alone, not on the order of its rows. Throws
/// input_error for a `program` that is not one, a rate outside [0, 1,000,000], a homophily outside [0, 1], more than
/// `max_growth_steps` steps or `max_growth_arrivals` to be expected, days beyond the year 9999, and ids that are taken.
/// Time O(n log n + m + joined * ties^2 / threads), space O(n + m).
[[nodiscard]] inline growth_result simulate_growth(const snapshot& net, const growth_options& options = {}) {
  if (!(options.rate >= 0 && options.rate <= 1e6))
    throw input_error{"rate " + short_number(options.rate, 12) + "; expected one in [0, 1000000]"};
  if (!(options.homophily >= 0 && options.homophily <= 1))
    throw input_error{"homophily " + short_number(options.homophily, 12) + "; expected one in [0, 1]"};
  if (options.steps > max_growth_steps)
    throw input_error{std::to_string(options.steps) + " steps; expected at most " + std::to_string(max_growth_steps)};
  if (options.rate * options.steps > max_growth_arrivals) {
    throw input_error{"a rate of " + short_number(options.rate, 12) + " in " + std::to_string(options.steps) +
                      " steps; expected at most 20,000,000 arrivals"};
  }
  enum purpose : std::uint32_t {
    arrivals = static_cast<std::uint32_t>(stable_hash("growth arrivals")),
    joining = static_cast<std::uint32_t>(stable_hash("growth joining"))
  };
  growth_result result;
  result.start.day = options.start ? options.start : net.last_day();
  if (result.start.day && detail::add_months(*result.start.day, options.steps) > make_date(9999, 12, 31)) {
    throw input_error{std::to_string(options.steps) + " steps of a month after " + to_string(*result.start.day) +
                      " go beyond the year 9999; expected fewer steps or an earlier start"};
  }
  const growth_runs before = growth_runs_of(net);
  const growth_view view{net, result.start.day, before};
  result.program = detail::program_to_join(view, options.program);

  detail::growth_pool pool;
  auto by_key = [&](vertex_ref u, vertex_ref v) { return net.key(u) < net.key(v); };
  auto sector_name = [&](vertex_ref v) { return view.schema().name(view.sector(v)); };
  if (result.program) {
    const detail::program_members members = detail::members_of(view, *result.program);
    std::vector<vertex_ref> partners = members.named;
    for (const relation_index r : view.schema().relations_with(relation_traits::lead)) {
      view.for_each_in(r, *result.program, [&](const tie_end& end) {
        if (view.contains(end.vertex)) partners.push_back(end.vertex);
      });
    }
    std::vector<std::string> names;
    for (const vertex_ref v : partners) names.push_back(sector_name(v));
    for (const auto& [cohort, n] : members.cohorts) names.push_back(sector_name(cohort));
    std::ranges::sort(names);
    for (const std::string& name : names) pool.sector_number(name);
    std::ranges::sort(partners, by_key);
    partners.erase(std::unique(partners.begin(), partners.end()), partners.end());
    for (const vertex_ref v : partners) pool.add_partner(v, pool.sector_number(sector_name(v)));
    for (const vertex_ref v : members.named) pool.add_members(pool.sector_number(sector_name(v)), 1);
    for (const auto& [cohort, n] : members.cohorts) pool.add_members(pool.sector_number(sector_name(cohort)), n);
  }
  const relation_index collaborates = view.schema().index_of<rel::collaborates_with>();
  const relation_index participates = view.schema().index_of<rel::participates_in>();
  const kind_index organization_k = view.schema().index_of<kind::organization>();
  result.start.members = pool.members();
  result.start.ties = view.size(collaborates);

  builder grown{net};
  const std::vector<attribute> simulated{{"simulated", "yes"}};
  source run{.id = before.next_source,
             .title = "Simulated by capnet with seed " + std::to_string(options.seed) + ", replica " +
                      std::to_string(options.replica) + "; not observed",
             .attributes = simulated};
  if (result.start.day) run.attributes.emplace_back("simulated_from", to_string(*result.start.day));
  grown.add_source(run);
  struct newcomer {
    std::string key{};
    std::size_t sector = 0;
    std::vector<std::size_t> partners{};
  };
  const auto trials = static_cast<std::uint32_t>(16 * std::ceil(options.rate));
  const double chance = trials == 0 ? 0 : options.rate / trials;
  growth_step now = result.start;
  for (std::uint32_t step = 1; step <= options.steps; ++step) {
    now.step = step;
    if (result.start.day) now.day = detail::add_months(*result.start.day, step);
    random_stream prospects{
        {.seed = options.seed, .entity = before.count, .replica = options.replica, .step = step, .purpose = arrivals}};
    std::size_t arrived = 0;
    for (std::uint32_t prospect = 0; prospect < trials; ++prospect) arrived += prospects.bernoulli(chance) ? 1u : 0u;
    std::vector<newcomer> joined(arrived);
    const std::size_t unknown = joined.empty() || pool.members() > 0 ? 0 : pool.sector_number("");
    parallel_for_blocks(joined.size(), 64, options.threads, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t number = first; number < last; ++number) {
        newcomer& v = joined[number];
        v.key = options.id_prefix + '-' + std::to_string(step) + '-' + std::to_string(number);
        random_stream rng{{.seed = options.seed,
                           .entity = stable_hash(v.key),  // which no run before can have used
                           .replica = options.replica,
                           .step = step,
                           .purpose = joining}};
        v.sector = pool.draw_sector(rng).value_or(unknown);
        v.partners = pool.draw_partners(rng, v.sector, options.ties, options.homophily);
      }
    });
    now.joined = joined.size();
    now.formed = now.formed_within_sector = 0;
    now.joined_by_sector.clear();
    const spell active{.begin = now.day ? partial_date{*now.day} : never_began};
    for (const newcomer& v : joined) {
      const std::string& name = pool.sectors[v.sector];
      ++now.joined_by_sector[name];
      const vertex_ref ref = grown.add_vertex(organization_k, v.key,
                                              {.sector = name.empty() ? sector::unknown : grown.declare_sector(name),
                                               .existence = active,
                                               .cite = run.id,
                                               .attributes = simulated});
      if (result.program)
        grown.add_tie(participates, ref, *result.program, {.active = active, .cite = run.id, .attributes = simulated});
      for (const std::size_t at : v.partners) {
        grown.add_tie(collaborates, ref, pool[at].vertex, {.active = active, .cite = run.id, .attributes = simulated});
        now.formed_within_sector += pool[at].sector == v.sector && pool.known(v.sector) ? 1u : 0u;
      }
      now.formed += v.partners.size();
      pool.add_partner(ref, v.sector);
      pool.add_members(v.sector, 1);
    }
    now.ties += now.formed;
    now.members = pool.members();
    result.history.push_back(now);
  }
  result.net = std::move(grown).freeze();
  return result;
}

}  // namespace capnet
