#pragma once
/// Who has the same problem, and has solved it.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <capnet/core/error.hpp>
#include <capnet/core/expect.hpp>
#include <capnet/core/text.hpp>
#include <capnet/skill/detail/peer_search.hpp>
#include <capnet/skill/peer_profile.hpp>
#include <capnet/skill/peer_similarity.hpp>

namespace capnet {

struct peer_options {
  std::optional<vertex_ref> of{};  ///< whose peers; nothing: the best pairs of all
  bool each = false;               ///< the best peers of each organization
  std::size_t k = 10;              ///< peers of one organization, or pairs
  peer_weights weights = default_peer_weights;
  bool solved_only = false;  ///< only peers that have solved a need that is open for the other
  unsigned threads = 0;      ///< the result does not depend on it
};

/// A need that is open for an organization and that its peer has solved.
struct solved_need {
  vertex_ref need{};
  std::optional<vertex_ref> by{};  ///< what the peer uses or offers that addresses it, the first by key
  bool ended = false;              ///< the peer's need has ended
};

/// An organization and a peer: both had one of the same needs on some day.
struct peer_row {
  vertex_ref organization{}, peer{};
  peer_similarity alike{};
  std::vector<vertex_ref> shared{};    ///< needs that both had, by key
  std::size_t either = 0;              ///< needs that one of them had
  std::vector<solved_need> solved{};   ///< of those, open for the organization and solved by the peer
  std::vector<vertex_ref> returned{};  ///< open for the peer and solved by the organization
  std::string reason{};                ///< one sentence
};

struct peer_report {
  std::vector<peer_row> rows{};   ///< more alike first, then what more is known of, then by key
  std::size_t organizations = 0;  ///< that count
  std::size_t with_needs = 0;     ///< of them, with a need on some day
  std::size_t needs = 0;          ///< that some organization had
  peer_weights weights{};
};

namespace detail {

[[nodiscard]] inline std::string names_of(const snapshot& net, const std::vector<vertex_ref>& vertices) {
  std::vector<std::string> names;
  for (const vertex_ref v : vertices) names.push_back(net.label_en(v));
  return join_names(names);
}

/// Which needs both have, and how the peer has solved those that are open.
[[nodiscard]] inline std::string peer_reason(const snapshot& net, const peer_row& row, bool some_open) {
  std::string text = "Both have or had " + names_of(net, row.shared) + ": " + std::to_string(row.shared.size()) +
                     " of " + std::to_string(row.either) + " needs of the two. ";
  const std::string who = net.label_en(row.organization);
  if (!some_open) return text + "None of these is open for " + who + '.';
  if (row.solved.empty()) return text + net.label_en(row.peer) + " has not solved what is open for " + who + '.';
  text += "Open for " + who + ", and solved by " + net.label_en(row.peer) + ": ";
  for (const solved_need& one : row.solved) {
    if (&one != &row.solved.front()) text += "; ";
    text += net.label_en(one.need) + " (";
    if (one.by) text += "by " + net.label_en(*one.by);
    if (one.ended) text += one.by ? ", and the need has ended" : "the need has ended, how is not known";
    text += ')';
  }
  return text + '.';
}

/// The row of a pair for the first of two.
[[nodiscard]] inline peer_row row_of_pair(const snapshot& net, const peer_profiles& all, const peer_pair& pair,
                                          bool backward) {
  const std::uint32_t a = backward ? pair.b : pair.a, b = backward ? pair.a : pair.b;
  peer_row row{.organization = all.organizations[a], .peer = all.organizations[b], .alike = pair.alike};
  row.either = all.told.of(a).size() + all.told.of(b).size();
  bool some_open = false;
  for (const std::uint32_t need : all.told.of(a)) {
    if (!all.told.has(b, need)) continue;
    --row.either;
    row.shared.push_back(all.needs[need]);
    some_open = some_open || all.open(a, need);
    if (all.open(a, need) && all.solved(b, need)) {
      const auto by = all.answer_of(b, need);
      row.solved.push_back(
          {all.needs[need], by ? std::optional{all.practices[*by]} : std::nullopt, all.ended.has(b, need)});
    }
    if (all.open(b, need) && all.solved(a, need)) row.returned.push_back(all.needs[need]);
  }
  row.reason = peer_reason(net, row, some_open);
  return row;
}

inline void check_peer_options(const snapshot& net, const peer_profiles& all, const peer_options& options) {
  expect(options.k > 0, "0 peers; expected at least one");
  double sum = 0;
  for (std::size_t part = 0; part < peer_parts; ++part) {
    const double weight = options.weights[part];
    expect(weight >= 0 && weight <= 1e9, "weight ", weight, " of ", peer_part_names[part],
           "; expected a number from 0 to 1e9");
    sum += weight;
  }
  expect(sum > 0, "weights that are all 0; expected one above 0");
  if (!options.of) return;
  if (!all.find(*options.of)) {
    throw input_error{quote(net.key(*options.of)) +
                      " is no organization that counts on this day; expected one that does"};
  }
}

}  // namespace detail

/// The organizations that have or had the same needs, the most alike first, with what one can learn from the other.
///
/// Two organizations are peers if they share a need: each had it (a tie of the trait `need`) on some day up to the
/// view's. How alike they are is `peer_similarity`: a mean, by `weights`, of the parts that are known of both. A need
/// is *open* for an organization that has it on the day while nothing that it uses or offers addresses it; it is
/// *solved* where it has surely ended and surely not come back, or something that the organization uses or offers
/// addresses it. That a practice addresses a need is what the data says, not that it helped.
///
/// With `of`, its k best peers; with `each`, those of each organization, by key; else the k best pairs of all, each
/// once: `organization` is then the one that has more needs open that the other has solved, of equals the one of the
/// smaller key. Rows are exact and ordered by similarity, coverage and keys; none is left out but by k.
///
/// Throws input_error for an organization that does not count in the view, no k, or weights that are negative, not
/// finite or all 0, and as `read_skill_levels`. Time: the profiles' O((n + m) log (n + m)), and for each organization
/// those that share a need with it until a bound ends the search: at worst all pairs that share one, as where every
/// organization has the same need and the same size.
[[nodiscard]] inline peer_report find_peers(const network_view& view, const peer_options& options = {}) {
  const peer_profiles all = read_peer_profiles(view, options.threads);
  detail::check_peer_options(view.net(), all, options);
  peer_report report{.organizations = all.size(), .needs = all.needs.size(), .weights = options.weights};
  for (std::size_t v = 0; v < all.size(); ++v) report.with_needs += all.told.of(v).empty() ? 0u : 1u;
  const detail::peer_search search{all, options.weights, options.k, options.solved_only};
  const auto add = [&](const std::vector<detail::peer_pair>& pairs, bool either_way) {
    for (const detail::peer_pair& pair : pairs) {
      peer_row row = detail::row_of_pair(view.net(), all, pair, false);
      if (either_way && row.returned.size() > row.solved.size()) row = detail::row_of_pair(view.net(), all, pair, true);
      report.rows.push_back(std::move(row));
    }
  };
  if (options.of) {
    add(search.of(static_cast<std::uint32_t>(*all.find(*options.of))), false);
  } else if (options.each) {
    for (const auto& pairs : search.of_each(options.threads)) add(pairs, false);
  } else {
    add(search.of_all(options.threads), true);
  }
  return report;
}

}  // namespace capnet
